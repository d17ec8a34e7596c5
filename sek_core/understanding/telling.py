"""Texts about abuse, a complaint, a drill, or a wish not to be named."""

from collections.abc import Collection

from sek_core.understanding.meanings import MarkKind
from sek_core.understanding.setting import Setting
from sek_core.understanding.tagged import Seen, Tagged

ABUSER_WITHIN = 5

MOST_FRAMED = 12
"""Maximum length, in words, of a sentence such as "this is only a test of the system"."""

_REPORTED: tuple[MarkKind, ...] = ("hazard", "faint", "severity", "urgent", "affected", "number", "thing")


def tells_of_abuse(tagged: Tagged) -> bool:
    """Return True if a text tells of the abuse of a person: rape, FGM, beating at home, a forced marriage."""
    all_seen = tagged.of("abuse")
    if not all_seen:
        return False
    setting = Setting(tagged)
    asides = {seen.start: seen.end for seen in all_seen if seen.mark.value == "aside"}
    if any(seen.mark.value == "told" and not setting.denied(seen) for seen in all_seen):
        return True
    if any(seen.mark.value == "named" and not setting.aside(seen, asides) for seen in all_seen):
        return True
    abusers = {seen.start for seen in all_seen if seen.mark.value == "abusers"}
    return any(
        seen.mark.value == "abusing" and _near(tagged, seen, abusers) and not setting.denied(seen)
        for seen in all_seen
    )


def complains(tagged: Tagged) -> bool:
    """Return True if a text complains of an organisation's work or people."""
    if not tagged.of("complaint"):
        return False
    setting = Setting(tagged)
    asides = {seen.start: seen.end for seen in tagged.of("abuse") if seen.mark.value == "aside"}
    return any(
        not setting.denied(seen) and not setting.aside(seen, asides) for seen in tagged.of("complaint")
    )


def _near(tagged: Tagged, seen: Seen, others: Collection[int]) -> bool:
    reach = range(max(0, seen.start - ABUSER_WITHIN), min(seen.end + ABUSER_WITHIN, len(tagged.forms)))
    return any(
        position in others and tagged.sentences[position] == tagged.sentences[seen.start]
        for position in reach
    )


def is_drill(tagged: Tagged) -> bool:
    """Return True if a text says of itself that it is a test, an exercise or a draft.

    It does if it begins or ends with the word, or has it with little words in a clause of its own: "TEST
    flood Voi", "flood Voi. This is an exercise". It never does if it says that it is none.
    """
    all_seen = tagged.of("drill")
    words = [seen for seen in all_seen if seen.mark.value == "drill"]
    if not words:
        return False
    others = {
        position
        for seen in all_seen
        if seen.mark.value == "unless"
        for position in range(seen.start, seen.end)
    }
    words = [seen for seen in words if not (seen.start in others and seen.end - 1 in others)]
    framing = {
        position
        for seen in all_seen
        if seen.mark.value in ("framing", "drill")
        for position in range(seen.start, seen.end)
    } - others
    alone = _clauses_of(tagged, framing)
    reported = tagged.covered(*_REPORTED).union(*(range(name.start, name.end) for name in tagged.names))
    return any(
        tagged.clauses[seen.start] in alone
        or _said_of_itself(tagged, seen)
        or (_opens(tagged, seen, framing) and _goes_on(tagged, seen, framing, reported))
        or _closes(tagged, seen)
        for seen in words
    )


def _clauses_of(tagged: Tagged, framing: Collection[int]) -> set[int]:
    """Return the clauses that have no other words."""
    others = {clause for position, clause in enumerate(tagged.clauses) if position not in framing}
    return set(tagged.clauses) - others


def _said_of_itself(tagged: Tagged, seen: Seen) -> bool:
    """Return True for phrases with only this meaning: "test message", "not for circulation", "ujumbe wa
    majaribio".
    """
    return seen.end - seen.start > 1


def _opens(tagged: Tagged, seen: Seen, framing: Collection[int]) -> bool:
    """Return True if only little words stand before it in its sentence."""
    position = seen.start - 1
    while position >= 0 and tagged.sentences[position] == tagged.sentences[seen.start]:
        if position not in framing or seen.start - position > MOST_FRAMED:
            return False
        position -= 1
    return True


def _goes_on(tagged: Tagged, seen: Seen, framing: Collection[int], reported: Collection[int]) -> bool:
    """Return True if the words behind it are a report, not the noun that it qualifies ("draft animals")."""
    position = seen.end
    while position < len(tagged.forms) and position in framing and position - seen.end < MOST_FRAMED:
        position += 1
    if position >= len(tagged.forms) or tagged.clauses[position] != tagged.clauses[seen.start]:
        return True
    return position in reported or position > seen.end


def _closes(tagged: Tagged, seen: Seen) -> bool:
    """Return True if it ends the text, behind the facts of a report: "flood Voi severe test"."""
    if seen.end != len(tagged.forms) or seen.start == 0:
        return False
    before = seen.start - 1
    named = any(name.start <= before < name.end for name in tagged.names)
    return named or before in tagged.covered("severity", "affected", "hazard")
