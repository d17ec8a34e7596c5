"""Shocks in counties that the mechanism does not serve: passed to the people named for them, or to nobody."""

from dataclasses import dataclass

from sqlalchemy import update

from config.mechanism import ANY_COUNTY
from config.sections import Beyond
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.inbox import Kept, KeptReader
from sek_core.store.statements import changed_one
from sek_core.store.states import KeptStatus
from sek_core.triage import kept_texts
from sek_core.triage.kept_texts import KeptText
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork

BEYOND = "beyond"
"""The reason of a kept text that tells of a shock in another county."""


@dataclass(frozen=True, slots=True)
class Named:
    """The people of the roster to whom words about a county go, and the rows whose number is to be called."""

    people: tuple[Person, ...]
    calls: tuple[Beyond, ...]


def named_for(work: UnitOfWork, county: str, besides: int) -> Named:
    """Return who is named for a county, or else for any. A cover replaces an absent person."""
    rows = work.configuration.mechanism.beyond
    own = [row for row in rows if row.county == county]
    found = _available(work, own, besides)
    if found.people or found.calls:
        return found
    return _available(work, [row for row in rows if row.county == ANY_COUNTY], besides)


def _available(work: UnitOfWork, rows: list[Beyond], besides: int) -> Named:
    by_name = {person.name: person for person in work.people.everybody()}
    people = work.people.with_cover(by_name[row.person] for row in rows if row.person in by_name)
    there = tuple(p for p in people if p.id != besides and work.people.reachable_at(p))
    return Named(there, tuple(row for row in rows if row.phone))


def pass_on(work: UnitOfWork, shown: KeptText, words: str, county: str, sender: Person) -> Named:
    """Send a report to the people named for its county, once. Return who is named."""
    named = named_for(work, county, sender.id)
    work.flush()
    mine = update(Kept).where(Kept.ref == shown.kept.ref, Kept.status == KeptStatus.OPEN)
    if not changed_one(work.session, mine.values(status=KeptStatus.SETTLED, reason=BEYOND, pass_at=None)):
        return named  # a coordinator has read it meanwhile, and decided
    tell(work, named, shown.kept.ref, words, county, sender)
    return named


def tell(work: UnitOfWork, named: Named, ref: str, words: str, county: str, sender: Person) -> None:
    """Write the words to the people named for a county. `ref`: what their answer is about."""
    mechanism = work.configuration.mechanism.short_name
    args: dict[str, Arg] = {
        "who": kept_texts.writer_of(work, sender, words),
        "county": county,
        "mechanism": mechanism,
        "ref": ref,
    }
    key = "beyond.told" if ref.startswith("U") else "beyond.told_of"
    for person in named.people:
        work.outbox.tell(
            person, Screen(Text(key, args), quote=words, max_segments=None), "alert", ref, urgent=True
        )
        if ref.startswith("U"):
            row = {"kept_ref": ref, "person_id": person.id, "told_at": work.now, "bundle": ref}
            work.rows.add(KeptReader, row)
        work.audit_log.add(ref, Event.PASSED_ON, person.id, detail=f"{county}: {person.name}")
    if not named.people:
        calls = ", ".join(row.name for row in named.calls)
        work.audit_log.add(ref, Event.PASSED_ON, None, detail=f"{county}: {calls or 'nobody'}")


def what_becomes_of_it(work: UnitOfWork, named: Named, county: str, words: str) -> Text:
    """Return what the reporter hears: to whom the words went, and whom to call."""
    mechanism = work.configuration.mechanism.short_name
    calls = Joined(tuple(f"{row.name} {row.phone}" for row in named.calls))
    args: dict[str, Arg] = {"county": county, "mechanism": mechanism, "calls": calls}
    args["numbers"] = phrases.numbers_to_call(work)
    if named.people:
        args["name_shown"] = kept_texts.name_shown(work, words)
        args["who"] = phrases.both([phrases.named(person) for person in named.people])
        return Text("beyond.passed_and_call" if named.calls else "beyond.passed", args)
    return Text("beyond.call" if named.calls else "beyond.nobody", args)
