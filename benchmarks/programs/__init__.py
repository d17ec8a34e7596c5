"""Processes that the benchmarks start beside `sek`: its baselines, and a part of it."""
