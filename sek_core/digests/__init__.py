"""Digests of open incidents, each morning and each week."""
