"""Photos, voice notes and documents without words: each is kept with its report."""

from datetime import timedelta

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.turn import Reply, Turn
from handlers.incidents import report
from handlers.incidents.kinds import HAZARD
from handlers.meetings import minutes
from sek_core.alerts import texts as alert_texts
from sek_core.inbox import attachments, queue
from sek_core.incidents import hearing, queries, recipients, wording
from sek_core.messages.incoming import Attached, parts_of
from sek_core.messages.screens import Moment, Screen, Text
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.states import IncidentStatus
from sek_core.triage import files_alone, kept_texts, net
from sek_core.wording import phrases
from sek_core.work.events import Event

ALBUM = timedelta(seconds=10)
"""Time within which photos count as sent together: each is a message, and the first answer is for all."""


def received(turn: Turn, attached: Attached) -> Reply | None:
    """Keep the file, and say with which report. Return None if the answer to the file before stands for this
    one.
    """
    work = turn.work
    if not turn.may(Deed.FILE):
        return refusals.refused(turn, Deed.FILE, "")
    what = Text(f"file.{attached.kind}")
    most = work.configuration.mechanism.file_megabytes
    if attached.size is not None and attached.size > most * 1024 * 1024:
        attachments.keep(work, turn.inbox_id, turn.address, attached, None)
        return Reply(Screen(Text("file.too_large", {"file": what, "most": most})))
    if (page := minutes.answer_second_photo(turn)) is not None:
        attachments.keep(work, turn.inbox_id, turn.address, attached, None)
        return page
    if (album := turn.parts.album) and _is_in_album(turn, attached, album):
        return None
    together = _follows_a_file(turn)
    incident = _about(turn)
    if incident is None and not together:
        return _alone(turn, attached, what)
    attachments.keep(
        work, turn.inbox_id, turn.address, attached, incident.ref if incident else None, album=album
    )
    if together or incident is None:
        return None
    work.audit_log.add(incident.ref, Event.FILE_ADDED, turn.sender.id, turn.address.value, attached.kind)
    if incident.status == IncidentStatus.HELD:
        kept = Text("file.heard", {"file": what})
    else:
        _tell(turn, incident, what)
        kept = Text("file.kept", {"file": what, "ref": incident.ref})
    if turn.question and turn.question.about == incident.ref:
        return Reply(questions.show_question_again(turn, kept), incident.ref)
    return Reply(Screen(kept), incident.ref)


def _follows_a_file(turn: Turn) -> bool:
    """Return True if the message before this one was a file too, some seconds ago."""
    work, address = turn.work, turn.address
    if not attachments.sent_since(work, turn.sender, work.now - ALBUM):
        return False
    before = queue.last_text(work.session, address.channel, address.value, turn.inbox_id)
    return before is not None and parts_of(before.parts).attached is not None


def _is_in_album(turn: Turn, attached: Attached, album: str) -> bool:
    """Keep a photo of an album that another photo of it speaks for: with its words, or as the first of it."""
    work = turn.work
    earlier = attachments.of_album(work, turn.sender, album)
    worded = queue.album_has_words(work.session, turn.address, album)
    if not earlier and not worded:
        return False
    ref = next((ref for ref in earlier if ref is not None), None)
    attachments.keep(work, turn.inbox_id, turn.address, attached, ref, album=album)
    return True


def _alone(turn: Turn, attached: Attached, what: Text) -> Reply | None:
    """Ask what a file shows that no report is near to. If it begins an album, its words may come with a later
    photo: ask once these have come. Without an answer a coordinator sees it.
    """
    work, begun, album = turn.work, turn.asked(HAZARD), turn.parts.album
    ref = begun.about if begun else ""
    if not ref:
        ref = kept_texts.keep(work, turn.inbox_id, turn.address, files_alone.ALONE)
        net.schedule_for_coordinator(work, ref)
    ask_at = work.now + files_alone.ASKED_AFTER if album else None
    attachments.keep(work, turn.inbox_id, turn.address, attached, None, album=album, ask_at=ask_at)
    if album:
        return None
    said = Text("file.heard", {"file": what})
    return report.ask_hazard(turn, begun.draft if begun else "", said, about=ref)


def _about(turn: Turn) -> Incident | None:
    if turn.asked(HAZARD):
        return None
    asked = turn.incident(turn.question.about) if turn.question else None
    if asked is not None and asked.status in LIVE:
        return asked
    return queries.latest_of(turn.work, turn.sender)


def _tell(turn: Turn, incident: Incident, what: Text) -> None:
    """Tell the recipients of the alert that there is a file to look at."""
    screen = Screen(
        Text(
            "file.told",
            {
                "ref": incident.ref,
                "incident": wording.short(incident),
                "file": what,
                "who": wording.author(incident, turn.sender),
                "time": Moment(turn.work.now),
            },
        ),
        max_segments=alert_texts.ALERT_SEGMENTS,
        actions=phrases.actions(incident.ref, "more"),
    )
    for person in hearing.told_now(turn.work, incident, recipients.find_recipients(turn.work, incident)):
        if person.id != turn.sender.id:
            turn.work.outbox.tell(person, screen, "update", incident.ref)
