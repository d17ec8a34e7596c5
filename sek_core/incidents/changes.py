"""Facts of an incident that people may change, and the difference between two states."""

from collections.abc import Mapping

from sek_core.incidents.model import AnyIncident


def difference(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Return what differs, old and new: "severity: severe to extreme; households: 400 to 40"."""
    names = [*before, *(name for name in after if name not in before)]
    return "; ".join(
        f"{name}: {_said(before.get(name))} to {_said(after.get(name))}"
        for name in names
        if before.get(name) != after.get(name)
    )


def facts(incident: AnyIncident) -> dict[str, object]:
    """Return the facts of an incident that people may change, by their names in the history."""
    return {
        "hazard": incident.hazard,
        "county": " / ".join(incident.counties),
        "place": incident.place,
        "severity": incident.severity,
        "needs": ", ".join(incident.needs or ()),
        **incident.affected,
    }


def _said(value: object) -> str:
    return "nothing" if value in (None, "") else str(value)
