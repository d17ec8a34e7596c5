"""`sek texts`: the texts out to a native reader, and corrected texts in again. Part of `bot.cli`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common

if TYPE_CHECKING:
    from config.catalogues import Catalogue

texts = typer.Typer(no_args_is_help=True, help="The texts that people read, for translators.")

Language = Annotated[str, typer.Option(help="The language, such as sw.")]


@texts.command()
def export(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to: .csv, .xlsx for Excel, or .md to read; without it, CSV is printed."),
    ] = None,
    language: Language = "sw",
) -> None:
    """Give out all texts of a language with their English, for a reader who corrects them."""
    from sek_core.spreadsheets import writing
    from sek_core.translators import sheet

    english, catalogue, _ = _catalogues(language)
    rows = list(sheet.rows(english, catalogue))
    if file is None:
        print(writing.as_csv(rows), end="")
        return
    suffix = file.suffix.lower()
    if suffix == ".md":
        common.write_file(file, sheet.page(english, catalogue).encode())
    elif suffix in writing.SUFFIXES:
        common.write_file(file, writing.as_file(rows, suffix, sheet.WIDTHS))
    else:
        common.fail(f"{file}: its name should end with .csv, .xlsx or .md")
    common.say(f"{file}: {len(rows) - 1} texts")


@texts.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The table that the reader gave back: .csv or .xlsx.")],
    language: Language = "sw",
    check: Annotated[
        bool, typer.Option("--check", help="Only say what would change or is wrong; write nothing.")
    ] = False,
) -> None:
    """Take over the corrected texts, and no others; or nothing, with every wrong line named."""
    from config.faults import FaultsError
    from sek_core.spreadsheets import reading
    from sek_core.translators import sheet
    from sek_core.translators.po_editing import edited, head_of

    english, catalogue, path = _catalogues(language)
    found = sheet.corrections(reading.read_file(file), file.name, english, catalogue, _words())
    for line in sheet.report(found, catalogue):
        common.say(line)
    if check or not found:
        common.say("nothing was changed" if found else "no text was corrected", err=True)
        return
    if not path.parent.exists():
        path.parent.mkdir()
        path.parent.chmod(0o755)  # a part of the configuration, which another user may read
    packaged = _packaged(language)
    before = path.read_text(encoding="utf-8") if path.exists() else None
    common.write_file(
        path, edited(before or head_of(packaged.read_text(encoding="utf-8")), found).encode(), private=False
    )
    try:
        common.load()
    except FaultsError:  # what the checks above did not foresee: leave the texts as they were
        path.unlink() if before is None else common.write_file(path, before.encode(), private=False)
        raise
    common.say(f"{path}: {len(found)} texts changed; restart the program")


def _catalogues(language: str) -> "tuple[Catalogue, Catalogue, Path]":
    """Return the English texts, those of the language, and the file in which its corrections go."""
    from config.catalogues import load_texts
    from config.mechanism import PACKAGED

    own = common.load_settings().config_dir
    found = load_texts(*(folder / "texts" for folder in (PACKAGED, own) if folder))
    if language not in found or language == "en":
        others = ", ".join(sorted(set(found) - {"en"}))
        common.fail(f"--language: {language!r} should be one of {others}")
    if own is None:
        return found["en"], found[language], _packaged(language)
    return found["en"], found[language], own / "texts" / f"{language}.po"


def _packaged(language: str) -> Path:
    from config.mechanism import PACKAGED

    path = PACKAGED / "texts" / f"{language}.po"
    return path if path.exists() else PACKAGED / "texts" / "en.po"


def _words() -> set[str]:
    """Return the words in capitals that a text may have: commands, and labels of hazards."""
    from handlers.dialogue.registry import REGISTRY

    words = {part for verb in REGISTRY.verbs for form in (*verb.en, *verb.sw) for part in form.split()}
    for hazard in common.load().hazards.values():
        words |= set(f"{hazard.label.en} {hazard.label.in_language('sw')}".upper().split())
    return words
