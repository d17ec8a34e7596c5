"""What every channel asks of the things it takes in: the fields are there, and can be stored."""


class MissingField(Exception):
    """Something came without a field that nothing can be done without."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is missing")
        self.field = field


def storable(value: str) -> str:
    """`value` without what PostgreSQL stores in no text: NUL, and halves of surrogate pairs.

    One of them would fail the whole batch that it is stored with.
    """
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", "")
