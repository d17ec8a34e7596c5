"""What waits for a person's digest: incidents that others were told of at once.

Each stands there with all its news, once. The digest takes the marks away in the transaction that writes its
messages. If it is skipped, they wait for the next one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, tuple_, update

from sek_core.alerts.routing import may_take
from sek_core.digests.lines import said_of
from sek_core.incidents.putting_off import MORNING
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident, Recipient
from sek_core.store.statements import changed_one
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork

SEGMENTS = 2

TOGETHER = 3
"""Most SMS of a digest with what waited behind it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the digest of one person, and may be for one for whom they cover. `rows`: the keys of
    the marks.
    """

    person: Person
    incidents: tuple[Incident, ...]
    rows: tuple[tuple[str, int], ...]


def of(work: UnitOfWork, digest: str = MORNING, *, locks: bool = True) -> list[Waiting]:
    """Return what waits for this digest; of an absent person for their cover. Without a cover it waits until
    they are back.

    The marks are locked before the incidents are read: news that this digest cannot show yet marks them
    again behind it. `locks`: False for a look before the transaction that tells it.
    """
    work.flush()
    marks = (
        select(Recipient.incident_ref, Recipient.person_id)
        .where(Recipient.waits_for == digest)
        .order_by(Recipient.incident_ref, Recipient.person_id)
    )
    marks = marks.with_for_update() if locks else marks
    keys = [(ref, person_id) for ref, person_id in work.session.execute(marks)]
    if not keys:
        return []
    query = select(Incident).where(Incident.ref.in_({ref for ref, _ in keys}))
    incidents = work.session.scalars(query.execution_options(populate_existing=True))
    by_ref = {incident.ref: incident for incident in incidents}
    found: dict[int, dict[str, Incident]] = {}
    rows: dict[int, list[tuple[str, int]]] = {}
    for ref, person_id in sorted(keys, key=lambda key: _age(by_ref[key[0]])):
        incident = by_ref[ref]
        person = work.people.get(person_id)
        reader = work.people.cover_of(person) if work.people.roles(person) else None
        if reader is None:
            continue
        rows.setdefault(reader.id, []).append((incident.ref, person_id))
        if incident.taken_by_id != reader.id and not incident.sensitive:
            found.setdefault(reader.id, {}).setdefault(incident.ref, incident)
    return [
        Waiting(work.people.get(i), tuple(found.get(i, {}).values()), tuple(keys))
        for i, keys in sorted(rows.items())
    ]


def _age(incident: Incident) -> tuple[datetime, str]:
    return incident.opened_at or incident.reported_at, incident.ref


def tell(work: UnitOfWork, waiting: Waiting, digest: str = MORNING) -> None:
    """Tell one person what waited, in as many messages as it takes, and take its marks away."""
    for screen in screens(work, waiting.person, waiting.incidents):
        work.outbox.tell(waiting.person, screen, "digest")
    told(work, waiting, digest)


def behind(work: UnitOfWork, waiting: Waiting, screen: Screen) -> Screen | None:
    """Return a digest with what waited behind it, or None if that would be too long."""
    if not waiting.incidents:
        return None
    more = next(screens(work, waiting.person, waiting.incidents, len(waiting.incidents)))
    text = Text("digest.and_waited", {"digest": screen.text, "waited": more.text})
    whole = replace(screen, text=text, max_segments=TOGETHER)
    return whole if work.outbox.sms_segments(whole, waiting.person) <= TOGETHER else None


def told(work: UnitOfWork, waiting: Waiting, digest: str) -> None:
    """Take the marks away of what waited for a digest that is told now."""
    keys = tuple_(Recipient.incident_ref, Recipient.person_id).in_(waiting.rows)
    mine = update(Recipient).where(keys, Recipient.waits_for == digest)
    changed_one(work.session, mine.values(waits_for=None))


def screens(
    work: UnitOfWork, person: Person, incidents: Sequence[Incident], together: int = 1
) -> Iterator[Screen]:
    """Yield the incidents in messages of at most two SMS, or with `together` of them in the first: nothing is
    left out, as nobody told it before.
    """
    lines = [said_of(work, incident, takes=may_take(work, incident, person)) for incident in incidents]
    while lines:
        number = len(lines)
        while number > together and work.outbox.sms_segments(_screen(lines[:number]), person) > SEGMENTS:
            number -= 1
        yield _screen(lines[:number])
        lines = lines[number:]


def _screen(lines: Sequence[Arg]) -> Screen:
    text = Text("digest.waited", {"lines": Joined(tuple(lines), "\n")}, n=len(lines))
    return Screen(text, max_segments=SEGMENTS, actions=phrases.actions("", "list"))
