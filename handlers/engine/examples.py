"""Examples for answers: a town of the sender's own county."""

from handlers.engine.turn import Turn


def place(turn: Turn) -> str:
    """Return a town of the sender's first county; a ward, or any name of it, where there is no town."""
    counties = turn.counties if turn.person is not None else ()
    places = turn.work.configuration.places
    for kind in ("town", "ward", "constituency"):
        for county in counties:
            here = [each.name for each in places if each.kind == kind and each.county == county]
            plain = [name for name in here if name.isalpha() and name != county]
            if plain or here:
                return (plain or here)[0]
    return turn.work.configuration.mechanism.counties[0]
