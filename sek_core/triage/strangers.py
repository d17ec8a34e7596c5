"""What unknown numbers may cost: a limit for all of them together, and a digest of what it held back.

One row counts the SMS of the last hour, for all processes, so the limit holds over restarts too. Every text
is kept, whatever was sent about it.
"""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from sek_core.messages.screens import Arg, HazardName, Joined, Moment, Screen, Text
from sek_core.roster.snapshot import Address, Person
from sek_core.store import facts
from sek_core.store.base import is_just
from sek_core.store.deliveries import Fact
from sek_core.store.inbox import InboxRow, Kept
from sek_core.store.states import KeptStatus
from sek_core.timing.clock import SKEW
from sek_core.triage import kept_texts
from sek_core.understanding.reader import Reading
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork

HOUR = timedelta(hours=1)

SPENT = "strangers_spent"
"""The fact that lists what was sent within the hour."""

UNTOLD = "strangers_untold"
"""The fact that says since when texts wait for a digest; empty if none does."""

RESERVE = 6
"""SMS about calls for help that are kept back for one telephone each, when the others are used up."""

READ = 1000
"""Maximum number of newest texts that a digest reads."""


class Share(StrEnum):
    """What the SMS of an hour are for; each has its own limit in mechanism.yaml."""

    ANSWERS = "answers"
    TOLD = "told"
    PLEAS = "pleas"
    DIGESTS = "digests"


@dataclass(frozen=True, slots=True)
class Spent:
    """One expense: `at` (ISO, UTC), the share, its SMS, and what it was about."""

    at: str
    share: str
    sms: int
    key: str = ""


def spend(work: UnitOfWork, share: Share, sms: int, key: str = "", keep: int = 0) -> bool:
    """Count SMS in a share if there is room for them, with `keep` left over; False if there is not."""
    spent = _spent(work)
    limit = getattr(work.configuration.mechanism.strangers, share.value) - keep
    if sum(each.sms for each in spent if each.share == share) + sms > limit:
        return False
    spent.append(Spent(work.now.isoformat(), share.value, sms, key))
    facts.put(work.session, SPENT, json.dumps([asdict(each) for each in spent]))
    return True


def was_told(work: UnitOfWork, key: str) -> bool:
    """Return True if something was sent about this within the hour."""
    return any(each.key == key for each in _spent(work))


def _spent(work: UnitOfWork) -> list[Spent]:
    """Return the expenses of the last hour. Lock their row until the transaction ends."""
    work.flush()
    facts.begin(work.session, {SPENT: "[]"})
    written = work.session.scalar(select(Fact.value).where(Fact.name == SPENT).with_for_update()) or "[]"
    since, until = work.now - HOUR, work.now + SKEW
    spent = [Spent(**each) for each in json.loads(written)]
    return [each for each in spent if since < datetime.fromisoformat(each.at) <= until]


def may_answer(work: UnitOfWork, address: Address, screen: Screen, language: str) -> bool:
    """Return True, and count it, if one more answer may go to an unknown sender."""
    sms = work.outbox.sms_to(address, screen, language)
    return sms == 0 or spend(work, Share.ANSWERS, sms)


def cost_of(work: UnitOfWork, people: Sequence[Person], screen: Screen) -> int:
    """Return how many SMS a screen takes for these people; a message over another channel counts as one."""
    return sum(max(work.outbox.segments(person, screen) or 0, 1) for person in people)


def kind_of_plea(reading: Reading) -> str:
    """Return what makes two calls for help alike: the place, or the counties, and the number of dead."""
    where = reading.place.name if reading.place else reading.spot or " ".join(sorted(reading.counties))
    return f"plea {where.lower()} {reading.affected.get('deaths', '')}"


def sent_before(work: UnitOfWork, address: Address, words: str, besides: str) -> bool:
    """Return True if this number sent the same words within the hour."""
    query = (
        select(InboxRow.text)
        .join(Kept, Kept.inbox_id == InboxRow.id)
        .where(
            Kept.channel == address.channel,
            Kept.sender == address.value,
            Kept.created_at > work.now - HOUR,
            Kept.ref != besides,
        )
        .limit(READ)
    )
    work.flush()
    forms = forms_of(words)
    return bool(forms) and any(forms_of(text or "") == forms for text in work.session.scalars(query))


def pass_on(work: UnitOfWork, ref: str, address: Address, words: str, name: str = "") -> bool:
    """Send the text of an unknown sender to the secretariat, as long as there is room for it this hour; else
    the next digest counts it. Return True if any recipient could be told.
    """
    people = work.people.with_cover(kept_texts.secretariat(work))
    if not spend(work, Share.TOLD, cost_of(work, people, kept_texts.told_of(ref, address, words, name))):
        note_untold(work)
        return False
    return kept_texts.pass_on(work, ref, address, words, name)


def note_untold(work: UnitOfWork) -> None:
    """Let the next digest count the texts from now on."""
    facts.begin(work.session, {UNTOLD: ""})
    facts.change(work.session, UNTOLD, work.now.isoformat(), was="")


def due(work: UnitOfWork) -> list[str]:
    """Return since when texts wait for a digest (as the fact has it), if it is time for one."""
    since = facts.value_of(work.session, UNTOLD)
    if not since:
        return []
    at, every = datetime.fromisoformat(since), work.configuration.mechanism.strangers.digest_every
    return [since] if at + every <= work.now or at > work.now + SKEW else []


def tell(work: UnitOfWork, since: str) -> bool:
    """Send the secretariat the digest; False if another process was quicker."""
    if not facts.change(work.session, UNTOLD, "", was=since):
        return False
    screen, pleas = _digest(work, datetime.fromisoformat(since))
    if screen is None:
        return False
    for person in work.people.with_cover(kept_texts.secretariat(work)):
        if not spend(work, Share.DIGESTS, cost_of(work, [person], screen)):
            # The texts stay in TRIAGE, and the next digest counts them.
            facts.change(work.session, UNTOLD, since, was="")
            postpone(work, since)
            break
        work.outbox.tell(person, screen, "alert" if pleas else "notice", urgent=pleas)
    return True


def postpone(work: UnitOfWork, since: str) -> None:
    """Try the digest again after the time between two."""
    facts.change(work.session, UNTOLD, work.now.isoformat(), was=since)


def _digest(work: UnitOfWork, since: datetime) -> tuple[Screen | None, bool]:
    """Return the digest of the open texts kept since a time, and whether calls for help are among them."""
    mine = (
        is_just(Kept.status, KeptStatus.OPEN),
        Kept.reason == kept_texts.UNKNOWN,
        Kept.created_at >= since,
    )
    senders = select(Kept.channel, Kept.sender).where(*mine).distinct().subquery()
    numbers = work.session.scalar(select(func.count()).select_from(senders)) or 0
    if not numbers:
        return None, False
    newest = (
        select(Kept.sender, InboxRow.text)
        .join(InboxRow, InboxRow.id == Kept.inbox_id)
        .where(*mine)
        .order_by(Kept.created_at.desc())
        .limit(READ)
    )
    named: Counter[tuple[str, str]] = Counter()
    pleas: set[str] = set()
    seen: set[tuple[str, str, str]] = set()
    for sender, text in work.session.execute(newest):
        reading = work.core.reader.read(text or "", ())
        if reading.plea:
            pleas.add(sender)
        where = reading.place.name if reading.place else next(iter(reading.counties), "")
        if reading.hazard and (sender, reading.hazard, where) not in seen:
            seen.add((sender, reading.hazard, where))
            named[reading.hazard, where] += 1
    args: dict[str, Arg] = {"time": Moment(since), "lines": _told(named, pleas)}
    return Screen(Text("strangers.digest", args, n=numbers), max_segments=2), bool(pleas)


def _told(named: Counter[tuple[str, str]], pleas: Collection[str]) -> Joined:
    """Return ", 4 call for help, 31 name flood in Voi", or nothing."""
    lines: list[Arg] = [Text("strangers.pleas", n=len(pleas))] if pleas else []
    for (hazard, where), count in named.most_common(2):
        key = "strangers.named" if where else "strangers.named_nowhere"
        lines.append(Text(key, {"hazard": HazardName(hazard), "place": where}, n=count))
    return Joined(tuple(lines), "")
