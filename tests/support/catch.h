// The one place that names Catch2's header, so that a move to version 3 is one file.
#pragma once

#include <catch2/catch.hpp>
