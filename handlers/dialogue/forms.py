"""Forms of the command words that count in one form only: any other text is read as if it were no command."""

from collections.abc import Callable, Mapping

from config.rights import Deed
from handlers.engine import refusals
from handlers.engine.turn import Reply, Turn
from handlers.language.verbs import Verb
from handlers.people import duty, morning
from sek_core.announcements import updates
from sek_core.meetings import guest_text
from sek_core.messages.screens import Screen, Text
from sek_core.roster.snapshot import Person
from sek_core.seats import seat_text
from sek_core.understanding.tokens import forms_of
from sek_core.work.unit_of_work import UnitOfWork


def is_form(work: UnitOfWork, person: Person | None, verb: str, words: str) -> bool:
    """Return True if the words behind a verb are of its form, from a sender for whom it is a command."""
    return person is not None and _FORMS[verb](work, person, words)


def _guest(work: UnitOfWork, _person: Person, words: str) -> bool:
    return guest_text.read(work.configuration, words) is not None


def _update(work: UnitOfWork, person: Person, words: str) -> bool:
    """Only of people who may: others write "update Kitui, flood in Kyuso" to report."""
    return work.rights.may(person, Deed.UPDATE) and updates.read(work.configuration, words) is not None


def _brief(work: UnitOfWork, _person: Person, words: str) -> bool:
    return updates.county_alone(work.configuration, words) is not None


def _nominate(work: UnitOfWork, _person: Person, words: str) -> bool:
    return _is_of_a_seat(work, words, appoints=False)


def _appoint(work: UnitOfWork, _person: Person, words: str) -> bool:
    return _is_of_a_seat(work, words, appoints=True)


def _is_of_a_seat(work: UnitOfWork, words: str, *, appoints: bool) -> bool:
    """Words that name no known role may be a report: "Jane 0712345678 flood in Kyuso Kitui"."""
    if seat_text.decision(words) is not None:
        return True
    said = seat_text.read(work.configuration, words, appoints=appoints)
    if said is None:
        return False
    return said.role is not None or not work.core.reader.read(words, [said.county or ""]).sure


def _quiet(_work: UnitOfWork, _person: Person, words: str) -> bool:
    return morning.level_of(words) is not None


def _digest(_work: UnitOfWork, _person: Person, words: str) -> bool:
    return morning.is_digest(words)


LONGEST = 8
"""Maximum number of words of a text that only tries a command word."""


def shown(turn: Turn) -> Reply | None:
    """Show the form of a command word that was sent in another form: bare, or DUTY without a name. None for
    words that may be anything else.
    """
    forms = forms_of(turn.text)
    verb = next(
        (verb for verb in turn.registry.verbs if verb.exact and forms[:1] in _first_forms(verb)), None
    )
    if verb is None or turn.question is not None or turn.parts.kept or len(forms) > LONGEST:
        return None
    reading = turn.work.core.reader.read(turn.text, turn.counties)
    if reading.hazard or reading.affected or reading.plea or reading.protection:
        return None
    if len(forms) > 1 and verb.name != "duty":
        return None
    if verb.deed is not None and not turn.may(verb.deed):
        return refusals.not_for_them(turn, verb.deed)
    return Reply(Screen(Text(f"form.{verb.name}"), max_segments=2))


def _first_forms(verb: Verb) -> list[tuple[str, ...]]:
    return [tuple(forms_of(form)) for form in (*verb.en, *verb.sw)]


_FORMS: Mapping[str, Callable[[UnitOfWork, Person, str], bool]] = {
    "guest": _guest,
    "update": _update,
    "brief": _brief,
    "nominate": _nominate,
    "appoint": _appoint,
    "quiet": _quiet,
    "digest": _digest,
    "duty": duty.is_form,
}
