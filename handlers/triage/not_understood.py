"""Texts of unknown senders, and texts that were not understood: every text is kept."""

from handlers.engine.refusals import may_explain
from handlers.engine.turn import Reply, Turn
from handlers.people import enrol
from handlers.triage import net as net_dialogue
from sek_core.inbox import queue
from sek_core.messages.screens import Arg, Moment, Screen, Text
from sek_core.roster.snapshot import Address
from sek_core.store.states import KeptStatus
from sek_core.triage import kept_texts, net, readers, strangers
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork


def unknown_sender(turn: Turn) -> Reply | None:
    """Keep the text, pass it on, and say so: a plea goes at once to the coordinators of the county, any other
    text to RLA.
    """
    work = turn.work
    reading = work.core.reader.read(turn.text, ())
    if reading.plea and turn.text:
        return _plea_of_a_stranger(turn)
    ref = kept_texts.keep(work, turn.inbox_id, turn.address, kept_texts.UNKNOWN, turn.text)
    answered = may_explain(turn)
    words = turn.text or (f"({turn.parts.attached.kind})" if turn.parts.attached else "")
    told = False
    if words and (answered or reading.hazard) and not strangers.sent_before(work, turn.address, words, ref):
        # Pass on a possible shock even if the sender has had all explaining answers.
        told = strangers.pass_on(work, ref, turn.address, words, turn.parts.name)
    if not answered:
        return None
    key = "kept" if told else "kept_only"
    return Reply(Screen(Text(f"unknown.{key}.{turn.address.channel}"), contact=enrol.CONTACT), ref)


def _plea_of_a_stranger(turn: Turn) -> Reply | None:
    """Pass a stranger's call for help to the coordinators of the place now, and to the next ones later. Texts
    that follow within the hour go to them together, at the end of the hold.
    """
    work = turn.work
    ref = kept_texts.keep(work, turn.inbox_id, turn.address, kept_texts.UNKNOWN, turn.text)
    shown = kept_texts.find(work, ref)
    assert shown is not None
    lane = net.lane_of(shown.kept)
    numbers = phrases.numbers_to_call(work)
    answered = may_explain(turn)
    if strangers.sent_before(work, turn.address, turn.text, ref):
        text = Text("stranger.added", {"time": Moment(work.now), "numbers": numbers})
        return Reply(Screen(text), ref) if answered else None
    if net.plea_within_the_hour(work, lane, besides=ref):
        at = net.schedule_for_coordinator(work, ref)
        text = Text("stranger.added", {"time": Moment(at), "numbers": numbers})
        return Reply(Screen(text), ref) if answered else None
    circle = readers.at_once(work, turn.text)
    if not circle.people:
        net.schedule_for_coordinator(work, ref)
        return Reply(Screen(Text("stranger.kept", {"numbers": numbers})), ref) if answered else None
    ringing = net.who_may_hear(work, shown, circle)
    if not ringing:  # the next digest counts it
        return Reply(Screen(Text("stranger.kept", {"numbers": numbers})), ref) if answered else None
    net.schedule_for_coordinator(work, ref, after=work.configuration.mechanism.net.next_after)
    for person in ringing:
        net.send_texts_to_coordinator(work, person, [shown], wide=circle.wide)
    args: dict[str, Arg] = {
        "audience": phrases.both(phrases.coordinators(work, ringing)),
        "time": Moment(work.now),
        "numbers": numbers,
    }
    return (
        Reply(Screen(Text("stranger.passed", args), max_segments=2, contact=enrol.CONTACT), ref)
        if answered
        else None
    )


def not_understood(turn: Turn) -> Reply | None:
    """Keep the text, ask whether it is a report, and pass it to a coordinator."""
    return net_dialogue.not_understood(turn)


def is_later_photo(turn: Turn, album: str) -> bool:
    """Keep a photo without words of which another one of the album speaks; return False for any other."""
    began = queue.album_began(turn.work.session, turn.address, album, turn.inbox_id)
    if not began and not queue.album_has_words(turn.work.session, turn.address, album):
        return False
    kept_texts.keep(turn.work, turn.inbox_id, turn.address, kept_texts.UNKNOWN)
    return True


def blocked_sender(turn: Turn) -> None:
    """Keep the text, and answer nothing."""
    kept_texts.keep(
        turn.work, turn.inbox_id, turn.address, kept_texts.UNKNOWN, turn.text, status=KeptStatus.BLOCKED
    )


def keep_machine_text(work: UnitOfWork, inbox_id: int, address: Address) -> None:
    """Keep a text that no person has sent."""
    kept_texts.keep(work, inbox_id, address, kept_texts.MACHINE)
