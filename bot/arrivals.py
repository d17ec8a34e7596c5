"""Checks of what a channel takes in: required fields are there, and text can be stored."""


class MissingField(Exception):
    """A required field is missing from an arrival."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is missing")
        self.field = field


def storable(value: str) -> str:
    """Return `value` without what PostgreSQL stores in no text: NUL, and halves of surrogate pairs.

    One of them would fail the whole batch of rows.
    """
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", "")
