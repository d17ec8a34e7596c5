"""/start and a shared number: linking a chat to a person."""

from config.rights import Deed
from handlers.engine.turn import Reply, Turn
from sek_core.messages.incoming import Contact
from sek_core.messages.screens import Screen, Text
from sek_core.roster import phone_numbers
from sek_core.roster.snapshot import Person
from sek_core.store.states import KeptStatus
from sek_core.triage import kept_texts, strangers
from sek_core.wording import phrases
from sek_core.work.events import Event

CONTACT = Text("contact.button")


def start(turn: Turn) -> Reply:
    """Welcome a person who opened the chat, or ask a stranger for a number. Undoes a STOP, as START does."""
    turn.work.people.opt_out(turn.address, False)
    return _welcome(turn, turn.person) if turn.person else Reply(ask(turn))


def ask(turn: Turn) -> Screen:
    """Ask who the sender is, with the button that shares the sender's number."""
    return Screen(Text("contact.ask"), contact=CONTACT)


def contact(turn: Turn, shared: Contact) -> Reply | None:
    """Link the chat to the number's owner, but only if the channel says that the number is the
    sender's own.
    """
    if turn.parts.kept and turn.person is not None:
        return _welcome(turn, turn.person)  # a coordinator has vouched for them: no number is needed
    if not shared.own:
        return Reply(Screen(Text("contact.not_own"), contact=CONTACT))
    work = turn.work
    number = phone_numbers.to_e164(_international(shared.phone), work.configuration.mechanism)
    person = work.people.by_number(number) if number else None
    if number is None or person is None or not work.people.roles(person):
        if turn.person is None and work.people.is_blocked(turn.address):
            kept_texts.keep(work, turn.inbox_id, turn.address, kept_texts.UNKNOWN, status=KeptStatus.BLOCKED)
            return None
        ref = kept_texts.keep(work, turn.inbox_id, turn.address, kept_texts.UNKNOWN)
        strangers.pass_on(work, ref, turn.address, shared.phone, turn.parts.name)
        return Reply(Screen(Text("contact.unknown")), ref)
    if turn.person is None or turn.person.id != person.id:
        where = Text(f"channel.{turn.address.channel}")
        told = Screen(Text("linked.told", {"channel": where}), max_segments=2)
        for old in work.people.reachable_at(person):
            if old.channel != turn.address.channel or old.value != turn.address.value:
                work.outbox.write_to(old, told, work.people.language_of(person), "notice")
        work.people.link(turn.address, person, number)
        work.audit_log.add("", Event.LINKED, person.id, turn.address.value, number)
    return _welcome(turn, person)


def _welcome(turn: Turn, person: Person) -> Reply:
    reports = turn.work.rights.may(person, Deed.REPORT)
    actions = phrases.actions("", *(["report"] if reports else []), "list", "help")
    return Reply(
        Screen(Text("welcome" if reports else "welcome.observer", {"name": person.name}), actions=actions)
    )


def _international(phone: str) -> str:
    """Add the plus that Telegram sometimes omits before a number with a country code."""
    digits = phone.strip()
    return f"+{digits}" if digits.isdigit() and not digits.startswith("0") else digits
