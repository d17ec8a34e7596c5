"""OFFER, and offers in words of the sender's own: what is offered is read back before it counts."""

import json
from dataclasses import asdict, replace
from datetime import date

from config.rights import Deed
from handlers.engine import questions, refusals
from handlers.engine.disambiguation import nothing_to
from handlers.engine.turn import Asks, Reply, Turn
from handlers.incidents import confirm, solved
from handlers.language.intents import Answer, Choose, Command, Confirm, Say, Skip
from handlers.language.verbs import Verb
from handlers.offers import outcome
from handlers.offers.kinds import OFFER, OFFER_DAY, OFFER_WHAT, OFFER_WHICH
from handlers.triage import net
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Joined, Option, Screen, Text
from sek_core.offers import audience, changes, reading
from sek_core.offers import wording as offer_wording
from sek_core.offers.changes import Promised
from sek_core.response import following
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.work.conversations import Question

SEGMENTS = 2

MOST_MEANT = 4
"""Maximum number of incidents that are named to a giver who may choose."""


def offer(turn: Turn, command: Command) -> Reply:
    """Offer help for an incident: OFFER S1 2 bowsers Monday; or answer "delivered?": S1 1."""
    incident = _meant(turn, command)
    if incident is None and command.ref is None:
        return _which(turn, command.rest)
    if incident is None or incident.status == IncidentStatus.HELD:
        return nothing_to(turn, command)
    # A closed incident was asked about last.
    answered = solved.by_reference(turn, incident, command.rest) or outcome.by_reference(
        turn, incident, command.rest
    )
    if answered:
        return answered
    if not following.may_see(turn.work, incident, turn.sender):
        return Reply(Screen(Text("ref.forbidden", {"ref": incident.ref})))
    if not turn.may(Deed.OFFER, incident.counties):
        return refusals.refused(turn, Deed.OFFER, incident.ref, elsewhere=turn.may(Deed.OFFER))
    if incident.status in (IncidentStatus.CLOSED, IncidentStatus.CANCELLED):
        return _to_what_is_over(turn, incident, command.rest)
    return _read(turn, incident, command.rest)


def _meant(turn: Turn, command: Command) -> Incident | None:
    if command.ref is not None:
        return turn.incident(command.ref)
    return reading.incident_meant(turn.work, turn.sender, command.rest)


def _which(turn: Turn, words: str) -> Reply:
    """Ask for which incident the offer is."""
    found = reading.incidents_meant(turn.work, turn.sender, words)[:MOST_MEANT]
    turn.ask(OFFER_WHICH, choices=tuple(each.ref for each in found), draft=words)
    options = tuple(
        Option(each.ref, Text("offer_which.one", {"ref": each.ref, "incident": wording.brief(each)}))
        for each in found
    )
    return Reply(Screen(Text("ask.offer_which"), options, skippable=True, max_segments=SEGMENTS))


def which_given(turn: Turn, action: Choose | Skip) -> Reply:
    """Handle the answer to "For which one?"."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if not isinstance(action, Choose):
        return Reply(Screen(Text("offer.not_made", {"ref": question.choices[0]})))
    return offer(turn, Command("offer", action.value, question.draft))


def _to_what_is_over(turn: Turn, incident: Incident, words: str) -> Reply:
    """Say that the incident is over. The words are kept as a note, so that the people involved may answer."""
    if not words:
        return Reply(Screen(Text("state.not_open", {"ref": incident.ref})), incident.ref)
    told = following.note(turn.work, incident, turn.sender, turn.address.value, words)
    return Reply(
        Screen(Text("offer.over", {"ref": incident.ref}, n=told), max_segments=SEGMENTS), incident.ref
    )


def _read(turn: Turn, incident: Incident, words: str) -> Reply:
    """Ask for what is missing, or read the offer back."""
    offering, place = reading.read(turn.work, incident, words)
    if not offering.what:
        turn.ask(OFFER_WHAT, incident.ref, draft=words)
        return Reply(Screen(Text("ask.offer_what", {"ref": incident.ref})), incident.ref)
    promised = Promised(
        incident.ref,
        words,
        offering.what,
        offering.amount,
        offering.unit,
        place if place != incident.place else "",
        offering.day,
        offering.is_deadline,
    )
    offers = [*_not_yet_confirmed(turn, promised), promised]
    if offering.past:
        turn.ask(OFFER_DAY, incident.ref, draft=_written(offers))
        text = Text("ask.offer_day", {"ref": incident.ref})
        return Reply(Screen(text, skippable=True, skip=OFFER_DAY.skip), incident.ref)
    return _read_back(turn, offers)


def _not_yet_confirmed(turn: Turn, besides: Promised) -> list[Promised]:
    """Return other offers that were read back just before and wait for a yes: one yes is for all of them."""
    question = turn.asked(OFFER, OFFER_DAY)
    return [each for each in _offers_of(question) if each != besides] if question else []


def _read_back(turn: Turn, offers: list[Promised]) -> Reply:
    draft = _written(offers)
    turn.ask(OFFER, offers[-1].ref, choices=questions.YES_NO, draft=draft)
    screen = Screen(_question(turn, offers), questions.options(OFFER, questions.YES_NO), max_segments=None)
    return Reply(screen, offers[-1].ref)


def _question(turn: Turn, offers: list[Promised]) -> Text:
    """Return "You offer 2 bowsers for S1 (drought Mutomo, Kitui), from Mon 30 Nov?"."""
    lines = []
    for each in offers:
        incident = turn.incident(each.ref)
        args: dict[str, Arg] = {
            "what": each.what,
            "ref": each.ref,
            "incident": wording.short(incident) if incident else "",
            "place": offer_wording.where(each.place),
            "when": offer_wording.when(each.day, is_deadline=each.is_deadline),
        }
        lines.append(Text("offer.one", args))
    return Text("offer.read_back", {"offers": Joined(tuple(lines), "; ")})


def _written(offers: list[Promised]) -> str:
    rows = [asdict(each) | {"day": each.day.isoformat() if each.day else None} for each in offers]
    return json.dumps(rows)


def _offers_of(question: Question) -> list[Promised]:
    return [
        Promised(**{**row, "day": date.fromisoformat(row["day"]) if row["day"] else None})
        for row in json.loads(question.draft)
    ]


def confirmed(turn: Turn, action: Answer) -> Reply | None:
    """Handle the answer to an offer that was read back: yes, no, its day, or another thing."""
    question = turn.question
    assert question is not None
    if isinstance(action, Say):
        return _in_words(turn, question, action)
    turn.work.conversations.answered(turn.party)
    offers = _offers_of(question)
    if not (isinstance(action, Choose) and action.value == "yes"):
        return Reply(Screen(Text("offer.not_made", {"ref": question.about})), question.about)
    told: dict[int, None] = {}
    made: list[Promised] = []
    over: Reply | None = None
    for each in offers:
        incident = turn.incident(each.ref)
        assert incident is not None  # it was found when the question was asked
        if incident.status not in (IncidentStatus.OPEN, IncidentStatus.TAKEN):
            over = _to_what_is_over(turn, incident, each.words)
            continue
        changes.make(turn.work, incident, turn.sender, each, turn.address.value)
        told |= {person.id: None for person in audience.of_news(turn.work, incident, turn.sender.id)}
        made.append(each)
    if over is not None and not made:
        return over
    what = Joined(tuple(Text("offer.short", {"what": each.what, "ref": each.ref}) for each in made))
    args: dict[str, Arg] = {"what": what, "ref": made[-1].ref}
    return Reply(Screen(Text("offer.made", args, n=len(told)), max_segments=SEGMENTS), made[-1].ref)


def _in_words(turn: Turn, question: Question, said: Say) -> Reply | None:
    """Take words as the day of the offer that was read back, or as one more offer."""
    offers = _offers_of(question)
    day = outcome.day_alone(turn, said.words)
    if day is not None:
        offers[-1] = replace(offers[-1], day=day, is_deadline=False)
        return _read_back(replace(turn, question=None), offers)
    incident = turn.incident(question.about)
    if incident is not None and reading.offers_more(turn.work, turn.sender, said.words):
        return _read(turn, incident, said.words)
    if said.reading.in_doubt and turn.may(Deed.REPORT):
        return confirm.ask(turn, Confirm(said.reading, said.words))
    return net.not_understood(turn)


def what_is_offered(turn: Turn, words: str | None) -> Reply:
    """Handle the answer to "What do you offer for S1?"; None: nothing."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if words is None:
        return Reply(Screen(Text("offer.not_made", {"ref": question.about})), question.about)
    return offer(turn, Command("offer", question.about, f"{words} {question.draft}".strip()))


def day_given(turn: Turn, words: str | None) -> Reply:
    """Handle the answer to "From which day?"; None: no day."""
    question = turn.question
    assert question is not None
    offers = _offers_of(question)
    day = outcome.day_in(turn, words) if words else None
    if words and day is None:
        return Reply(Screen(Text("offer.no_day"), skippable=True, skip=OFFER_DAY.skip), question.about)
    offers[-1] = replace(offers[-1], day=day)
    return _read_back(replace(turn, question=None), offers)


QUESTIONS = (
    Asks(
        OFFER,
        questions.of_any(confirmed),
        lambda turn, asked: _question(turn, _offers_of(asked)),
        questions.end_question,
    ),
    Asks(
        OFFER_WHICH,
        questions.of_choice(which_given),
        questions.by_its_kind,
        questions.end_question,
    ),
    Asks(OFFER_WHAT, questions.of_words(what_is_offered), questions.by_its_kind, questions.end_question),
    Asks(OFFER_DAY, questions.of_words(day_given), questions.by_its_kind, questions.end_question),
)
WORDS = (
    Verb(
        "offer",
        ("OFFER",),
        ("TUNALETA",),
        "text",
        "offers help for it: what, and from or by which day; it is read back. The reporters, its "
        "holder and the county lead are told. Without a reference it counts beside a thing, if one "
        "alert came lately",
        "{rights}",
        reference=True,
        of_an_alert=True,
        listed=16,
    ),
)
COMMANDS = {("offer", ""): offer}
