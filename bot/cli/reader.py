"""`sek reader`: training, measuring, and learning from what people decided. Part of `bot.cli`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.learning import Training
    from bot.reader_figures import Labelled
    from config.mechanism import Configuration
    from sek_core.examples.reading import Example
    from sek_core.understanding.reader import Reader

reader = typer.Typer(no_args_is_help=True, help="The learned reader: how well it reads, and learning.")


@reader.command()
def train() -> None:
    """Train the heads again on the texts of the repository, and write the weights that are shipped."""
    training = _training()
    training.train()


@reader.command()
def evaluate(
    file: Annotated[
        Path | None,
        typer.Argument(help="Labelled texts, a JSON object a line; without it, people's examples."),
    ] = None,
) -> None:
    """How well texts are read: of reports and of others, how many are sent, asked about, and kept."""
    from bot import reader_figures
    from bot.cli import common
    from bot.readers import make_reader, what_runs
    from config.faults import Fault, FaultsError

    common.log_as_configured()
    settings, configuration = common.load_settings(), common.load()
    if file is None:
        texts = list(reader_figures.of_examples(_examples(configuration)))
        if not texts:
            common.fail("no text was labelled yet: people's answers in triage are the labels")
    else:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise FaultsError([Fault(str(file), 0, f"cannot be read: {error}")]) from error
        texts = list(reader_figures.of_lines(lines, str(file)))
    runs, _ = what_runs(settings.reader, settings.reader_weights)
    common.say(f"texts are read by {runs}")
    _print(make_reader(configuration, settings.reader, settings.reader_weights), texts, configuration)
    _name_unknown_hazards(texts, configuration)


@reader.command()
def learn(
    yes: Annotated[bool, typer.Option("--yes", help="Take the new weights without asking.")] = False,
) -> None:
    """Train on people's examples too, show how both weights read, and take the new ones if you say so."""
    from bot import learning, reader_figures
    from bot.cli import common
    from bot.readers import make_reader
    from sek_core.understanding.learned.headed import HeadedReader
    from sek_core.understanding.learned.interface import Unavailable

    common.log_as_configured()
    settings, configuration = common.load_settings(), common.load()
    which, weights = settings.reader, settings.reader_weights
    examples = _examples(configuration)
    if len(examples) < learning.FEWEST:
        common.fail(f"people have labelled {len(examples)} texts; learning begins with {learning.FEWEST}")
    training = _training()
    rows = learning.rows_of(examples)
    common.say(f"learning from {len(rows)} of {len(examples)} texts that people labelled")
    files = training.retrained(rows)
    try:
        found = learning.tried(files, which)
    except Unavailable as error:
        common.fail(f"nothing was changed: the new weights cannot be used for SEK_READER={which}: {error}")
    assert found.engine is not None
    after = HeadedReader(configuration, found.engine)
    held = [reader_figures.labelled_of(row) for row in training.held_back()]
    own = list(reader_figures.of_examples((each for each in examples if each.is_held_back), grouped=False))
    readers = {"before": make_reader(configuration, which, weights), "after": after}
    for name, texts in (("texts of the repository", held), ("people's texts", own)):
        for when, one in readers.items():
            common.say("")
            common.say(f"{name} that were not learned from, {when}")
            _print(one, texts, configuration)
    if not yes and not typer.confirm(f"\nTake the new weights into {weights}?"):
        common.say("nothing was changed")
        return
    try:
        learning.install(weights, files)
    except OSError as error:
        common.fail(f"the new weights could not be written: {error}")
    common.say(f"the new weights are in {weights}: processes read with them from their next start")


def _training() -> "Training":
    from bot.cli import common
    from bot.learning import CannotTrain, load_training

    try:
        return load_training()
    except CannotTrain as error:
        common.fail(str(error))


def _examples(configuration: "Configuration") -> "list[Example]":
    from bot.cli import common
    from sek_core.examples.reading import all_examples
    from sek_core.understanding.scrubbing import Scrubber

    scrubber = Scrubber(configuration)
    return common.read_database(lambda session: all_examples(session, scrubber))


def _print(one: "Reader", texts: "Iterable[Labelled]", configuration: "Configuration") -> None:
    from bot import reader_figures
    from bot.cli import common

    for line in reader_figures.table(one, texts, configuration.mechanism.counties):
        common.say(line.rstrip())


def _name_unknown_hazards(texts: "Iterable[Labelled]", configuration: "Configuration") -> None:
    """Say which labels can never be read, because the mechanism has no such hazard."""
    from bot.cli import common
    from sek_core.understanding.learned.interface import PROTECTION

    named = {hazard for text in texts for hazard in text.hazards}
    if unknown := sorted(named - {PROTECTION, *configuration.hazards}):
        common.say(f"not in hazards.yaml, so never right: {', '.join(unknown)}")
