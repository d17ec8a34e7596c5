"""The kinds of questions about incidents that more than one dialogue asks or answers."""

from collections.abc import Mapping

from handlers.language.kinds import Kind
from sek_core.incidents.model import Missing
from sek_core.response import watched

HAZARD = Kind("hazard", takes="words", drafted=True, skippable=False)
"""What has happened, and where?"""

CONFIRM = Kind("confirm", "yes_or_no", drafted=True, confirms=True, labels="answer")
"""Is this text a report?"""

WHICH = Kind("which", "hazards", takes="words", drafted=True, confirms=True, skip="which.none")
"""Which hazard does this text report, if any?"""

DEATHS = Kind("deaths", "yes_or_no", of_report=True, labels="answer")
COUNTY = Kind("county", of_report=True)
PLACE = Kind("place", takes="a_name", tells="place", weighed=True, of_report=True, located=True)
SAME = Kind("same", "same_or_new", of_report=True, labels="answer")
WHAT = Kind("what", "hazards", takes="words", of_report=True)
SEVERITY = Kind("severity", "severities", of_report=True, labels="severity")

OF_MISSING: Mapping[Missing, Kind] = {
    "deaths": DEATHS,
    "county": COUNTY,
    "place": PLACE,
    "same": SAME,
    "what": WHAT,
    "severity": SEVERITY,
}
"""What asks for each thing that a report leaves open, in the order in which it is asked."""

NEED = Kind("need", several=True, aside=True, lasts="only_last", labels="need", skippable=False)
"""What is needed most?"""

WATCH = Kind(watched.QUESTION, each=True, aside=True, labels="standing", skip="standing.over")
"""How do these shocks stand now?"""

OTHERS = Kind(watched.OTHERS, aside=True, skippable=False)
"""Do all the others stand as before?"""

OVER = Kind("over", "yes_or_no", labels="answer")
"""Are these shocks over?"""

NEWS = Kind("news", labels="news", skippable=False)
"""Are words news of a shock, or a report?"""

ABOUT_OPEN = Kind("about_open", aside=True, lasts="only_last", labels="about_open", skippable=False)
"""Are words about an incident that the sender has, or was asked to take, or a report?"""

PLACE_NAME = Kind(
    "place_name",
    "yes_or_no",
    takes="a_name",
    tells="place",
    weighed=True,
    of_report=True,
    labels="answer",
    located=True,
)
"""Is a place that the gazetteer lacks called as it was typed?"""

FIX = Kind("fix", takes="words", tells="correction", weighed=True)
ADD = Kind("add", takes="words", tells="addition", weighed=True)
NOTE = Kind("note", takes="words", tells="addition", weighed=True)
"""The words of a note, to an incident or to a task."""

LATE = Kind(
    "promise",
    takes="words",
    tells="addition",
    weighed=True,
    labels="promise",
    skippable=False,
    lasts="while_last",
)
"""How does an incident stand of which news is late?"""

UNTIL = Kind("promise_until", takes="words", tells="addition", weighed=True)
"""Until when will an incident be in work?"""

SOLVED = Kind(
    "solved",
    takes="words",
    tells="addition",
    weighed=True,
    labels="solved",
    skippable=False,
    lasts="while_last",
)
"""Is solved what was closed?"""

OUTCOME = Kind("outcome", takes="words", tells="outcome", weighed=True)
"""What was done?"""
