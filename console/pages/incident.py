"""The page of one incident: what stands, what may be done, and its whole story."""

from starlette.responses import Response

from config.affected import ordered
from console import naming
from console.view import View
from sek_core.incidents import wording
from sek_core.messages.screens import Text
from sek_core.roster.snapshot import Person
from sek_core.store.incidents import Incident
from sek_core.store.states import IncidentStatus
from sek_core.views import story as stories
from sek_core.views import visibility
from sek_core.views.story import Event


def show(view: View) -> Response | None:
    """Show an incident; None for one that the reader may not see, as for one that does not exist."""
    ref = view.request.path_params["ref"].upper()
    incident = visibility.find_visible(view.work, view.reader, ref)
    if incident is None:
        return None
    story = stories.of(view.work, view.reader, incident)
    return view.page(
        "incident.html",
        incident=incident,
        story=story,
        row=story.row,
        words=visibility.reads_words(view.work, view.reader),
        what=view.name_of(incident),
        where=view.where(incident),
        facts=_facts(view, incident),
        happened=[(each.entry.at, happened(view, each), each.who is None) for each in story.events],
        reached=sum(each.state in ("sent", "delivered") for each in story.told),
        holder_line=_state(view, incident, story),
        receivers=[(person, _about(view, person)) for person in story.receivers],
    )


def _facts(view: View, incident: Incident) -> list[tuple[str, str]]:
    """Return what is known, as pairs of a name and a value."""
    facts: list[tuple[str, str]] = []
    place = ", ".join(filter(None, (incident.place, view.where(incident))))
    facts.append((view.t("fact.where"), place))
    for key, number in ordered(incident.affected).items():
        facts.append((view.t("fact.affected"), view.say(Text(f"affected.{key}", n=number))))
    if incident.needs:
        facts.append((view.t("fact.needs"), view.say(wording.needs_named(incident.needs))))
    if incident.sectors:
        facts.append((view.t("fact.sectors"), ", ".join(incident.sectors)))
    if incident.outcome and view.sees_words:
        facts.append((view.t("fact.outcome"), incident.outcome))
    if incident.confirmed:
        facts.append((view.t("fact.confirmed"), view.t(f"confirmed.{incident.confirmed}")))
    return facts


def happened(view: View, event: Event) -> str:
    """Return one line of what happened, without its time."""
    words = " ".join(event.entry.words.split()) if view.sees_words else ""
    args = {
        "time": "",
        "who": event.who or event.entry.address or "",
        "words": Text("history.words", {"words": words}) if words else "",
        "name": words.removeprefix("to "),
    }
    said = view.say(Text(f"history.{event.entry.what.replace(' ', '_')}", args)).strip()
    return said[:1].upper() + said[1:]


def _state(view: View, incident: Incident, story: stories.Story) -> tuple[str, str, str]:
    """Return the style, the heading and the words of how it stands."""
    row, status = story.row, incident.status
    if status == IncidentStatus.HELD:
        until = view.clock(incident.held_until) if incident.held_until else ""
        return "open", view.t("state.held"), view.t("state.held_until", time=until)
    if status == IncidentStatus.OPEN:
        asked = naming.names(view, row.waits_for)
        said = view.t("state.asked", who=asked) if asked else view.t("state.none_asked")
        if row.next_at is not None:
            said = f"{said} {view.t('state.next', time=view.clock(row.next_at))}"
        return "open", view.t("state.open", time=view.ago(incident.reported_at)), said
    if status == IncidentStatus.TAKEN:
        who = view.t("you") if row.mine else row.holder or view.t("someone")
        said = view.t("state.taken_at", time=view.clock(incident.taken_at)) if incident.taken_at else ""
        if row.promise is not None:
            key = "state.promise_late" if row.late else "state.promise"
            said = f"{said} {view.t(key, time=view.clock(row.promise))}"
        return "", view.t("state.taken", who=who), said
    if status == IncidentStatus.CLOSED:
        closed = view.clock(incident.closed_at) if incident.closed_at else ""
        outcome = (incident.outcome or "") if view.sees_words else ""
        return "answer", view.t("state.closed", time=closed), outcome
    if incident.same_as and story.same is not None:
        return "", view.t("state.same", ref=incident.same_as), ""
    return "", view.t("state.cancelled"), ""


def _about(view: View, person: Person) -> str:
    return ", ".join(filter(None, (view.roles_of(person), person.organisation)))
