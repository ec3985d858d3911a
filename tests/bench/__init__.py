"""Figures, not timed tests: `make bench` seeds a large site, serves it and prints what it costs."""
