"""Coordinators' answers about words that the program did not understand: a report, no report, a reply."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import update

from config.mechanism import OTHER
from sek_core.alerts import opening
from sek_core.alerts import texts as alert_texts
from sek_core.alerts.opening import Opened
from sek_core.examples import keeping
from sek_core.incidents import model, receiving, wording
from sek_core.incidents.model import Source
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.inbox import Kept
from sek_core.store.statements import changed_one
from sek_core.store.states import KeptStatus, LabelledBy
from sek_core.triage import net
from sek_core.triage.kept_texts import KeptText
from sek_core.wording import phrases
from sek_core.work.events import Event
from sek_core.work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Coordinator:
    """The coordinator who decides, and their address."""

    person: Person
    address: str


def make_report(work: UnitOfWork, texts: Sequence[KeptText], by: Coordinator, inbox_id: int) -> Opened | None:
    """Make an incident of these texts of one sender, oldest first, and alert its route at once.

    The newest text is the report; the older ones stand beside it. For a stranger's texts the coordinator is
    the reporter, and the incident holds the stranger's address. Return None if another coordinator decided
    before.
    """
    newest = texts[-1]
    if not _settle(work, texts, by, KeptStatus.MADE):
        return None
    own = work.people.counties(newest.person or by.person, work.configuration.mechanism.counties)
    reading = work.core.reader.read(newest.text, tuple(own))
    if reading.hazard is None and len(texts) > 1:
        reading = work.core.reader.read(" ".join(text.text for text in texts), tuple(own))
    reading = replace(reading, urgent=True)  # it has waited long enough
    source = _source(work, newest, by, inbox_id)
    incident = receiving.receive(work, source, reading, reading.hazard or OTHER)
    incident.plea = incident.plea or reading.hazard is None
    if newest.person is None:
        incident.caller = f"{newest.address.channel}:{newest.address.value}"
    opened = opening.alert(work, incident, source.reporter, newest.text)
    for text in texts[:-1]:
        model.add_report(work, incident, _source(work, text, by, inbox_id), "words")
    refs = [text.kept.ref for text in texts]
    changed_one(work.session, update(Kept).where(Kept.ref.in_(refs)).values(became=incident.ref))
    keeping.keep_report(work, newest.kept.inbox_id, LabelledBy.COORDINATOR)
    work.audit_log.add(incident.ref, Event.MADE_OF_A_TEXT, by.person.id, by.address, ", ".join(refs))
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "who": phrases.named(by.person),
        "time": Moment(newest.kept.created_at),
        "summary": wording.summary(incident),
        "audience": alert_texts.audiences_of(work, opened.plan),
    }
    key = "net.made.sender" if newest.person is not None else "net.made.stranger"
    _tell_sender(work, newest, Screen(Text(key, args), max_segments=2), incident.ref, by)
    return opened


def _source(work: UnitOfWork, text: KeptText, by: Coordinator, inbox_id: int) -> Source:
    reporter = text.person or by.person
    language = work.core.reader.read(text.text, ()).language or reporter.language
    return Source(
        reporter,
        text.address.value,
        text.kept.inbox_id or inbox_id,
        text.text,
        language,
        text.kept.created_at,
        text.forwarded,
    )


def dismiss(work: UnitOfWork, texts: Sequence[KeptText], by: Coordinator) -> bool:
    """Settle these texts as no report and tell their sender. Return False if another coordinator decided
    before.
    """
    if not _settle(work, texts, by, KeptStatus.DISMISSED):
        return False
    newest = texts[-1]
    for text in texts:
        work.audit_log.add(text.kept.ref, Event.DISMISSED, by.person.id, by.address)
        keeping.keep_no_report(work, text.kept.inbox_id, LabelledBy.COORDINATOR)
    args: dict[str, Arg] = {"who": phrases.named(by.person), "time": Moment(newest.kept.created_at)}
    _tell_sender(work, newest, Screen(Text("net.dismissed.sender", args), quote=newest.text), "", by)
    return True


def reply(work: UnitOfWork, texts: Sequence[KeptText], by: Coordinator, words: str) -> bool:
    """Send a coordinator's words to the sender; meanwhile the texts go to no other coordinator.

    Return False if another coordinator decided before.
    """
    if not _settle(work, texts, by, KeptStatus.REPLIED):
        return False
    newest = texts[-1]
    for text in texts:
        work.audit_log.add(text.kept.ref, Event.REPLIED, by.person.id, by.address, words)
    args: dict[str, Arg] = {"who": phrases.named(by.person), "time": Moment(newest.kept.created_at)}
    screen = Screen(Text("net.reply.sender", args), quote=words, max_segments=2)
    _tell_sender(work, newest, screen, "", by)
    return True


def _settle(work: UnitOfWork, texts: Sequence[KeptText], by: Coordinator, status: KeptStatus) -> bool:
    """Compare and set: settle the texts if the newest one is still open, so that one of two coordinators
    decides.
    """
    work.flush()
    newest, *older = [text.kept.ref for text in reversed(texts)]
    values = {"status": status, "settled_by_id": by.person.id, "settled_at": work.now, "pass_at": None}
    if not changed_one(work.session, update(Kept).where(*net.still_open(newest)).values(**values)):
        return False
    if older:
        changed_one(work.session, update(Kept).where(*net.still_open(*older)).values(**values))
    return True


def _tell_sender(work: UnitOfWork, text: KeptText, screen: Screen, about: str, by: Coordinator) -> None:
    """Tell the sender what became of their words; a stranger at the address they wrote from."""
    if text.person is not None:
        if text.person.id != by.person.id:
            work.outbox.tell(text.person, screen, "notice", about or text.kept.ref)
        return
    language = work.core.reader.read(text.text, ()).language or work.configuration.mechanism.languages[0]
    work.outbox.write_to(text.address, screen, language, "notice", about or text.kept.ref)
