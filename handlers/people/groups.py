"""Group chats: the program is added, learns whose alerts the group gets, and is removed again."""

from config.rights import Deed
from handlers.engine.buttons import SKIP
from handlers.engine.turn import Reply, Turn
from sek_core.deliveries import group_chats
from sek_core.inbox import names
from sek_core.messages.incoming import Tap
from sek_core.messages.plain_line import outsider
from sek_core.messages.screens import Arg, Option, Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.store.inbox import InboxRow
from sek_core.work.unit_of_work import UnitOfWork

_PARTY = "g"


def membership(work: UnitOfWork, row: InboxRow) -> None:
    """Handle a channel's note about a chat: the program is in it, is out, or the chat has moved."""
    parts = row.parts or {}
    names.remember(work.session, row.channel, row.about)
    chat = str(parts.get("chat", ""))
    if "moved_to" in parts:
        group_chats.record_group_moved(work, row.channel, chat, str(parts["moved_to"]))
    elif parts.get("private"):
        address = work.people.sender(row.channel, chat)
        if parts.get("status") == "in":
            work.people.heard_from(address)
        else:
            work.people.mark_dead(address.id)
    elif parts.get("status") == "in":
        title = str(parts.get("title", ""))
        _joined(work, row.channel, chat, title, _adder(work, row), public=bool(parts.get("public")))
    else:
        group_chats.record_group_left(work, row.channel, chat)


def _adder(work: UnitOfWork, row: InboxRow) -> Person | None:
    person = work.people.sender(row.channel, row.sender).person if row.sender else None
    return person if person and work.people.roles(person) else None


def _joined(
    work: UnitOfWork, channel: str, chat: str, title: str, by: Person | None, *, public: bool
) -> None:
    """Ask in the group for the county whose alerts it gets. Until a coordinator presses the button, none
    come.
    """
    group = group_chats.record_group_joined(work, channel, chat, title, by)
    counties = _counties(work, by)
    if public:
        if not group_chats.stop_public_group(work, channel, chat) and by is not None:
            args: dict[str, Arg] = {"group": outsider(title)}
            work.outbox.tell(by, Screen(Text("group.public", args)), "notice")
    elif by is None or not counties:
        work.outbox.post(channel, chat, Screen(Text("group.stranger")), "notice")
    elif group.county in counties:
        work.outbox.post(channel, chat, Screen(Text("group.serves", {"county": group.county})), "notice")
    else:
        options = tuple(Option(county, Text("name", {"name": county})) for county in counties)
        text = Text("group.which")
        if len(counties) == 1:
            options = (Option(counties[0], Text("answer.yes")),)
            text = Text("group.confirm", {"county": counties[0]})
        work.outbox.post(channel, chat, Screen(text, options, asked=f"{_PARTY}{group.id}:0"), "notice")


def _counties(work: UnitOfWork, person: Person | None) -> list[str]:
    """Return the counties whose alerts this person may bring into a group."""
    return work.rights.counties(person, Deed.GROUP) if person else []


def is_choice(tap: Tap) -> bool:
    """Return True if this button chooses the counties of a group."""
    return tap.data.startswith(_PARTY) and tap.data[1:2].isdigit()


def chosen(turn: Turn, tap: Tap) -> Reply:
    """Record the choice of the counties whose alerts the group gets."""
    work = turn.work
    if turn.parts.public:
        return became_public(turn)
    group = group_chats.find(work, turn.address.channel, turn.parts.group)
    counties = _counties(work, turn.person)
    number = tap.data.rpartition(":")[2]
    offered = _counties(work, work.people.get(group.added_by_id)) if group and group.added_by_id else []
    known = number.isdigit() and number != SKIP and int(number) <= len(offered)
    if group is None or turn.person is None or not known or offered[int(number) - 1] not in counties:
        key = work.configuration.rights.refusal(Deed.GROUP, elsewhere=bool(counties))
        return Reply(Screen(Text(key)), brief=True)
    county = offered[int(number) - 1]
    group_chats.assign_county_to_group(work, group, county, turn.person)
    if turn.parts.topic is not None:
        group_chats.choose_topic(work, group, turn.parts.topic, turn.person)
    served = Screen(Text("group.serves", {"county": county}))
    work.outbox.post(turn.address.channel, turn.parts.group, served, "notice")
    return Reply(served, brief=True)


def became_public(turn: Turn) -> Reply:
    """Stop the alerts of a group that strangers read by now."""
    group_chats.stop_public_group(turn.work, turn.address.channel, turn.parts.group)
    return Reply(Screen(Text("group.public_now")), brief=True)
