"""Offers: who brings what for an incident, whether it was delivered, and whether it came."""
