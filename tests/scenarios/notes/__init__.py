"""A notice board as a channel, for tests alone: no buttons, no groups, no files, notes of 160 characters."""

NAME = "notes"
