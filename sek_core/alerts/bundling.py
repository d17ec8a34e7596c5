"""The words of a bundle: which reports are new, the most severe first."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from config.terms import SEVERITIES
from sek_core.deliveries.bundles import LISTED
from sek_core.incidents import wording
from sek_core.messages.kinds import Priority
from sek_core.messages.screens import Arg, HazardName, Joined, Moment, Screen, Text
from sek_core.store.deliveries import Delivery
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.work.references import number_of
from sek_core.work.unit_of_work import Bundle, UnitOfWork

SEGMENTS = 3

GRAVE = 8
"""Maximum number of urgent reports in one message: each is named with its place."""


def bundle(work: UnitOfWork, alerts: Sequence[Delivery]) -> Bundle:
    """Return which of these waiting alerts are still wanted, and one message in their place. An alert that
    asks a person to act is not wanted once the incident has a holder; none is once it is over.
    """
    work.flush()
    query = select(Incident).where(Incident.ref.in_({alert.about for alert in alerts}))
    incidents = {each.ref: each for each in work.session.scalars(query)}
    wanted = [alert for alert in alerts if _is_wanted(alert, incidents)]
    if not wanted:
        return Bundle(frozenset(), None)
    listed = sorted({alert.about for alert in wanted}, key=lambda ref: _order(incidents[ref]))
    asked = {alert.about for alert in wanted if alert.step is not None}
    asks = [ref for ref in listed if ref in asked]
    groups: dict[tuple[str, str], list[str]] = {}
    for ref in listed:
        incident = incidents[ref]
        groups.setdefault((incident.hazard, ",".join(incident.counties)), []).append(ref)
    args: dict[str, Arg] = {
        "count": len(listed),
        "time": Moment(min(alert.created_at for alert in wanted)),
        "how": Text("bundle.take" if asks else "bundle.read", {"ref": (asks or listed)[0]}),
    }
    if all(alert.priority <= Priority.URGENT for alert in wanted):
        text = Text("bundle.urgent", args | {"lines": _grave([incidents[ref] for ref in listed])})
    elif len(groups) == 1:
        text = Text("bundle.alike", args | _group(incidents[listed[0]], listed, LISTED))
    else:
        lines: list[Arg] = []
        left = LISTED
        for refs in groups.values():
            shown = max(min(left, len(refs)), 1)
            lines.append(Text("bundle.group", _group(incidents[refs[0]], refs, shown)))
            left -= shown
        text = Text("bundle.mixed", args | {"lines": Joined(tuple(lines), "; ")})
    return Bundle(frozenset(alert.id for alert in wanted), Screen(text, max_segments=SEGMENTS))


def _grave(incidents: Sequence[Incident]) -> Joined:
    """Return "S12 EXTREME FLOOD Voo, Kitui; S13 SEVERE FLOOD Kyuso, Kitui"."""
    shown: list[Arg] = [
        Joined((each.ref, wording.headline(each)), separator=" ") for each in incidents[:GRAVE]
    ]
    if len(incidents) > GRAVE:
        shown.append(Text("bundle.others", n=len(incidents) - GRAVE))
    return Joined(tuple(shown), "; ")


def _group(incident: Incident, refs: Sequence[str], most: int) -> dict[str, Arg]:
    shown: list[Arg] = list(refs[:most])
    if len(refs) > most:
        shown.append(Text("bundle.others", n=len(refs) - most))
    return {
        "hazard": HazardName(incident.hazard),
        "county": wording.county_of(incident),
        "refs": Joined(tuple(shown)),
    }


def _is_wanted(alert: Delivery, incidents: Mapping[str, Incident]) -> bool:
    incident = incidents.get(alert.about)
    if incident is None:
        return False
    asks = alert.step is not None
    statuses = (IncidentStatus.OPEN,) if asks else (IncidentStatus.OPEN, IncidentStatus.TAKEN)
    return incident.status in statuses


def _order(incident: Incident) -> tuple[int, int]:
    """Order by severity, the gravest first; what no one has said stands before what is moderate."""
    grade = SEVERITIES.index(incident.severity) if incident.severity in SEVERITIES else 1.5
    return int(-2 * grade), number_of(incident.ref)
