"""The pages as a channel: a form brings a text, and the answer stands on the next page."""

from sek_core.messages.channel import Channel, Rendered
from sek_core.messages.screens import QUOTE, Content
from sek_core.roster.snapshot import Person

NAME = "web"
_OWNER = "web:"


def render(content: Content, *, repeat: bool = False) -> Rendered:
    """Render the words of a content, as lists of messages show them. The page itself reads the content."""
    return Rendered(content.body.replace(QUOTE, content.quote), 0)


def address_of(person: Person) -> str:
    """Return the address of a person on the pages."""
    return f"{_OWNER}{person.id}"


WEB = Channel(
    name=NAME,
    preference=90,
    render=render,
    is_person=lambda address: address.startswith(_OWNER),
    is_roomy=True,
    proves_sender=True,
    answers_at_once=True,
)
