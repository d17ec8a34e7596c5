"""Incidents: their reports, recipients and texts."""
