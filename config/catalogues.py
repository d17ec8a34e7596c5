"""The texts that people read: one gettext file per language, parsed with Babel.

A message id is the name of a text ("report.sent"), its string the text with `{arguments}`; a plural text has
both of its forms. All languages have the same texts with the same arguments, except for those that stand for
names of the mechanism: a language may do without a name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

from config.faults import Fault, FaultsError
from config.names import ARGUMENTS, fill


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language: forms by key, and the function that picks the form for a number."""

    language: str
    forms: dict[str, tuple[str, ...]]
    plural: Callable[[int], int]

    def pattern(self, key: str, n: int | None = None) -> str:
        """Return the text `key` with its `{arguments}` unfilled; raise KeyError if there is none."""
        forms = self.forms[key]
        return forms[0] if n is None or len(forms) == 1 else forms[self.plural(n)]


def load_texts(*directories: Path) -> dict[str, Catalogue]:
    """Read every `.po` file of the folders; a text of a later folder overrides that of an earlier one.

    Raise FaultsError for texts that are missing or differ between the languages.
    """
    faults: list[Fault] = []
    catalogues: dict[str, Catalogue] = {}
    for path in [path for directory in directories for path in sorted(directory.glob("*.po"))]:
        try:
            found = _load(path)
        except FaultsError as error:
            faults.extend(error.faults)
            continue
        known = catalogues.get(path.stem)
        forms = {**known.forms, **found.forms} if known else found.forms
        catalogues[path.stem] = Catalogue(path.stem, forms, found.plural)
    if not catalogues and not faults:
        faults.append(Fault("texts", 0, "there is no .po file in this folder"))
    faults.extend(_differences(catalogues))
    if faults:
        raise FaultsError(faults)
    return catalogues


def with_names(
    catalogues: Mapping[str, Catalogue], names: Mapping[str, Mapping[str, str]]
) -> dict[str, Catalogue]:
    """Return the texts with the names of the mechanism put in."""
    return {
        language: replace(
            catalogue,
            forms={
                key: tuple(fill(form, names[language]) for form in forms)
                for key, forms in catalogue.forms.items()
            },
        )
        for language, catalogue in catalogues.items()
    }


def _load(path: Path) -> Catalogue:
    # Babel is imported only where texts are loaded: `sek --help` does without it.
    from gettext import c2py

    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.stem, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise FaultsError([Fault(f"texts/{path.name}", 0, str(error))]) from error
    forms: dict[str, tuple[str, ...]] = {}
    faults: list[Fault] = []
    for message in catalog:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
        if not all(strings):
            faults.append(Fault(f"texts/{path.name}", message.lineno or 0, f"{key}: has no text"))
        try:
            _arguments(strings)
        except ValueError as error:
            faults.append(Fault(f"texts/{path.name}", message.lineno or 0, f"{key}: {error}"))
        forms[key] = strings
    if faults:
        raise FaultsError(faults)
    return Catalogue(path.stem, forms, c2py(catalog.plural_expr))


def _differences(catalogues: dict[str, Catalogue]) -> list[Fault]:
    """Return a fault for each text that a language lacks, or has with other arguments."""
    faults: list[Fault] = []
    keys = {key for catalogue in catalogues.values() for key in catalogue.forms}
    for key in sorted(keys):
        arguments = {
            language: _arguments(catalogue.forms[key]) - ARGUMENTS
            for language, catalogue in catalogues.items()
            if key in catalogue.forms
        }
        everyone = set().union(*arguments.values())
        for language in catalogues:
            if language not in arguments:
                faults.append(Fault(f"texts/{language}.po", 0, f"{key}: is missing"))
            elif arguments[language] != everyone:
                lost = ", ".join(sorted(everyone - arguments[language]))
                faults.append(Fault(f"texts/{language}.po", 0, f"{key}: does not use {{{lost}}}"))
    return faults


def _arguments(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
