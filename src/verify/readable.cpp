#include "verify/readable.h"

#include <utility>

namespace postern::verify {

using formula::Bits;
using formula::TermId;
using solver::Outcome;

Readable::Readable(formula::TermStore& terms, solver::Solver& solver, std::vector<TermId> question,
                   Outcome found)
    : terms_(terms), solver_(solver), question_(std::move(question)), best_(std::move(found)) {}

bool Readable::narrow(TermId term) {
  question_.push_back(term);
  if (terms_.evaluate(term, best_.assignment)) return true;
  Outcome outcome = solver_.solve(question_);
  if (outcome.kind == Outcome::Kind::Sat) {
    best_ = std::move(outcome);
    return true;
  }
  question_.pop_back();
  return false;
}

void Readable::least(formula::FieldId field, std::size_t size,
                     const std::vector<std::size_t>& preferred) {
  const auto only = [&](std::size_t value) {
    Bits bits(size);
    bits.set(value);
    return terms_.value_in(field, bits);
  };
  for (const std::size_t value : preferred) {
    if (narrow(only(value))) return;
  }
  // Halves what is below the value at hand until nothing below it answers the question.
  std::size_t below = 0;
  while (true) {
    const auto it = best_.assignment.values.find(field);
    const std::size_t value = it == best_.assignment.values.end() ? 0 : it->second;
    if (value <= below) break;
    const std::size_t middle = below + (value - below + 1) / 2;
    Bits lower(size);
    for (std::size_t i = below; i < middle; ++i) lower.set(i);
    if (!narrow(terms_.value_in(field, lower))) below = middle;
  }
  question_.push_back(only(below));
}

void Readable::without(TermId term) { narrow(!term); }

std::vector<std::size_t> familiar_actions(encoder::ActionSpace& actions, const Bits& among) {
  std::vector<std::size_t> out;
  for (const char* name : {"s3:GetObject",
                           "s3:PutObject",
                           "s3:DeleteObject",
                           "s3:ListBucket",
                           "s3:PutBucketPolicy",
                           "dynamodb:GetItem",
                           "dynamodb:PutItem",
                           "dynamodb:DeleteItem",
                           "kms:Decrypt",
                           "kms:Encrypt",
                           "kms:ScheduleKeyDeletion",
                           "secretsmanager:GetSecretValue",
                           "secretsmanager:PutSecretValue",
                           "sqs:SendMessage",
                           "sqs:ReceiveMessage",
                           "sns:Publish",
                           "sns:Subscribe",
                           "lambda:InvokeFunction",
                           "lambda:UpdateFunctionCode",
                           "sts:AssumeRole",
                           "ec2:DescribeInstances",
                           "ec2:RunInstances",
                           "ec2:TerminateInstances",
                           "iam:PassRole",
                           "iam:CreateUser",
                           "ecr:BatchGetImage",
                           "logs:PutLogEvents"}) {
    const Bits one = actions.only({name});
    if (one.intersects(among)) out.push_back(one.first());
  }
  return out;
}

}  // namespace postern::verify
