"""TELL a county, a role or a group: an announcement, read back before it goes, and sent once."""

from config.rights import Deed, Guarded
from handlers.announcements import ask, reading_back
from handlers.engine import proving, questions, refusals, second_text
from handlers.engine.turn import Asks, Reply, Turn
from handlers.language.intents import Choose, Command, Skip
from handlers.language.kinds import Kind
from handlers.language.verbs import Verb
from handlers.language.words import reference_in
from sek_core.announcements import announcing
from sek_core.announcements.announcing import Audience, Naming, PlannedAnnouncement
from sek_core.messages.screens import Arg, Joined, Screen, Text
from sek_core.understanding.tokens import words_of

TELL = Kind("tell", "yes_or_no", labels="answer")
"""Is an announcement to be sent?"""


def tell(turn: Turn, command: Command) -> Reply | None:
    """Read back the audience and the cost of an announcement. Nothing is sent before a yes."""
    work = turn.work
    if (ref := reference_in(command.rest)) and ref.startswith("Q") and len(words_of(command.rest)) == 1:
        return ask.tell_result(turn, ref)
    if not turn.may(Deed.TELL):
        return refusals.not_for_them(turn, Deed.TELL)
    naming = announcing.named(work, command.rest)
    if naming is not None and (lacking := announcing.beyond(work, turn.sender, naming)):
        return _not_theirs(turn, naming, lacking)
    audience = announcing.read(work, turn.sender, command.rest)
    if audience is None:
        named = Joined(tuple(announcing.nameable(work, turn.sender)))
        return Reply(Screen(Text("tell.whom", {"lines": named}), max_segments=2))
    if not audience.words:
        asked = Text("tell.what", {"audience": reading_back.audience_label(turn, audience)})
        return second_text.wait(turn, Reply(Screen(asked)), command, ", ")
    planned = announcing.plan(work, turn.sender, audience)
    if not planned.people:
        return Reply(
            Screen(Text("tell.no_recipient", {"audience": reading_back.audience_label(turn, audience)}))
        )
    return _ask(turn, audience, planned, command.rest)


def _not_theirs(turn: Turn, naming: Naming, lacking: tuple[str, ...]) -> Reply:
    """Refuse an audience: say which audiences the sender may write to, and who may write to this one."""
    work = turn.work
    mine = work.rights.counties(turn.sender, Deed.TELL)
    args: dict[str, Arg] = {"where": Joined(tuple(mine)), "lines": reading_back.those_one_may_write_to(turn)}
    if set(lacking) <= set(work.configuration.mechanism.counties):
        said = Text("tell.not_there", args | {"audience": Joined(lacking)})
        return refusals.with_those_who_may(turn, Deed.TELL, "", said, lacking)
    said = Text("tell.not_them", args | {"audience": reading_back.names_of(turn, lacking)})
    counties = [county for county in mine if not naming.counties or county in naming.counties]
    return refusals.with_those_who_may(turn, Deed.TELL, "", said, counties)


def answered(turn: Turn, action: Choose | Skip) -> Reply:
    """Send on yes; drop on no or 0. After "Yes, but ..." read the announcement back again."""
    work, question = turn.work, turn.question
    assert question is not None
    audience = announcing.read(work, turn.sender, question.draft)
    if audience is None or not turn.may(Deed.TELL):  # the roster has changed since
        work.conversations.answered(turn.party)
        return Reply(Screen(Text("tell.dropped")))
    if isinstance(action, Choose) and action.value == "yes" and action.rest:
        return _ask(turn, audience, announcing.plan(work, turn.sender, audience), question.draft)
    work.conversations.answered(turn.party)
    if not (isinstance(action, Choose) and action.value == "yes"):
        return Reply(Screen(Text("tell.dropped")))
    sent = announcing.announce(work, turn.sender, turn.address.value, audience)
    reached = len(sent.people) - sent.unreachable
    args: dict[str, Arg] = {
        "audience": reading_back.audience_label(turn, audience),
        "lost": reading_back.unreachable_note(sent),
    }
    return Reply(Screen(Text("tell.done", args, n=reached)))


def _ask(turn: Turn, audience: Audience, planned: PlannedAnnouncement, words: str) -> Reply:
    turn.ask(TELL, choices=questions.YES_NO, draft=words)
    reply = Reply(_read_back(turn, audience, planned))
    return proving.guard(turn, Guarded.TELL, reply, reading_back.reached(planned))


def _read_back(turn: Turn, audience: Audience, planned: PlannedAnnouncement) -> Screen:
    return Screen(
        Text("tell.ask", reading_back.args_of(turn, audience, planned), n=reading_back.reached(planned)),
        questions.options(TELL, questions.YES_NO),
        quote=audience.words,
        max_segments=2,
    )


QUESTIONS = (
    Asks(
        TELL,
        questions.of_choice(answered),
        lambda turn, asked: reading_back.ask_again_text(turn, asked.draft),
        questions.end_question,
    ),
)
WORDS = (
    Verb(
        "tell",
        ("TELL",),
        ("TANGAZA",),
        "text",
        "`TELL Kitui PoCs, the meeting is at 10`: an announcement to a county, a role or a group of the "
        "roster, read back with the number of people and the cost, and sent after YES",
        "{rights}",
        gives_way="to_warning",
        meant_for="audience",
        ends_asking=True,
    ),
)
COMMANDS = {("tell", ""): tell}
