"""The coordinators' pages, put together with the program that they show."""

from bot.guard import foreign_to
from bot.wiring import Program
from config.settings import Settings
from console.app import Console, Parts
from console.view import Site


def make_console(program: Program, *, demonstration: bool | None = None) -> Console:
    """Return the pages of a program. `demonstration`: instead of what the settings say."""
    settings = program.settings
    shows = settings.demonstration if demonstration is None else demonstration
    return Console(
        Parts(
            core=lambda: program.core,
            look=program.threads.look,
            write=program.threads.write,
            act=lambda row: program.threads.call(lambda: program.turns.run_at_once(row)),
            acted=program.ticked,
            foreign=lambda request: foreign_to(settings, request),
            site=Site(shows, settings.public_url, _number_of(settings)),
            secure=settings.public_url.startswith("https://"),
        )
    )


def _number_of(settings: Settings) -> str:
    """Return the number to which people send texts, as far as the settings say it."""
    sender = settings.africastalking_sender_id
    return sender if sender.lstrip("+").isdigit() else ""
