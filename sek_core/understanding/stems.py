"""The roots of words: what remains without English endings and Swahili prefixes.

Rules, not a dictionary: simplemma's Swahili one takes 5 s and 650 MB to load, and has no passives
("limefungwa") and no negatives ("haijanyesha"). See docs/decisions/0009-roots-by-rule.md.
"""

import re

_SUBJECT = "wa|a|u|i|li|ya|ki|vi|zi|ku|pa|mu|ni|tu|m"
_TENSE = "mesha|mekwisha|me|na|li|ta|ja|ku|nge|ka"
_RELATIVE = "ye|yo|lo|cho|vyo|zo|o"
_AFFIRMED = re.compile(rf"(?:{_SUBJECT})(?:{_TENSE})(?P<root>[a-z']{{3,}})")
_RELATED = re.compile(rf"(?:{_SUBJECT})(?:me|na|li)(?:{_RELATIVE})(?P<root>[a-z']{{4,}})")
_OBJECT = re.compile(rf"(?:{_SUBJECT})(?:me|na|li|ta)(?:ni|tu|wa|mw|m)(?P<root>[a-z']{{5,}})")
_COASTAL = re.compile(r"ka(?P<root>[a-z']{5,})")
_DENIED = re.compile(rf"ha(?:{_SUBJECT})(?:ja|ku|ta)?(?P<root>[a-z']{{3,}})")
_OF_THINGS = re.compile(r"(?:zi|i|li|ki|vi|ya)(?:mesha|me|na|li|ta)[a-z']{2,}")
_OF_US = re.compile(
    r"(?:(?:ni|tu|n)(?:mesha|me|na|li|ta|ki|ko|po)[a-z']{2,}"
    r"|(?:si|hatu)(?:ja|ku|ta|wez|jui)[a-z']{2,}"
    r"|(?:wa|a|ya|i|u)(?:me|na|li|ta)(?:tu|ni)[a-z']{4,})"
)
_OF_OTHERS = re.compile(r"wa(?:me|na|li|ta|ko|ki)[a-z']*|hawa[a-z']{3,}")
_OF_SPEAKERS = re.compile(r"(?:ni|tu)(?:me|na|li|ta)")
_PEOPLE = ("wa", "a", "tu", "ni", "m")
_OF_PEOPLE = re.compile(rf"(?:{'|'.join(_PEOPLE)})(?:me|na|li)(?P<root>[a-z']{{2,}})")
_ENDING = re.compile(r"(?:[ie]wa|(?<=[^aeiou])wa|[aeiu])$")
_HISSING = ("sses", "shes", "ches", "xes", "zes")

SHORTEST = 5
"""Minimum length, in letters, of a word from which an ending or a prefix is removed."""


def roots_of(form: str) -> tuple[str, ...]:
    """Return the possible roots of a folded word, the likeliest first; the word itself is the last.

    "yamekauka" and "limekauka" share "kauk", "floods" and "flood" share "flood". A denied verb
    ("haijanyesha") keeps its denial: "-nyesh".
    """
    if len(form) < SHORTEST or not form.isascii():
        return (form,)
    ways = (
        _denied(form),
        _affirmed(form),
        _related(form),
        _done_to(form),
        _coastal(form),
        _english(form),
    )
    roots = [root for root in ways if root]
    return (*dict.fromkeys(roots), form)


def persons_of(form: str) -> tuple[str, ...]:
    """Return a Swahili verb about people in its other persons and tenses: wamekwama for tumekwama, nimekwama,
    wanakwama. Any other word is returned alone.

    For verbs whose short root would match other words ("zam": zimezama, tazama).
    """
    match = _OF_PEOPLE.fullmatch(form)
    if match is None:
        return (form,)
    return tuple(f"{who}{when}{match['root']}" for who in _PEOPLE for when in ("me", "na", "li"))


def is_of_things(form: str) -> bool:
    """Return True if a Swahili verb agrees with things, or with animals in common spelling, and never with
    people: limekwama, zimekufa.
    """
    return _OF_THINGS.match(form) is not None


def is_of_us(form: str) -> bool:
    """Return True if a Swahili verb is about the first person: tumekwama, hatujala, sijala, wametuvamia."""
    return _OF_US.match(form) is not None


def is_of_others(form: str) -> bool:
    """Return True if a Swahili verb is about several people, or animals: wamelala, wako, hawaonekani."""
    return _OF_OTHERS.fullmatch(form) is not None


def is_verb(form: str) -> bool:
    """Return True if a word has the form of a Swahili verb: imeanguka, hatujui, wanakimbia."""
    return any(pattern.fullmatch(form) for pattern in (_AFFIRMED, _RELATED, _DENIED, _OF_US))


def is_of_speakers(form: str) -> bool:
    """Return True if the first person is the subject: nimekufa, tumekufa; not ametuacha, which is done
    to us.
    """
    return _OF_SPEAKERS.match(form) is not None


def written_root(form: str) -> str:
    """Return the root under which a word of the vocabulary is kept. "-ing" stays: "missing" is not "miss"."""
    return form if form.endswith("ing") else roots_of(form)[0]


def _affirmed(form: str) -> str | None:
    match = _AFFIRMED.fullmatch(form)
    return _bare(match["root"]) if match else None


def _related(form: str) -> str | None:
    match = _RELATED.fullmatch(form)
    return _bare(match["root"]) if match else None


def _done_to(form: str) -> str | None:
    """Return the root of a verb whose object is "us": wamevamia for "wametuvamia"; None if it has none."""
    match = _OBJECT.fullmatch(form)
    return _bare(match["root"]) if match else None


def _coastal(form: str) -> str | None:
    """Return the root of the coast's short past: kafariki and kavunjika, for amefariki and amevunjika."""
    match = _COASTAL.fullmatch(form)
    return _bare(match["root"]) if match else None


def _denied(form: str) -> str | None:
    match = _DENIED.fullmatch(form)
    return f"-{_bare(match['root'])}" if match else None


def _bare(root: str) -> str:
    """Return a verb without its last vowel and its passive ending."""
    return _ENDING.sub("", root)


def _english(form: str) -> str | None:
    if form.endswith(_HISSING):
        return form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is", "'s")):
        return form[:-1]
    if form.endswith("ing") and len(form) > SHORTEST:
        return form[:-3]
    if form.endswith("ed"):
        return form[:-2]
    return None
