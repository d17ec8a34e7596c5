"""Triage: texts that were kept, why each was read as it was, and what may be done with it."""

from starlette.responses import Response

from console.view import View
from sek_core.messages.screens import Joined, Text
from sek_core.views import kept
from sek_core.views.kept import Waiting


def may(view: View) -> bool:
    """Let in who has the right to TRIAGE."""
    return (
        view.visitor is not None and view.visitor.person is not None and kept.may_read(view.work, view.reader)
    )


def show(view: View) -> Response | None:
    """Show the kept texts that wait."""
    found, total = kept.waiting(view.work, view.reader)
    lines = [(each, sender(view, each), why(view, each)) for each in found]
    return view.page("triage.html", lines=lines, total=total)


def sender(view: View, each: Waiting) -> str:
    """Return who sent a text, as far as it is known."""
    shown = each.shown
    if shown.person is not None:
        return ", ".join(filter(None, (shown.person.name, view.roles_of(shown.person))))
    called = f"'{shown.name}'" if shown.name else ""
    return view.t("kept.stranger", sender=" ".join(filter(None, (called, view.spaced(shown.address.value)))))


def why(view: View, each: Waiting) -> str:
    """Return how a text was read, in sentences."""
    reading, said = each.reading, []
    if reading.plea:
        said.append(view.t("kept.plea"))
    if reading.hazard and reading.sure:
        said.append(view.t("kept.read", hazard=view.hazard(reading.hazard).lower()))
    elif reading.hazard or reading.guesses:
        hazards = [reading.hazard] if reading.hazard else list(reading.guesses[:3])
        named = view.arg(Joined(tuple(view.hazard(each).lower() for each in hazards)))
        said.append(view.t("kept.doubt", hazard=named))
    else:
        said.append(view.t("kept.no_hazard"))
    if reading.place is not None:
        said.append(view.t("kept.place", place=f"{reading.place.name}, {reading.place.county}"))
    if reading.affected:
        numbers = [Text(f"affected.{what}", n=number) for what, number in reading.affected.items()]
        said.append(view.t("kept.numbers", numbers=Joined(tuple(numbers))))
    if each.before:
        said.append(view.t("kept.before", n=each.before))
    return " ".join(said)
