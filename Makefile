# What a newcomer needs, one word each. Everything is CMake underneath: see CMakePresets.json.
.PHONY: help demo test check fuzz clean

help:
	@echo 'make demo    build postern, prove and refute the example audits'
	@echo 'make test    build everything, run every test'
	@echo 'make check   what a change must pass: formatting, layers, warnings, sanitizers, lint'
	@echo 'make fuzz    a night of random inputs: to every reader (MINUTES=10 each), to both engines (PAIRS=20000000)'
	@echo 'make clean   remove build/'
	@echo 'Missing Debian packages are installed first (scripts/install-dependencies).'

demo:
	scripts/install-dependencies build
	cmake --preset release
	cmake --build --preset release --target postern
	scripts/demo

test:
	scripts/install-dependencies build
	cmake --workflow --preset release

check:
	scripts/install-dependencies build check
	scripts/check

MINUTES ?= 10
PAIRS ?= 20000000
fuzz:
	scripts/install-dependencies build fuzz
	scripts/fuzz $(MINUTES); readers=$$?; scripts/differential $(PAIRS) && exit $$readers

clean:
	rm -rf build
