"""UPDATE Kitui, ...: what the donor and its partners do and plan in a county, for its officials to read."""

from config.rights import Deed
from handlers.engine import refusals
from handlers.engine.turn import Reply, Turn
from handlers.language.intents import Command
from handlers.language.verbs import Verb
from sek_core.announcements import updates
from sek_core.announcements.updates import UpdateText
from sek_core.digests import quarterly
from sek_core.messages.screens import Arg, Screen, Text
from sek_core.wording import phrases


def update(turn: Turn, command: Command) -> Reply | None:
    """Store the words, and say who will read them."""
    said = updates.read(turn.work.configuration, command.rest)
    assert said is not None  # the grammar reads no other text as UPDATE
    if not turn.may(Deed.UPDATE, [said.county]):
        return refusals.not_for_them(turn, Deed.UPDATE, [said.county])
    updates.store(turn.work, turn.sender, turn.address.value, said)
    readers = updates.readers(turn.work, said.county)
    args: dict[str, Arg] = {
        "county": said.county,
        "day": phrases.day(quarterly.brief_day(turn.work)),
        "more": _perhaps_a_report(turn, said),
    }
    key = "update.stored" if readers else "update.stored_for_later"
    return Reply(Screen(Text(key, args, n=len(readers) or None), quote=said.words, max_segments=2))


def _perhaps_a_report(turn: Turn, said: UpdateText) -> Arg:
    """Return how to report, behind words that tell of a sudden shock: no one is alerted by an update."""
    reading = turn.work.core.reader.read(said.words, [said.county])
    hazard = turn.work.configuration.hazards.get(reading.hazard or "")
    sudden = hazard is not None and hazard.onset == "sudden"
    return Text("update.no_alert") if sudden and (reading.sure or reading.in_doubt) else phrases.EMPTY


WORDS = (
    Verb(
        "update",
        ("UPDATE",),
        ("SASISHO",),
        "text",
        "`UPDATE Kitui, 3 boreholes are drilled in Mutomo until March`: what the donor and its partners do "
        "and plan in a county; its officials and PoCs read it in their quarterly brief. Only with a county "
        "and a comma right behind it",
        "{rights}",
        exact=True,
        labels=True,
    ),
)
COMMANDS = {("update", ""): update}
