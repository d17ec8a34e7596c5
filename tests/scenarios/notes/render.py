"""A content as one note: what people can answer is numbered in the line, and the quote gives way."""

from sek_core.messages.channel import Rendered
from sek_core.messages.screens import QUOTE, Content

MOST = 160


def render(content: Content, *, repeat: bool = False) -> Rendered:
    """Render `content`, as a `sek_core.messages.channel.Renderer`."""
    choices = [f"{number} {label}" for number, (_, label) in enumerate(content.options, 1)]

    def note(quote: str) -> str:
        said = [*(["(repeat)"] if repeat else []), content.body.replace(QUOTE, quote), *choices]
        return " ".join([*said, *([f"(0 {content.skip})"] if content.skip else [])])

    room = max(0, MOST - len(note("")))
    return Rendered(note(content.quote[:room])[:MOST], segments=0)
