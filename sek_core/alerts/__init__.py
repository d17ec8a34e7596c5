"""Alerts of an incident and their escalation, step by step."""
