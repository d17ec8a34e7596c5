"""Responses of people to an incident."""
