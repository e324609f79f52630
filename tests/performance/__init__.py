"""Benchmarks: they print figures for the record and judge nothing. `make bench` runs them."""
