"""The refusals of texts whose sender lacks the right, as the table of rights says.

Each names the people who may use the word, and offers to pass the words on to one of them.
"""

import json
from collections.abc import Mapping, Sequence

from config.rights import SILENT, Deed
from handlers.engine import questions
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.kinds import Kind
from sek_core.meetings import register
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.triage import kept_texts, passing
from sek_core.triage.passing import Refused
from sek_core.understanding.tokens import forms_of
from sek_core.wording import phrases

PASS_ON = Kind("pass_on", "yes_or_no", aside=True, lasts="only_last", labels="answer", skippable=False)
"""Are words that are not for their sender to be passed on to a person who may use them?"""

NAMED = 3
"""Maximum number of people that a refusal names."""

NOT_PASSED_ON = (Deed.REPORT, Deed.FILE, Deed.GROUP, Deed.BRIEF, Deed.SEAT)
"""Deeds without words to pass on; the report of a reader goes to a coordinator by itself."""


def keep(turn: Turn, reason: str) -> str:
    """Keep the text for the coordinators; return its reference."""
    return kept_texts.keep(turn.work, turn.inbox_id, turn.address, reason, turn.text)


def not_for_them(turn: Turn, deed: Deed, counties: Sequence[str] = ()) -> Reply | None:
    """Keep the text of a sender without the right. Tell the sender, unless they got too many explanations."""
    ref = keep(turn, passing.NOT_THEIRS)
    return kept(turn, deed, ref, counties) if may_explain(turn) else None


def kept(turn: Turn, deed: Deed, ref: str, counties: Sequence[str] = ()) -> Reply | None:
    """Return the refusal of a text kept as `ref`, or None if the deed is refused in silence."""
    return None if _key(turn, deed) == SILENT else refused(turn, deed, ref, counties=counties, own=ref)


def refused(
    turn: Turn,
    deed: Deed,
    about: str,
    args: Mapping[str, Arg] | None = None,
    *,
    elsewhere: bool = False,
    counties: Sequence[str] = (),
    own: str = "",
) -> Reply:
    """Return the refusal of a deed; `elsewhere`: by the text for a right in another county only. `counties`:
    those that it is about, where `about` and the text do not tell. `own`: the text itself, if it is kept.
    """
    said = Text(_key(turn, deed, elsewhere), {"ref": about, **(args or {})})
    return with_those_who_may(turn, deed, about, said, counties, own)


def with_those_who_may(
    turn: Turn, deed: Deed, about: str, said: Text, counties: Sequence[str] = (), own: str = ""
) -> Reply:
    """Return the refusal `said` with the names of those who may do it, and the offer to pass the words on."""
    action = turn.intent.action
    rest = action.rest if isinstance(action, Command) else ""
    where = tuple(counties or _counties(turn, about))
    words = Refused(deed, where, turn.text.strip(), rest, about)
    people = passing.people_who_may(turn.work, words, turn.sender.id)
    args: dict[str, Arg] = {"said": said, "where": Joined(where)}
    if not people:
        return Reply(Screen(Text("refused.no_holder", args), max_segments=None), about)
    args["lines"] = _either([_with_reach(turn, person, words) for person in people[:NAMED]])
    if deed in NOT_PASSED_ON or not words.words or turn.parts.group:
        return Reply(Screen(Text("refused.who", args), max_segments=None), about)
    if turn.question is not None and not (turn.kind.lasts == "only_last" or turn.kind.to_sender):
        # A digit answers the question that is open: nothing of it may be lost.
        return Reply(Screen(Text("refused.later", args | {"name": people[0].name}), max_segments=None), about)
    draft: dict[str, object] = {"inbox": turn.inbox_id, "kept": own, "deed": deed.value, "about": about}
    draft |= {"counties": where, "words": words.words, "rest": rest}
    turn.ask(PASS_ON, about, choices=questions.YES_NO, draft=json.dumps(draft), yields=True)
    args |= {"name": people[0].name, "name_shown": kept_texts.name_shown(turn.work, words.words)}
    text = Text("refused.pass", args)
    options = questions.options(PASS_ON, questions.YES_NO)
    return Reply(Screen(text, options, max_segments=None), about)


def _with_reach(turn: Turn, person: Person, words: Refused) -> Arg:
    """Return "Patrick Mburu (county lead)", or "RLA Secretariat (RLA, all counties)"."""
    opens = turn.work.rights.roles(words.deed)
    held = [role for role in turn.work.people.roles(person) if role.role in opens]
    held = [role for role in held if any(role.covers(c) for c in words.counties)] or held
    args: dict[str, Arg] = {"name": person.name}
    if not held:
        return Text("refused.person", args | {"role": person.organisation})
    key = "refused.person" if held[0].county else "refused.person_wide"
    return Text(key, args | {"role": phrases.role_of(turn.work, held[0].role)})


def _either(items: Sequence[Arg]) -> Arg:
    if len(items) == 1:
        return items[0]
    return Text("or", {"first": Joined(tuple(items[:-1])), "last": items[-1]})


def _counties(turn: Turn, about: str) -> Sequence[str]:
    """Return the counties that refused words are about: of their incident, meeting or kept text, those that
    they name, or else the sender's.
    """
    work, action = turn.work, turn.intent.action
    everywhere = work.configuration.mechanism.counties
    for ref in (about, (action.ref if isinstance(action, Command) else None) or ""):
        incident = turn.incident(ref)
        if incident is not None:
            return incident.counties
        if ref.startswith("M") and (meeting := register.find(work, ref)) is not None:
            return [meeting.county]
    said = set(forms_of(turn.text))
    named = [county for county in everywhere if set(forms_of(county)) <= said]
    return named or turn.counties or everywhere


def _key(turn: Turn, deed: Deed, elsewhere: bool = False) -> str:
    return turn.work.configuration.rights.refusal(deed, elsewhere or turn.may(deed))


def may_explain(turn: Turn) -> bool:
    """Return True, and count it, if one more explaining answer may go to the sender."""
    silence = turn.work.configuration.mechanism.help_silence
    return turn.work.conversations.may_explain(turn.party, turn.work.now, silence)
