"""Texts that nobody could place, and who reads them."""
