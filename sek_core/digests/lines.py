"""The line of one incident in a digest for information: what, how grave, who has it, what was offered."""

from sek_core.alerts import promise_texts
from sek_core.incidents import wording
from sek_core.messages.screens import Arg, Joined, Text
from sek_core.offers import supply
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.wording import phrases
from sek_core.work.unit_of_work import UnitOfWork


def said_of(work: UnitOfWork, incident: Incident, *, takes: bool) -> Text:
    """Return the line as the incident stands now. `takes`: its reader may take it."""
    live = incident.status in (IncidentStatus.OPEN, IncidentStatus.TAKEN)
    beside = (_severity(incident), wording.needs_of(incident)) if live else (_severity(incident),)
    help_ = (supply.offered_of(work, incident), supply.missing_of(work, incident)) if live else ()
    args: dict[str, Arg] = {
        "ref": incident.ref,
        "incident": Joined((wording.short(incident), *beside, *help_)),
    }
    holder_id = incident.closed_by_id if incident.status == IncidentStatus.CLOSED else incident.taken_by_id
    if holder_id is not None:
        args["name"] = phrases.name_of(work.people.get(holder_id))
    match incident.status:
        case IncidentStatus.CLOSED if holder_id is not None:
            args["outcome"] = promise_texts.cut(incident.outcome or "")
            return Text("digest.ended", args)
        case IncidentStatus.TAKEN if holder_id is not None:
            return Text("digest.taken", args)
        case IncidentStatus.CANCELLED if incident.same_as:
            return Text("digest.same", args | {"other": incident.same_as})
        case IncidentStatus.CLOSED | IncidentStatus.CANCELLED:
            return Text("digest.over", args)
        case _:
            return Text("digest.waits" if takes else "digest.open_still", args)


def _severity(incident: Incident) -> Arg:
    return Text(f"severity.{incident.severity}") if incident.severity else phrases.EMPTY
