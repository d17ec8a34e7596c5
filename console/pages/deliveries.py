"""Messages and what they cost: failing ones first, the list with its filter, spending by county and day."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from console import exporting
from console.exporting import Batch, Export
from console.pages.find import REFERENCE
from console.view import View, redirect
from sek_core.deliveries import resending
from sek_core.deliveries.spending_figures import Spent
from sek_core.messages.screens import Arg, Joined, Text
from sek_core.roster.snapshot import Person
from sek_core.store.states import DeliveryStatus
from sek_core.views import deliveries as views
from sek_core.views import spending
from sek_core.views.deliveries import STATES, Filter

MOST = 60
HEIGHT, WIDTH, LEFT, BASE = 90, 340, 34, 105
"""Size of the chart, in its own units: of the bars, of the whole, and where the bars begin."""


def may(view: View) -> bool:
    """Let in who sees what messages cost."""
    return views.may_read(view.work, view.visitor.person if view.visitor else None)


def lists(view: View) -> bool:
    """Let in who sees each message."""
    return may(view) and views.may_list(view.work, view.reader)


def show(view: View) -> Response | None:
    """Show what was spent, and to who may see them the messages."""
    each = lists(view)
    wanted, who, wrong = filter_of(view)
    if wrong:
        return view.page("no_filter.html", 400, wrong=wrong, address=view.request.url.path)
    total = views.count(view.work, view.reader, wanted)
    if form := view.asked("format"):
        return exporting.give(view, form, _export(view, wanted, who, total)) if each else None
    shown, more = views.page(view.work, view.reader, wanted) if each else ([], None)
    days = spending.figures(view.work)
    months = spending.month(view.work, days)
    return view.page(
        "deliveries.html",
        wanted=wanted,
        who=who,
        heading=heading(view, wanted, who),
        total=total,
        rows=shown,
        more=more,
        failed=views.failed(view.work, view.reader, wanted) if each and not wanted.before else [],
        each=each,
        states=STATES,
        channels=view.work.core.channels.names,
        months=months,
        limited=any(month.limit for month in months),
        passed=spending.month_passed(view.now),
        chart=chart(view, days),
        sign=sign,
        again=view.asked("again"),
    )


def resend(view: View, form: Mapping[str, str]) -> Response:
    """Send a failed alert again."""
    written = form.get("delivery", "")
    number = int(written) if written.isdecimal() and len(written) < 18 else 0
    done = resending.send_again(view.work, number, view.reader)
    return redirect(f"/console/deliveries?again={done}")


def filter_of(view: View) -> tuple[Filter, str, list[str]]:
    """Return the filter that the address says, whom or what it names, and the parts that make no sense."""
    known: dict[str, Any] = {
        "county": view.work.configuration.mechanism.counties,
        "channel": view.work.core.channels.names,
        "state": STATES,
    }
    wrong = [name for name, values in known.items() if view.asked(name) and view.asked(name) not in values]
    since: date | None = None
    if written := view.asked("since"):
        with suppress(ValueError):
            since = date.fromisoformat(written)
        if since is None:
            wrong.append("since")
    before = view.asked("before")
    if before and not (before.isdecimal() and len(before) < 18):
        wrong.append("before")
    who = view.asked("who", MOST)
    about, people = "", None
    if REFERENCE.fullmatch(who):
        about = who = who.upper()
    elif who:
        people = named(view, who)
    if wrong:
        return Filter(), who, wrong
    found = Filter(
        view.asked("county"),
        about,
        people,
        view.asked("channel"),
        view.asked("state"),
        since,
        int(before or 0),
    )
    return found, who, []


def named(view: View, who: str) -> tuple[int, ...]:
    """Return the ids of the people whose name has these words."""
    wanted = who.casefold().split()
    everyone: Sequence[Person] = view.work.people.everybody()
    return tuple(each.id for each in everyone if all(word in each.name.casefold() for word in wanted))


def heading(view: View, wanted: Filter, who: str) -> str:
    """Return the whole filter in words."""
    parts: list[Arg] = [Text("console.sent.heading")]
    if wanted.state:
        parts.append(Text(f"console.status.{wanted.state}"))
    if wanted.channel:
        parts.append(view.channel(wanted.channel))
    if who:
        parts.append(Text("console.sent.who", {"who": who}))
    if wanted.county:
        parts.append(Text("console.heading.in", {"place": wanted.county}))
    day = views.since_of(view.work, wanted).date()
    parts.append(Text("console.heading.since", {"day": view.day(day)}))
    return view.say(Text("name", {"name": Joined(tuple(parts))}))


def sign(status: DeliveryStatus) -> str:
    """Return the sign of a status: delivered, sent, failed, or none for what waits."""
    said = {
        DeliveryStatus.DELIVERED: "delivered",
        DeliveryStatus.FAILED: "failed",
        DeliveryStatus.ACCEPTED: "sent",
        DeliveryStatus.UNKNOWN: "sent",
    }
    return said.get(status, "")


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart, in its units."""

    day: date
    spent: Decimal
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What was spent by day, as bars. `top`: the value of the upper line."""

    bars: Sequence[Bar]
    top: Decimal
    width: float


def chart(view: View, days: Sequence[Spent]) -> Chart:
    """Return the chart of the last days."""
    sums = spending.by_day(days)
    most = max(sums.values(), default=Decimal())
    top = _round_up(most)
    step = (WIDTH - LEFT) / spending.DAYS
    first = view.now.date() - timedelta(days=spending.DAYS - 1)
    bars = []
    for place in range(spending.DAYS):
        day = first + timedelta(days=place)
        spent = sums.get(day, Decimal())
        height = float(spent / top) * HEIGHT if top else 0.0
        bars.append(Bar(day, spent, round(LEFT + place * step, 1), round(BASE - height, 1), round(height, 1)))
    return Chart(bars, top, round(step - 2, 1))


def _round_up(most: Decimal) -> Decimal:
    """Return a round number that is at least as large."""
    scale = Decimal(1)
    while scale * 10 <= most:
        scale *= 10
    for step in (1, 2, 5, 10):
        if scale * step >= most:
            return scale * step
    return most


def _export(view: View, wanted: Filter, who: str, total: int) -> Export:
    def batch(later: View, place: Any) -> Batch:
        at = replace(wanted, before=place or 0)
        found, more = views.page(later.work, later.reader, at, most=exporting.ROWS)
        return [views.as_export(row) for row in found], more

    return Export("deliveries", heading(view, wanted, who), views.EXPORTED, total, batch)
