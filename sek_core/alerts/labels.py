"""Labels for texts: the audiences of a route and its gaps."""

from collections.abc import Sequence

from sek_core.alerts.routing import Gap, Plan
from sek_core.messages.screens import Arg, Joined, Text
from sek_core.roster.roles import CLT, WIDE, Role
from sek_core.wording.phrases import EMPTY, named, role_of
from sek_core.work.unit_of_work import UnitOfWork


def gaps_of(work: UnitOfWork, gaps: Sequence[Gap], most: int | None = None) -> Arg:
    """Return " (no CLT lead in Kitui)", or the empty text; `most`: the greatest number of gaps named."""
    named = tuple(_gap(work, gap) for gap in _collapsed(work, gaps)[:most])
    return Text("alert.gaps", {"gaps": Joined(named)}) if named else EMPTY


def _collapsed(work: UnitOfWork, gaps: Sequence[Gap]) -> list[Gap]:
    """Drop the gaps that another one implies: no member implies none of the sector, no CLT implies no lead
    and no member.
    """
    everyone = [gap for gap in gaps if not gap.sector or Gap(gap.role, gap.county) not in gaps]
    shown: list[Gap] = []
    for gap in everyone:
        whole = all(Gap(role, gap.county) in gaps and not _is_away(work, role, gap.county) for role in CLT)
        smaller = Gap("clt", gap.county) if gap.role in CLT and whole else gap
        if smaller not in shown:
            shown.append(smaller)
    return shown


def _is_away(work: UnitOfWork, role: str, county: str) -> bool:
    """Return True if the role has holders, and all of them are away without a cover."""
    held = work.people.holders(role, county)
    return bool(held) and not work.people.with_cover(person for _, person in held)


def _gap(work: UnitOfWork, gap: Gap) -> Text:
    if _is_away(work, gap.role, gap.county):
        key = "gap.wide_away" if gap.role in WIDE else "gap.away"
        return Text(key, {"role": role_of(work, gap.role), "county": gap.county})
    key = "gap.wide" if gap.role in WIDE else "gap.sector" if gap.sector else "gap.county"
    return Text(key, {"role": role_of(work, gap.role), "county": gap.county})


def audiences_of(work: UnitOfWork, plan: Plan) -> Joined:
    """Return the audiences of a report as the reporter knows them: "USAID, RLA, Kitui CLT"."""
    labels: dict[tuple[str, str], Text] = {}
    for track in plan.tracks:
        for alerted in track.alerted:
            if plan.wide:  # stand-ins, whom the reporter does not know by their role
                labels["", alerted.person.name] = named(alerted.person)
            elif alerted.role in (Role.CLT_LEAD, Role.CLT_MEMBER):
                labels[track.county, "clt"] = Text("audience.clt", {"county": track.county})
            else:
                labels["", alerted.role] = role_of(work, alerted.role)
    return Joined(tuple(labels.values()))
