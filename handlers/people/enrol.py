"""/start and a shared number: who a chat belongs to."""

from config.rights import Deed
from handlers.engine.turn import Reply, Turn
from sek_core.messages.incoming import Contact
from sek_core.messages.screens import Screen, Text
from sek_core.roster import csv_file
from sek_core.roster.snapshot import Person
from sek_core.triage import kept_texts
from sek_core.wording import phrases
from sek_core.work.events import Event

CONTACT = Text("contact.button")


def start(turn: Turn) -> Reply:
    """Somebody opened the chat: welcome, or the question who it is. It undoes a STOP, as START does."""
    turn.work.people.opt_out(turn.address, False)
    return _welcome(turn, turn.person) if turn.person else Reply(ask(turn))


def ask(turn: Turn) -> Screen:
    """Who are you? With the button that shares one's number."""
    mechanism = turn.work.configuration.mechanism.short_name
    return Screen(Text("contact.ask", {"mechanism": mechanism}), contact=CONTACT)


def contact(turn: Turn, shared: Contact) -> Reply | None:
    """A number links a chat only where the channel says that it is the sender's own."""
    if turn.parts.kept and turn.person is not None:
        return _welcome(turn, turn.person)  # somebody has vouched for them: no number is needed any more
    if not shared.own:
        return Reply(Screen(Text("contact.not_own"), contact=CONTACT))
    work = turn.work
    number = csv_file.to_e164(_international(shared.phone), work.configuration.mechanism)
    person = work.people.by_number(number) if number else None
    if number is None or person is None or not work.people.roles(person):
        if turn.person is None and work.people.is_blocked(turn.address):
            kept_texts.keep(work, turn.inbox_id, turn.address, kept_texts.UNKNOWN, status="blocked")
            return None
        ref = kept_texts.keep(work, turn.inbox_id, turn.address, kept_texts.UNKNOWN)
        kept_texts.pass_on(work, ref, turn.address, shared.phone, turn.parts.name)
        mechanism = work.configuration.mechanism.short_name
        return Reply(Screen(Text("contact.unknown", {"mechanism": mechanism})), ref)
    if turn.person is None or turn.person.id != person.id:
        work.people.link(turn.address, person, number)
        work.audit_log.add("", Event.LINKED, person.id, turn.address.value, number)
    return _welcome(turn, person)


def _welcome(turn: Turn, person: Person) -> Reply:
    names = {"name": person.name, "mechanism": turn.work.configuration.mechanism.short_name}
    reports = turn.work.rights.may(person, Deed.REPORT)
    actions = phrases.actions("", *(["report"] if reports else []), "list", "help")
    return Reply(Screen(Text("welcome" if reports else "welcome.observer", names), actions=actions))


def _international(phone: str) -> str:
    """Telegram gives the number with its country's code, but not always with a plus before it."""
    digits = phone.strip()
    return f"+{digits}" if digits.isdigit() and not digits.startswith("0") else digits
