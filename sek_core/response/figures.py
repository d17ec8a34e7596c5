"""Numbers of an event that several texts tell of, and never the sum of two of them, except for "1 more dead".

The newest word of a reporter takes the place of that reporter's older one, up or down. Where reporters
differ, the larger number is shown.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from config.affected import as_said, renewed
from sek_core.store.incidents import History, Incident, ReportRow
from sek_core.store.states import IncidentStatus
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import words_of
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

_TOLD = (Event.REPORTED, Event.COMPLETED, Event.CORRECTED)
"""Events whose words are the reporter's."""


DEATHS = "deaths"

_CLAUSES = re.compile(r"[,.;!]\s+|\band\b|\bna\b", re.IGNORECASE)


class _Word(NamedTuple):
    """Numbers that one reporter gave at one time. `more`: the deaths that come on top of those before."""

    person_id: int
    at: datetime
    numbers: Mapping[str, int]
    more: int = 0


def missing(incident: Incident, reading: Reading) -> dict[str, int]:
    """Return the incident's numbers with those that it lacks; what is known stands."""
    known = as_said(incident.affected)
    news = {what: number for what, number in as_said(reading.affected).items() if what not in known}
    return renewed(incident.affected, news)


def added(
    work: UnitOfWork, incident: Incident, person_id: int, text: str, reading: Reading
) -> dict[str, int]:
    """Return the incident's numbers after a later text of one of its reporters. What is known stands if the
    text tells of more ("20 more households") or of another place; only further deaths are added.
    """
    if is_elsewhere(incident, reading):
        return missing(incident, reading)
    if more := more_deaths(work, incident, text):
        numbers = {**missing(incident, reading), **_known_deaths(incident)}
        dead = _own_deaths(work, incident, person_id) + more
        return {**numbers, DEATHS: _with_newest(work, incident, person_id, {DEATHS: dead})[DEATHS]}
    if reading.more:
        return missing(incident, reading)
    return _with_newest(work, incident, person_id, as_said(reading.affected))


def is_elsewhere(incident: Incident, reading: Reading) -> bool:
    """Return True if a text names another place than the incident's."""
    return reading.place is not None and reading.place.name != incident.place


def more_deaths(work: UnitOfWork, incident: Incident, text: str) -> int:
    """Return how many deaths a text tells of on top of those before: "1 more dead", "mwingine 1 amekufa"."""
    signs = {phrase for some in work.configuration.words.more.values() for phrase in some}
    read, counties = work.core.reader.read, incident.counties
    found = 0
    for clause in _CLAUSES.split(text):
        if read(clause, counties).more:  # "more than 4" is no more
            rest = [word.form for word in words_of(clause) if word.form not in signs]
            found += read(" ".join(rest), counties).affected.get(DEATHS, 0)
    return found


def as_more(work: UnitOfWork, incident: Incident, text: str, language: str) -> str:
    """Return the words of a text about deaths, as words about further ones: "more 1 dead"."""
    signs = work.configuration.words.more
    sign = (signs.get(language) or signs["en"])[0]
    told = (each for each in _CLAUSES.split(text) if DEATHS in work.core.reader.read(each, ()).affected)
    return f"{sign} {next(told, text).strip()}"


def _known_deaths(incident: Incident) -> dict[str, int]:
    return {DEATHS: incident.affected[DEATHS]} if DEATHS in incident.affected else {}


def _own_deaths(work: UnitOfWork, incident: Incident, person_id: int) -> int:
    """Return how many deaths one reporter told of, or how many are known if that cannot be read."""
    known: int = incident.affected.get(DEATHS, 0)
    if _reporters(work, incident) <= {person_id}:
        return known
    own = _newest(word for word in _words(work, incident) if word.person_id == person_id)
    return own.get(DEATHS, known)


def joined(work: UnitOfWork, incident: Incident, into: Incident) -> dict[str, int]:
    """Return the numbers of `into` once the reports of `incident`, the same event, are joined to it."""
    news = as_said(incident.affected)
    if len(_reporters(work, incident)) > 1 or incident.caller != into.caller:
        return renewed(into.affected, _larger(into.affected, news))
    person_id = incident.reporter_id
    if person_id in _reporters(work, into):
        later = [
            word
            for word in _words(work, into)
            if word.person_id == person_id and word.at > incident.reported_at
        ]
        news = {what: n for what, n in news.items() if not any(what in word.numbers for word in later)}
    return _with_newest(work, into, person_id, news)


def _with_newest(
    work: UnitOfWork, incident: Incident, person_id: int, news: Mapping[str, int]
) -> dict[str, int]:
    """Return the incident's numbers with the newest word of one reporter in them."""
    others = _reporters(work, incident) - {person_id}
    if not others:
        return renewed(incident.affected, news)
    known = dict(incident.affected)
    words = _words(work, incident) if known.keys() & news.keys() else []
    own = _newest(word for word in words if word.person_id == person_id)
    theirs = [_newest(word for word in words if word.person_id == other) for other in others]
    for what in known.keys() & news.keys():
        if own.get(what) == known[what]:
            # The number that is shown was this reporter's: only what another one says holds it up.
            known[what] = min(known[what], max(each.get(what, 0) for each in theirs))
    return renewed(incident.affected, _larger(known, news))


def _larger(known: Mapping[str, int], news: Mapping[str, int]) -> dict[str, int]:
    return {what: max(number, known.get(what, 0)) for what, number in news.items()}


def _newest(words: Iterable[_Word]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for word in words:
        if word.more:
            numbers[DEATHS] = numbers.get(DEATHS, 0) + word.more
        numbers |= {what: n for what, n in word.numbers.items() if not word.more or what not in numbers}
    return numbers


def _reporters(work: UnitOfWork, incident: Incident) -> set[int]:
    work.flush()
    query = select(ReportRow.person_id).where(ReportRow.incident_ref == incident.ref)
    return {incident.reporter_id, *work.session.scalars(query)}


def _words(work: UnitOfWork, incident: Incident) -> list[_Word]:
    """Return the words of an incident's reporters, and of those that were joined to it, oldest first."""
    query = (
        select(History.person_id, History.at, History.detail)
        .where(History.about.in_(_with_joined(work, incident)), History.what.in_(_TOLD))
        .order_by(History.at, History.id)
    )
    return [
        _Word(person_id, at, _numbers(work, incident, text), more_deaths(work, incident, text))
        for person_id, at, text in work.session.execute(query)
        if person_id is not None
    ]


def _numbers(work: UnitOfWork, incident: Incident, text: str) -> dict[str, int]:
    reading = work.core.reader.read(text, incident.counties)
    return {what: n for what, n in as_said(reading.affected).items() if what not in reading.doubtful}


def _with_joined(work: UnitOfWork, incident: Incident) -> list[str]:
    """Return the references of an incident and of those that were joined to it, or to one of these."""
    refs, last = [incident.ref], [incident.ref]
    while last:
        query = select(Incident.ref).where(
            Incident.same_as.in_(last), Incident.status == IncidentStatus.CANCELLED
        )
        last = [ref for ref in work.session.scalars(query) if ref not in refs]
        refs += last
    return refs
