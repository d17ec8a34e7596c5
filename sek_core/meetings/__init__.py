"""Meetings: when there is one, who is invited, what they answer, who came, what was agreed."""
