"""Putting the names of a mechanism where they are read: into texts, words and series of meetings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.catalogues import Catalogue
from config.hazards import Words
from config.meetings import MeetingFile
from config.names import KEYS, NameFile, by_language, called
from config.terms import Role


@dataclass(frozen=True)
class Naming:
    """The names of the own mechanism.yaml, if there is one, and of the packaged one, by language."""

    own: Mapping[str, NameFile]
    packaged: Mapping[str, NameFile]
    short_name: str
    languages: tuple[str, ...]

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """What each argument of a text stands for, by language."""
        return by_language(self.own, self.packaged, self.short_name, self.languages)

    def unknown(
        self, texts: Mapping[str, object], meetings: MeetingFile
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield location and fault of each own name that is for nothing."""
        series = {each.id for each in meetings.series}.union(
            *(file.series for file in self.packaged.values())
        )
        for language, file in self.own.items():
            if language not in texts:
                yield ("names", language), f"there is no texts/{language}.po"
            for name in file.series:
                if name not in series:
                    yield ("names", language, "series", name), "is no series of meetings.yaml"

    def lacking(self, meetings: MeetingFile) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield (language, keys) for the names that an own file with names leaves to the packaged one."""
        for language in self.languages if self.own else ():
            file = self.own.get(language, NameFile())
            # The mechanism's name is short_name, if there is no other.
            without = [key for key in KEYS if key != "mechanism" and not getattr(file, key)]
            for each in meetings.series:
                if each.id not in file.series and language not in each.name:
                    without.append(f"series.{each.id}")
            if without:
                yield language, tuple(without)

    def series(self, meetings: MeetingFile) -> MeetingFile:
        """Return the series with their names: of the own file, else of meetings.yaml, else the packaged."""
        names = self.names
        nothing = NameFile()
        named = []
        for each in meetings.series:
            found = {
                language: name.format(**names[language])
                for language in self.languages
                if (
                    name := self.own.get(language, nothing).series.get(each.id)
                    or each.name.get(language)
                    or self.packaged.get(language, nothing).series.get(each.id)
                )
            }
            named.append(each.model_copy(update={"name": found}))
        return meetings.model_copy(update={"series": tuple(named)})

    def roles(self, words: Mapping[Role, Words], texts: Mapping[str, Catalogue]) -> dict[Role, Words]:
        """Return the words for roles, with their names behind them. A role without words gets none."""
        names = self.names
        return {
            role: _added(said, called(role, names), _in_texts(role, texts)) for role, said in words.items()
        }

    def audiences(self, words: Mapping[Role, Words]) -> dict[Role, Words]:
        """Return the words for all holders of a role, with their names behind them."""
        names = self.names
        return {role: _added(said, called(role, names, several=True)) for role, said in words.items()}


def _in_texts(role: Role, texts: Mapping[str, Catalogue]) -> dict[str, list[str]]:
    key = f"role.{role}"
    return {language: list(each.forms[key]) for language, each in texts.items() if key in each.forms}


def _added(said: Words, *added: Mapping[str, Sequence[str]]) -> Words:
    found = {language: list(phrases) for language, phrases in said.items()}
    for names in added:
        for language, more in names.items():
            known = found.setdefault(language, [])
            for name in more:
                if name.lower() not in {phrase.lower() for phrase in known}:
                    known.append(name)
    return {language: tuple(phrases) for language, phrases in found.items()}


def nameless(meetings: MeetingFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield location and fault of each series that has no name in any language."""
    for number, each in enumerate(meetings.series):
        if not each.name:
            yield ("series", number, "id"), f"{each.id} has no name; write one here or in mechanism.yaml"
