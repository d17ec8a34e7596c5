"""Translation of a screen into one language: the texts of config/texts, filled with their arguments."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from config.catalogues import Catalogue
from config.mechanism import Configuration
from sek_core.messages.screens import (
    QUOTE,
    Arg,
    Bars,
    Chart,
    Content,
    Document,
    Enclosure,
    HazardName,
    HazardSeverity,
    Joined,
    Moment,
    Screen,
    Text,
    Translated,
    Upper,
)

_BEGINS = re.compile(r"(?<=[^.][.?!] )\{(?!(?:n|quote)\})(\w+)\}")
"""An argument at the beginning of a sentence."""

_FIRST = re.compile(r"^\{(?!(?:n|quote)\})(\w+)\}")


class Translator:
    """Translator of screens into the languages of the mechanism."""

    def __init__(self, configuration: Configuration) -> None:
        self._catalogues: Mapping[str, Catalogue] = configuration.texts
        self._hazards: Mapping[str, Mapping[str, str]] = {
            language: {each.id: each.label.in_language(language) for each in configuration.hazards.values()}
            for language in configuration.texts
        }
        self._severities = configuration.severities
        self._zone = configuration.mechanism.zone
        self._default = configuration.mechanism.languages[0]

    def localized(self, language: str, now: datetime) -> "LocalizedText":
        """Return a translator into `language`. `now` decides whether a time needs its day beside it."""
        catalogue = self._catalogues.get(language) or self._catalogues[self._default]
        language = catalogue.language
        severities = self._severities.get(language, {})
        said = "" if language == self._default else language
        return LocalizedText(catalogue, self._hazards[language], severities, self._zone, now, said)


class LocalizedText:
    """Translator into one language at one moment."""

    def __init__(
        self,
        catalogue: Catalogue,
        hazards: Mapping[str, str],
        severities: Mapping[str, Mapping[str, str]],
        zone: ZoneInfo,
        now: datetime,
        said_as: str = "",
    ) -> None:
        """`said_as`: the language as a content names it."""
        self._catalogue = catalogue
        self._said_as = said_as
        self._hazards = hazards
        self._severities = severities
        self._zone = zone
        self._today = now.astimezone(zone).date()
        self._moments: dict[datetime, str] = {}
        self._said: dict[int, tuple[Arg, str]] = {}

    def say(self, screen: Screen) -> Content:
        """Return the screen in this language."""
        return Content(
            body=self._body(screen),
            options=tuple((option.value, self.text(option.label)) for option in screen.options),
            skip=self.text(Text(screen.skip)) if screen.skippable else "",
            quote=screen.quote,
            max_segments=screen.max_segments,
            suggestions=tuple((option.value, self.text(option.label)) for option in screen.suggestions),
            actions=tuple((self.text(action.says), self.text(action.label)) for action in screen.actions),
            hint=self.text(screen.hint) if screen.hint else "",
            contact=self.text(screen.contact) if screen.contact else "",
            asked=screen.asked,
            attachment=screen.attachment,
            chart=self._bars(screen.chart) if screen.chart else None,
            document=self._enclosure(screen.document) if screen.document else None,
            language=self._said_as,
        )

    def _body(self, screen: Screen) -> str:
        """Return the words of a screen; before its choices a sentence ends."""
        body = self.text(screen.text, begins=True)
        return f"{body}." if screen.options and body and (body[-1].isalnum() or body[-1] == ")") else body

    def _bars(self, chart: Chart) -> Bars:
        groups = tuple((self.text(label), figures) for label, figures in chart.groups)
        return Bars(self.text(chart.title), tuple(self.text(label) for label in chart.series), groups)

    def _enclosure(self, document: Document) -> Enclosure:
        title, text = self.text(document.title), self._say(document.text)
        return Enclosure(document.name, document.media_type, title, text)

    def text(self, text: Text, *, begins: bool = False) -> str:
        """Return a text in this language, filled with its arguments. A sentence that one begins has a capital
        letter, unless it is a name or other words of people. `begins`: the text is no part of another.
        """
        pattern = self._catalogue.pattern(text.key, text.n)
        if "{" not in pattern:
            return pattern
        pattern, first = _marked(pattern, begins)
        spoken = {name: self._say(arg) for name, arg in text.args.items()}
        for name in first:
            said = spoken[name]
            spoken[f"^{name}"] = said if type(text.args[name]) is str else said[:1].upper() + said[1:]
        n = "" if text.n is None else f"{text.n:,}"
        return pattern.format(**spoken, n=n, quote=QUOTE)

    def _say(self, arg: Arg) -> str:
        if type(arg) is str:  # most arguments, and this runs for every word of every message
            return arg
        said = self._said.get(id(arg))
        if said is None:
            # Two alerts of one incident share their parts. An argument is kept beside its words and lives as
            # long as this object, so no other argument can get its id.
            said = self._said[id(arg)] = (arg, self._put(arg))
        return said[1]

    def _put(self, arg: Arg) -> str:
        if isinstance(arg, Text):
            return self.text(arg)
        if isinstance(arg, Joined):
            return arg.separator.join(filter(None, map(self._say, arg.items)))
        if isinstance(arg, HazardName):
            return self._hazard(arg)
        if isinstance(arg, HazardSeverity):
            words = self._severities.get(arg.hazard_id, {}).get(arg.severity)
            return words or self.text(Text(f"severity.{arg.severity}"))
        if isinstance(arg, Moment):
            return self._moment(arg.at)
        if isinstance(arg, Upper):
            return self._say(arg.inner).upper()
        if isinstance(arg, Translated):
            return arg.words.get(self._catalogue.language) or next(iter(arg.words.values()))
        return f"{arg:,}" if isinstance(arg, int) else arg

    def _hazard(self, name: HazardName) -> str:
        said = self._hazards.get(name.hazard_id)
        if said is None:  # no longer configured, but old incidents have it
            said = name.hazard_id.replace("_", " ")
        return said.upper() if name.upper else said.lower()

    def _moment(self, at: datetime) -> str:
        said = self._moments.get(at)
        if said is None:
            here = at.astimezone(self._zone)
            said = f"{here.hour:02}:{here.minute:02}"
            if here.date() != self._today:
                said = f"{here.day} {self.text(Text(f'month.{here.month}'))} {said}"
            self._moments[at] = said
        return said


@cache
def _marked(pattern: str, begins: bool) -> tuple[str, tuple[str, ...]]:
    """Return a pattern with a mark on each argument that begins a sentence, and the names of these."""
    names = _BEGINS.findall(pattern)
    marked = _BEGINS.sub(r"{^\1}", pattern)
    if begins:
        names += _FIRST.findall(marked)
        marked = _FIRST.sub(r"{^\1}", marked)
    return marked, tuple(dict.fromkeys(names))
