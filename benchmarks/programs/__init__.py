"""Processes that the benchmarks start beside `sek`: what it is compared with, and a part of it."""
