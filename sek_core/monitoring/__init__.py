"""Monitoring of the program itself."""
