// Results that several threads make ahead of the one that takes them, in order.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace postern {

/// Runs tasks that do not depend on each other. Whoever takes the results sees the same whatever
/// the number of threads; at most a few of them wait to be taken.
template <class Result>
class Ahead {
 public:
  using Task = std::function<Result()>;

  /// With one thread, each task is run when it is asked for.
  explicit Ahead(std::vector<Task> tasks,
                 unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 8U))
      : tasks_(std::move(tasks)), made_(tasks_.size()) {
    if (tasks_.size() < 2) return;
    const std::size_t helpers = std::min<std::size_t>(threads, tasks_.size());
    window_ = 2 * helpers;
    for (std::size_t i = 1; i < helpers; ++i) threads_.emplace_back([this] { help(); });
  }
  ~Ahead() {
    const std::scoped_lock lock(mutex_);
    next_ = tasks_.size();
    taken_.notify_all();
  }
  Ahead(const Ahead&) = delete;
  Ahead& operator=(const Ahead&) = delete;

  std::size_t size() const { return tasks_.size(); }

  /// The result of task `i`. Throws what the task threw. Precondition: those before it were taken,
  /// and it was not.
  Result take(std::size_t i) {
    std::unique_lock lock(mutex_);
    wanted_ = i;
    taken_.notify_all();
    while (!made_[i].done) {
      if (next_ < tasks_.size() && next_ <= i + window_) {
        run_next(lock);
      } else {
        finished_.wait(lock);
      }
    }
    Made made = std::exchange(made_[i], {});
    lock.unlock();
    if (made.thrown) std::rethrow_exception(made.thrown);
    return *std::move(made.result);
  }

 private:
  struct Made {
    bool done = false;
    std::optional<Result> result;
    std::exception_ptr thrown;
  };

  void help() {
    std::unique_lock lock(mutex_);
    while (true) {
      taken_.wait(lock, [&] { return next_ == tasks_.size() || next_ <= wanted_ + window_; });
      if (next_ == tasks_.size()) return;
      run_next(lock);
    }
  }

  void run_next(std::unique_lock<std::mutex>& lock) {
    const std::size_t i = next_++;
    lock.unlock();
    Made made;
    try {
      made.result.emplace(tasks_[i]());
    } catch (...) {
      made.thrown = std::current_exception();
    }
    made.done = true;
    lock.lock();
    made_[i] = std::move(made);
    finished_.notify_all();
  }

  const std::vector<Task> tasks_;
  std::vector<Made> made_;
  std::size_t window_ = 0;  // how far ahead of what is wanted
  std::size_t next_ = 0;    // the first task nobody has begun
  std::size_t wanted_ = 0;
  std::mutex mutex_;
  std::condition_variable taken_, finished_;
  std::vector<std::jthread> threads_;  // last: joined before anything else goes
};

}  // namespace postern
