"""NOTE, CLOSE, STATUS, MORE: following an incident."""

import re
from collections.abc import Callable
from dataclasses import replace

from config.rights import Deed
from config.terms import Role
from handlers.engine import paging, questions, refusals
from handlers.engine import reading_back as sure_of
from handlers.engine.disambiguation import nothing_to, one_of
from handlers.engine.paging import Page
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import timeline
from handlers.incidents.kinds import NOTE, OUTCOME, UNTIL
from handlers.language.intents import Answer, Choose, Command, Report, Say, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.alerts import beside, on_request, promise_texts, promises
from sek_core.inbox import attachments as stored_files
from sek_core.incidents import queries, wording
from sek_core.messages.screens import LONGEST, Arg, Joined, Moment, Screen, Text
from sek_core.offers import supply
from sek_core.response import closing, following, watching
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import LIVE, Incident
from sek_core.store.states import IncidentStatus, PromiseStatus
from sek_core.triage import kept_texts
from sek_core.wording import phrases
from sek_core.work.conversations import Question

SEND_OUTCOME = Kind("send_outcome", "yes_or_no", takes="words", reads_back=OUTCOME, labels="answer")
"""Are these words to be sent as what was done?"""

LISTED = 8

_IT = re.compile(r"^(?:it|this|that|hii|hiyo)\b[\s,.:;-]*", re.IGNORECASE)
"""A word for the incident in front of its outcome: "close it, the road is open"."""

SHOWN_WITH_CLOSING = 1000
"""Number of letters of an outcome that fit into the message that tells of the closing. MORE has longer ones
too.
"""


def note(turn: Turn, command: Command) -> Reply:
    """Add words to the history of an incident."""
    incident = _meant(turn, command, "NOTE", lambda: following.known_to(turn.work, turn.sender))
    if isinstance(incident, Reply):
        return incident
    if not following.may_see(turn.work, incident, turn.sender):
        return _not_for_you(incident)
    if not command.rest:
        turn.ask(NOTE, incident.ref)
        return Reply(Screen(Text("note.empty", {"ref": incident.ref}), skippable=True), incident.ref)
    return add_note(turn, incident, command.rest)


def add_asked_note(turn: Turn, words: str | None) -> Reply:
    """Add the words that NOTE asked for; None: add nothing."""
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(turn.question.about)
    if incident is None:
        return nothing_to(turn, Command("note", turn.question.about))
    if words is None:
        return Reply(Screen(Text("note.dropped", {"ref": incident.ref})), incident.ref)
    return add_note(turn, incident, words)


def add_note(turn: Turn, incident: Incident, words: str) -> Reply:
    """Add words to the history of an incident, and tell those on it."""
    count = following.note(turn.work, incident, turn.sender, turn.address.value, words)
    return Reply(Screen(Text("note.done", {"ref": incident.ref}, n=count)), incident.ref)


def close(turn: Turn, command: Command) -> Reply:
    """Close an incident with its outcome; ask for the outcome if it is empty."""
    command = replace(command, rest=_IT.sub("", command.rest))
    reader = turn.work.core.reader
    told = reader.outcome(command.rest)
    if command.ref is None and told != "help" and reader.read(command.rest, turn.counties).sure:
        # "Close to 40 houses flooded": closing the wrong incident would be worse than asking.
        return Reply(Screen(Text("close.doubt")))
    incident = _meant(turn, command, "CLOSE", lambda: following.held_by(turn.work, turn.sender))
    if isinstance(incident, Reply):
        return incident
    if following.is_hidden(turn.work, incident, turn.sender):
        return _not_for_you(incident)
    if not closing.may_close(turn.work, incident, turn.sender):
        return refusals.refused(turn, Deed.CLOSE, incident.ref)
    if incident.status not in (IncidentStatus.OPEN, IncidentStatus.TAKEN):
        return _close(turn, incident, command.rest)
    if told == "none":
        turn.ask(OUTCOME, incident.ref)
        return Reply(Screen(Text("close.ask", {"ref": incident.ref})), incident.ref)
    if told == "promise":
        return _promised(turn, incident, command.rest)
    return _close(turn, incident, command.rest)


def outcome(turn: Turn, words: str | None, *, sure: bool = False) -> Reply:
    """Close the incident with the outcome that CLOSE asked for; None: do not close it. Read words back that
    do not say that anything was done, unless the sender is `sure` of them.
    """
    assert turn.question is not None
    turn.work.conversations.answered(turn.party)
    incident = turn.incident(turn.question.about)
    if incident is None:
        return nothing_to(turn, Command("close", turn.question.about))
    if words is None:
        return Reply(Screen(Text("close.not", {"ref": incident.ref})), incident.ref)
    told = turn.work.core.reader.outcome(words)
    if sure or incident.status not in (IncidentStatus.OPEN, IncidentStatus.TAKEN) or told in ("help", "deed"):
        return _close(turn, incident, words)
    if told == "none":
        turn.ask(OUTCOME, incident.ref)
        return Reply(Screen(Text("close.ask_again", {"ref": incident.ref})), incident.ref)
    if told == "promise":
        return _promised(turn, incident, words)
    return sure_of.ask(turn, SEND_OUTCOME, incident.ref, ask_to_send(turn, incident), words)


def sure_of_outcome(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle yes or no to an outcome that was read back."""
    assert turn.question is not None
    yes = isinstance(action, Choose) and action.value == "yes"
    return outcome(turn, turn.question.draft if yes else None, sure=True)


def _promised(turn: Turn, incident: Incident, words: str) -> Reply:
    """Keep a plan as a note, which closes nothing, and ask its holder for a day."""
    following.note(turn.work, incident, turn.sender, turn.address.value, words)
    if not promises.speaks_for_holder(turn.work, incident, turn.sender):
        return Reply(Screen(Text("close.promise", {"ref": incident.ref}), max_segments=2), incident.ref)
    turn.ask(UNTIL, incident.ref)
    return Reply(Screen(Text("close.until", {"ref": incident.ref}), skippable=True), incident.ref)


def _close(turn: Turn, incident: Incident, words: str) -> Reply:
    result = closing.close(turn.work, incident, turn.sender, turn.address.value, words).result
    if result == "done":
        reporter = turn.work.people.get(incident.reporter_id)
        key = "close.done_own" if reporter.id == turn.sender.id else "close.done"
        if not turn.work.people.roles(reporter):
            key = "close.done_gone"
        return Reply(
            Screen(Text(key, {"ref": incident.ref, "who": wording.author(incident, reporter)})), incident.ref
        )
    if result == "forbidden":
        return refusals.refused(turn, Deed.CLOSE, incident.ref)
    return Reply(_closed_by(turn, incident), incident.ref)


def status(turn: Turn, command: Command) -> Reply:
    """Show the state of an incident."""
    incident = _meant(turn, command, "STATUS", lambda: following.known_to(turn.work, turn.sender))
    if isinstance(incident, Reply):
        return incident
    if not following.may_see(turn.work, incident, turn.sender):
        return _not_for_you(incident)
    state = {
        IncidentStatus.HELD: lambda: _held_state(turn, incident),
        IncidentStatus.OPEN: lambda: _open_state(turn, incident),
        IncidentStatus.TAKEN: lambda: taken_state(turn, incident),
        IncidentStatus.CLOSED: lambda: _closed_state(turn, incident),
        IncidentStatus.CANCELLED: lambda: _cancelled_state(incident),
    }[incident.status]()
    stands = watching.last_told(turn.work, incident) if incident.status in LIVE else None
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "summary": wording.summary(incident),
        "time": Moment(incident.reported_at),
        "state": supply.with_supply(turn.work, incident, Joined((state, stands), " ") if stands else state),
    }
    quote = incident.outcome or ""
    actions = phrases.actions(incident.ref, "note", "more")
    # A hint is for channels that have room for it and carry it free of charge.
    hint = Text("list", {"lines": timeline.lines(turn, incident)}) if turn.channel.is_roomy else None
    screen = Screen(Text("status", args), quote=quote, max_segments=2, actions=actions, hint=hint)
    return Reply(screen, incident.ref)


def _shown_as(turn: Turn, incident: Incident, reporter: Person) -> Arg:
    """Return the reporter's name as the sender may see it: the secretariat sees each name."""
    if Role.RLA in {role.role for role in turn.work.people.roles(turn.sender)}:
        return phrases.named(reporter) if not incident.caller else wording.author(incident, reporter)
    return wording.author(incident, reporter)


def more(turn: Turn, command: Command) -> Reply:
    """Show the reports of an incident as sent, in full."""
    incident = _meant(turn, command, "MORE", lambda: following.known_to(turn.work, turn.sender))
    if isinstance(incident, Reply):
        return incident
    if not following.may_see(turn.work, incident, turn.sender):
        return _not_for_you(incident)
    reports = queries.reports_of(turn.work, incident)
    first = turn.work.people.get(reports[0].person_id)
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "who": wording.forwarded(_shown_as(turn, incident, first), incident.forwarded),
        "time": Moment(reports[0].created_at),
    }
    joined = kept_texts.joined_to(turn.work, incident.ref)
    quote = " / ".join([*(report.text for report in reports), *(shown.text for shown in joined)])
    if incident.outcome and len(incident.outcome) > SHOWN_WITH_CLOSING:
        quote += f" / {incident.outcome}"
    with_it = (
        stored_files.files_of_incident(turn.work, incident.ref) if turn.work.core.channels.shows_files else []
    )
    args["place"] = _coordinates(incident)
    args["files"] = Text("more.files", n=len(with_it)) if with_it else phrases.EMPTY
    attachments = tuple(stored_files.attachment(turn.work, file) for file in with_it)

    def shown(page: Page) -> Screen:
        behind: dict[str, Arg] = {"page": paging.next_page(incident.ref, page), "number": page.number}
        text = Text("more" if page.number == 1 else "more.page", args | behind)
        return Screen(text, quote=page.words, max_segments=LONGEST)

    page = paging.page(turn, quote, paging.number_of(command), shown)
    if page is None:
        return Reply(paging.over(incident.ref), incident.ref)
    return Reply(shown(page), incident.ref, attachments=attachments if page.number == 1 else ())


def _coordinates(incident: Incident) -> Arg:
    """Return the reporter's coordinates, for a reader with a map."""
    if incident.latitude is None or incident.longitude is None:
        return phrases.EMPTY
    return Text("more.place", {"place": f"{incident.latitude:.4f}, {incident.longitude:.4f}"})


def _meant(
    turn: Turn, command: Command, word: str, candidates: Callable[[], list[Incident]]
) -> Incident | Reply:
    """Return the incident of the reference, or, without one, the only candidate."""
    if command.ref is not None:
        incident = turn.incident(command.ref)
        return incident if incident is not None else nothing_to(turn, command)
    found = candidates()
    if not found and word == "CLOSE" and (waiting := following.waiting_for(turn.work, turn.sender)):
        lines = Joined(tuple(incident.ref for incident in waiting[:LISTED]))
        return Reply(Screen(Text("close.none_taken", {"lines": lines, "ref": waiting[0].ref})))
    if len(found) == 1:
        return found[0]
    return one_of(turn, word, found) if found else Reply(Screen(Text("nothing", {"word": word})))


def _held_state(turn: Turn, incident: Incident) -> Text:
    mine = incident.reporter_id == turn.sender.id
    return Text("state.held" if mine else "state.held_of_other")


def _open_state(turn: Turn, incident: Incident) -> Text:
    if on_request.may_ask(turn.work, incident, turn.sender):
        return Text("state.open.ask", {"ref": incident.ref})
    return Text("state.open")


def taken_state(turn: Turn, incident: Incident) -> Text:
    """Return who has an incident, since when, and by when news of it is due."""
    assert incident.taken_by_id is not None and incident.taken_at is not None
    holder = turn.work.people.get(incident.taken_by_id)
    promise = promises.of(turn.work, incident)
    news: Arg = phrases.EMPTY
    if promise is not None:
        key = "state.late" if promise.status == PromiseStatus.LATE else "state.news"
        news = Text(key, {"when": promise_texts.expected(turn.work, promise)})
    who = phrases.holder(turn.work, holder, incident.counties)
    if others := beside.others(turn.work, incident):
        named = phrases.both([phrases.who(turn.work, each, incident.counties) for each in others])
        news = Joined((news, Text("state.beside", {"who": named})), "")
    return Text("state.taken", {"who": who, "time": Moment(incident.taken_at), "news": news})


def _cancelled_state(incident: Incident) -> Text:
    return Text("state.joined", {"ref": incident.same_as}) if incident.same_as else Text("state.cancelled")


def _closed_state(turn: Turn, incident: Incident) -> Text:
    assert incident.closed_by_id is not None and incident.closed_at is not None
    closer = turn.work.people.get(incident.closed_by_id)
    args: dict[str, Arg] = {
        "who": phrases.who(turn.work, closer, incident.counties),
        "time": Moment(incident.closed_at),
        "confirmed": Text("state.confirmed" if incident.confirmed == "yes" else "state.not_confirmed"),
    }
    return Text("state.closed", args)


def _closed_by(turn: Turn, incident: Incident) -> Screen:
    if incident.status != IncidentStatus.CLOSED:
        return Screen(Text("state.not_open", {"ref": incident.ref}))
    return Screen(
        Text("closed.by", {"ref": incident.ref, "state": _closed_state(turn, incident)}),
        quote=incident.outcome or "",
    )


def _not_for_you(incident: Incident) -> Reply:
    return Reply(Screen(Text("ref.forbidden", {"ref": incident.ref})))


def _sending(turn: Turn, question: Question) -> Text:
    incident = turn.incident(question.about)
    if incident is None:
        return Text("ref.unknown", {"ref": question.about})
    return ask_to_send(turn, incident)


def ask_to_send(turn: Turn, incident: Incident) -> Text:
    """Return the question "Send this as what was done about S1 to 6 people?"."""
    args: dict[str, Arg] = {"ref": incident.ref, "incident": wording.short(incident)}
    told = len(following.involved(turn.work, incident, besides=[turn.sender]))
    return Text("ask.send_outcome", args, n=told)


def _outcome(turn: Turn, action: Answer, sure: bool) -> Reply | Report:
    """Handle the outcome; if the incident was closed meanwhile, take words that surely report as a report."""
    assert turn.question is not None
    words = questions.words_of(action)
    incident = turn.incident(turn.question.about)
    over = incident is None or incident.status not in LIVE
    if isinstance(action, Say) and action.reading.sure and over:
        turn.work.conversations.answered(turn.party)
        return Report(action.reading, action.words)
    return outcome(turn, words, sure=sure)


def _outcome_read_back(turn: Turn, action: Answer, sure: bool) -> Reply | Report:
    """Handle yes, no, or better words in their place."""
    return _outcome(turn, action, sure) if isinstance(action, Say) else sure_of_outcome(turn, action)


QUESTIONS = (
    Asks(OUTCOME, _outcome, questions.by_its_kind, questions.end_question),
    Asks(SEND_OUTCOME, _outcome_read_back, _sending, questions.shown_again),
)


WORDS = (
    Verb(
        "note",
        ("NOTE",),
        ("MAELEZO",),
        "text",
        "adds to its history, without words it asks for them; the reporters, those who were asked"
        " to act and its holder are told",
        "people who may see it",
        reference=True,
        listed=3,
        answers=True,
    ),
    Verb(
        "close",
        ("CLOSE",),
        ("FUNGA",),
        "text",
        "closes it with what was done; the reporters, those who were asked to act and its "
        "holder are told, in full",
        "{rights}",
        reference=True,
        listed=4,
        if_allowed=True,
    ),
    Verb(
        "status",
        ("STATUS",),
        ("HALI",),
        "bare",
        "where it stands",
        "people who may see it",
        reference=True,
        listed=8,
    ),
    Verb(
        "more",
        ("MORE",),
        ("ZAIDI",),
        "bare",
        "the reports in full, as they were sent; `MORE S1 2` goes on where a message ended",
        "people who may see it",
        reference=True,
        listed=9,
    ),
)
COMMANDS = {
    ("note", ""): note,
    ("close", ""): close,
    ("status", ""): status,
    ("more", ""): more,
}
