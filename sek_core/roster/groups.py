"""Names of groups and sectors as people say them, in all languages."""

from collections.abc import Iterator

from config.words import WordFile

AROUND = ("{} group", "kikundi cha {}")
"""Words around the name of a group, in the languages of the vocabulary."""


def names_of_sector(words: WordFile, sector: str) -> set[str]:
    """Return the names of a sector in lower case, and its identifier: "water wash", "water", "maji"."""
    spoken = words.sector_names.get(sector, {})
    return {sector.replace("_", " "), *(name.lower() for names in spoken.values() for name in names)}


def names_of_group(words: WordFile, group: str) -> set[str]:
    """Return the names of a group of the roster: its own, and those of the sector that is called so too."""
    own = group.replace("_", " ").lower()
    names = {own}
    for sector in words.sector_names:
        alike = names_of_sector(words, sector)
        if own in alike:
            names |= alike
    return names


def phrases_of_group(words: WordFile, group: str) -> Iterator[str]:
    """Yield what people write for a group: "water", "water group", "kikundi cha maji"."""
    for name in sorted(names_of_group(words, group)):
        yield name
        for around in AROUND:
            yield around.format(name)
