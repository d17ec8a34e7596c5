"""Meetings: their dates, invitations, answers, attendance, agenda and minutes."""
