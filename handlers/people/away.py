"""AWAY until a day, with a cover; BACK. An absence counts at once, and is read back."""

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.engine import questions, second_text
from handlers.engine.disambiguation import CANDIDATES
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Say, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.response import absences, duties
from sek_core.roster import name_matching
from sek_core.roster.snapshot import Person
from sek_core.understanding import dates
from sek_core.wording import phrases

COVER = Kind("cover", takes="a_name")
"""Who covers for a person who is away?"""

ABSENT = Kind("absent", "yes_or_no", aside=True, lasts="only_last", labels="answer", skippable=False)
"""Is its sender away until the day that a text names?"""

_RETURNS = frozenset(
    {"back", "return", "returning", "nitarudi", "nitarejea", "tutarudi", "narudi", "ninarudi", "kurudi"}
)
"""Words beside the first day on which a person is here again."""

OVER = frozenset({"off", "end", "ended", "over", "back", "imekwisha", "nimerudi"})
"""Words behind AWAY that end the absence."""

ABOUT_COVER = frozenset(
    {
        "until",
        "till",
        "up",
        "hadi",
        "mpaka",
        "from",
        "kuanzia",
        "since",
        "on",
        "covers",
        "cover",
        "covering",
        "covered",
        "will",
        "be",
        "by",
        "and",
        "with",
        "stands",
        "stand",
        "in",
        "for",
        "me",
        "mimi",
        "my",
        "place",
        "anashika",
        "atashika",
        "atanishikia",
        "ananishikia",
        "nafasi",
        "yangu",
        "badala",
        "away",
        "likizo",
        "ndiye",
        *("while", "i", "am", "i'm", "im", "we", "is", "the", "gone", "as", "work", "office", "duty", "at"),
        *(
            "cannot",
            "can't",
            "cant",
            "not",
            "respond",
            "reply",
            "reachable",
            "sick",
            "ill",
            "unwell",
            "leave",
        ),
        *(
            "annual",
            "sorry",
            "please",
            "pls",
            "contact",
            "call",
            "ask",
            "charge",
            "mgonjwa",
            "naomba",
            "samahani",
        ),
        *("siwezi", "kujibu", "kazini", "tafadhali", "muulizeni", "mpigieni", "atakuwa", "kwa", "na"),
    }
)
"""Words around a day and a name that are neither."""

UNTIL = frozenset({"until", "till", "hadi", "mpaka"})

BEGINNING = frozenset({"from", "kuanzia", "starting"})

LONGEST = timedelta(days=366)

_VAGUE = re.compile(
    r"\b(?:(?:the )?next (?:week|month)|wiki ijayo|wiki lijalo|mwezi ujao)\b[ ,.]*", re.IGNORECASE
)
"""Words for when a person goes that name no last day."""


def away(turn: Turn, command: Command) -> Reply:
    """Begin an absence; without words, show the current one."""
    today = turn.work.now.astimezone(turn.work.configuration.mechanism.zone).date()
    said = name_matching.forms(command.rest)
    if not said:
        return _state(turn)
    if set(said) <= OVER:
        return back(turn, command)
    found = dates.find(command.rest, today)
    if found is None or found.until - today > LONGEST:
        asked = Reply(Screen(Text("away.when")))
        if found is None and _VAGUE.search(command.rest):
            return second_text.wait(turn, asked, replace(command, rest=_VAGUE.sub(" ", command.rest).strip()))
        return asked
    if found.weekday:
        args: dict[str, Arg] = {"day": phrases.day(found.day), "said": found.weekday.capitalize()}
        return Reply(Screen(Text("away.weekday", args)))
    if found.until < today:
        return Reply(Screen(Text("away.past", {"day": phrases.day(found.until)})))
    if found.last is not None and found.day > today and not UNTIL & set(said):
        return Reply(Screen(Text("away.today")))
    if BEGINNING & {word.lower() for word in command.rest.split()} and found.day != today:
        return Reply(Screen(Text("away.today")))
    name = " ".join(form for form in name_matching.forms(found.rest) if form not in ABOUT_COVER)
    if dates.NEAR_A_DAY.intersection(name.split()):
        return Reply(Screen(Text("away.when")))  # a day or time that was not read is no name
    return _begin(turn, found.until, name)


def said_in_words(turn: Turn) -> Reply | None:
    """Ask whether "Gone to a funeral, back on Thursday" is AWAY; None without an absence and a day."""
    if (
        turn.person is None
        or turn.parts.kept
        or turn.said_at is not None
        or turn.parts.group
        or turn.question
    ):
        return None
    if "absent" not in turn.work.core.reader.sayings.said(turn.text):
        return None
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    today = turn.work.now.astimezone(turn.work.configuration.mechanism.zone).date()
    found = dates.find(turn.text, today)
    if reading.hazard or reading.affected or reading.plea or found is None or found.weekday:
        return None
    until = found.until - timedelta(days=1) if _RETURNS & set(name_matching.forms(turn.text)) else found.until
    if not today <= until <= today + LONGEST:
        return None
    turn.ask(ABSENT, "", choices=questions.YES_NO, draft=until.isoformat())
    return Reply(
        Screen(_absent(until.isoformat()), questions.options(ABSENT, questions.YES_NO), max_segments=2)
    )


def _absent(until: str) -> Text:
    return Text("ask.absent", {"day": phrases.day(date.fromisoformat(until))})


def _absent_answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Begin the absence after a yes."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    if isinstance(action, Choose) and action.value == "yes":
        return _begin(turn, date.fromisoformat(question.draft), "")
    return Reply(Screen(Text("back.here")))


def back(turn: Turn, _command: Command) -> Reply:
    """End the absence."""
    ended = absences.end(turn.work, turn.sender, turn.address.value)
    return Reply(Screen(Text("back.done" if ended else "back.here")))


def answered(turn: Turn, action: Choose | Skip | Say) -> Reply:
    """Handle the choice of a cover among several people."""
    question = turn.question
    assert question is not None
    turn.work.conversations.answered(turn.party)
    absence = turn.work.people.away(turn.sender)
    if absence is None:
        return Reply(Screen(Text("back.here")))
    match action:
        case Choose(value):
            chosen = question.draft.split()[question.choices.index(value)]
            return _done(turn, absence.until, turn.work.people.get(int(chosen)))
        case Say(words):
            return _begin(turn, absence.until, words)
        case Skip():
            return _state(turn)


def _begin(turn: Turn, until: date, name: str) -> Reply:
    """Begin the absence even if the cover's name is unclear: at night the sender should not be asked
    twice.
    """
    default = absences.default_cover(turn.work, turn.sender)
    if not name:
        return _done(turn, until, default)
    people, cannot = absences.find_covers_named(turn.work, turn.sender, name)
    if len(people) == 1:
        return _done(turn, until, people[0])
    if not people:
        return _done(turn, until, default, "away.cannot" if cannot else "away.unknown")
    absences.begin(turn.work, turn.sender, until, default, turn.address.value)
    shown = people[:CANDIDATES]
    names = tuple(f"{person.name}, {person.organisation}".removesuffix(", ") for person in shown)
    turn.ask(COVER, choices=names, draft=" ".join(str(person.id) for person in shown))
    text = Text("away.which", {"day": phrases.day(until)})
    return Reply(Screen(text, questions.options_of_names(names), skippable=True, max_segments=2))


def _done(turn: Turn, until: date, cover: Person | None, why: str = "") -> Reply:
    work = turn.work
    absences.begin(work, turn.sender, until, cover, turn.address.value)
    args: dict[str, Arg] = {"day": phrases.day(until), "state": _cover(turn, cover, why)}
    return Reply(Screen(Text("away.done", args), max_segments=2))


def _cover(turn: Turn, cover: Person | None, why: str = "") -> Joined:
    """Say who covers; without a cover, say so and what that means."""
    mine = absences.taken_by(turn.work, turn.sender)
    refs = Joined(tuple(incident.ref for incident in mine))
    keep = (
        Text("away.keeps", {"lines": refs, "ref": mine[0].ref}, n=len(mine))
        if mine and cover is None
        else phrases.EMPTY
    )
    alone = "away.nobody_named" if why else "away.nobody"
    covers = Text("away.covers", {"who": phrases.named(cover)}) if cover else Text(alone)
    return Joined((Text(why) if why else phrases.EMPTY, covers, keep), separator=" ")


def _state(turn: Turn) -> Reply:
    work = turn.work
    absence = work.people.away(turn.sender)
    if absence:
        cover = work.people.get(absence.cover_id) if absence.cover_id else None
        args: dict[str, Arg] = {"day": phrases.day(absence.until), "state": _cover(turn, cover)}
        return Reply(Screen(Text("away.done", args), max_segments=2))
    covered = tuple(
        Text("away.for", {"name": other.name, "day": phrases.day(theirs.until)})
        for other in work.people.covering_for(turn.sender)
        if (theirs := work.people.away(other))
    )
    text = Text("away.here_covering", {"lines": Joined(covered)}) if covered else _here(turn)
    return Reply(Screen(text, max_segments=2))


def _here(turn: Turn) -> Text:
    """Say that the sender is here, and whether they have the duty now or next."""
    today = duties.today(turn.work)
    mine = duties.of_person(turn.work, turn.sender, today, today + LONGEST)
    if not mine:
        return Text("back.here")
    first = min(mine, key=lambda row: (row.since, row.id))
    counties = duties.counties_left(turn.work, first)
    return Text("away.here_on_duty", duties.about(turn.sender, counties, first.since, first.until))


QUESTIONS = (
    Asks(COVER, questions.of_any(answered), questions.by_its_kind, questions.end_question),
    Asks(
        ABSENT,
        questions.of_choice(_absent_answered),
        lambda _turn, asked: _absent(asked.draft),
        questions.end_question,
    ),
)
WORDS = (
    Verb(
        "away",
        ("AWAY",),
        ("LIKIZO",),
        "text",
        "`AWAY until 12 Dec, Jane covers`: what is for me goes to Jane, who is told; a county lead's cover "
        "is the deputy. Alone: am I away, for whom do I cover, have I the duty",
        "everyone on the roster",
        gives_way="to_hazard",
        listed=14,
    ),
    Verb(
        "back", ("BACK",), ("NIMERUDI",), "bare", "I am here again, as `AWAY off`", "everyone on the roster"
    ),
)
COMMANDS = {("away", ""): away, ("back", ""): back}
