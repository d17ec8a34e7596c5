"""`python -m evaluation`, or `make evaluate`: how well texts are read. See docs/understanding.md."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.readers import make_reader, what_runs
from config.mechanism import Configuration, load_configuration
from evaluation import corpora, slots, texts
from evaluation.program import EXPLAINED, HEAD, Program, table
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import Action, Confirm, Report
from sek_core.understanding.reader import Reader
from sek_core.understanding.tagger import Tagger

COUNTY = "Kitui"
"""Whose lead sends the texts of other people."""

OWN = ("given", "tuned", "more", "held")

HIDDEN = ("held",)
"""Sets of which only totals are printed, so that nothing is mended with their texts."""

TRAINING = Path(__file__).parents[1] / "training" / "texts"

WRITTEN = ("field_texts_3", "field_texts_w1", "field_texts_w2", "field_texts_2")

WARNING = """\
The heads were trained on the texts of training/texts, and the rules mended with them: the figures of these
sets flatter. `make heads` prints the fair ones, with each writer held out. No head was trained on held."""


def main() -> None:
    """Print what the program does as it runs; then the rules alone, and every text of the sets of one's own
    that they read wrong.
    """
    configuration = load_configuration()
    rules, running = Reader(configuration), make_reader(configuration, "ngrams")
    print(f"== as the program runs: {what_runs('ngrams')[0]}\n{HEAD}")
    program = _program(configuration, running)
    for name, file in _sets():
        print(f"{name}\n" + "\n".join(table(program, slots.load(file))))
    print(f"{EXPLAINED}\n{WARNING}")
    _of_others(program, running)
    print("\n== rules alone")
    program = _program(configuration, rules)
    wrong = [line for name in OWN for line in _own(program, name)]
    _of_others(program, rules)
    print("\n".join(wrong))


def _sets() -> Iterator[tuple[str, Path]]:
    yield from ((name, texts.TEXTS / f"{name}.jsonl") for name in OWN)
    yield from ((name, TRAINING / f"{name}.jsonl") for name in WRITTEN)


def _program(configuration: Configuration, reader: Reader) -> Program:
    return Program(Grammar(configuration, reader, REGISTRY.verbs), reader, Tagger(configuration))


def _of_others(program: Program, reader: Reader) -> None:
    for name, file in corpora.ORDINARY.items():
        _ordinary(name, [program.action_of(text, COUNTY) for text in corpora.ordinary(file)])
    for genre, column in (
        ("direct", "food"), ("direct", "water"), ("direct", "medical_help"), ("news", "floods"),
    ):  # fmt: skip
        rows = corpora.disasters(genre, column)
        right = sum(reader.read(text, (COUNTY,)).hazard in hazards for text, hazards in rows)
        print(f"{genre} {column:<14} {right:>5} of {len(rows):<5} {right / len(rows):.0%}")


def _own(program: Program, name: str) -> Iterable[str]:
    rows = texts.load(name)
    read = [(row, program.action_of(row.text, row.from_county)) for row in rows]
    reports = [(row, action) for row, action in read if row.is_report]
    right = sum(not texts.faults(row, action) for row, action in reports)
    asked = sum(isinstance(action, Confirm) for _, action in reports)
    print(
        f"{name:<8} reports  {right:>5} of {len(reports):<5} {right / len(reports):.1%}, {asked} asked about"
    )
    _ordinary(name, [action for row, action in read if not row.is_report])
    for row, action in read:
        if (differs := texts.faults(row, action)) and name not in HIDDEN:
            yield f"{name}: {row.text!r}: {', '.join(differs)}"


def _ordinary(name: str, actions: list[Action]) -> None:
    if not actions:
        return
    kinds = Counter(type(action) for action in actions if not _starts_questions(action))
    shares = [f"{kinds[kind] / len(actions):.2%}" for kind in (Report, Confirm)]
    print(f"{name:<16} {len(actions):>5} ordinary: {shares[0]} sent unasked, {shares[1]} asked about")


def _starts_questions(action: Action) -> bool:
    """A report word with words that name no hazard."""
    return isinstance(action, Report) and action.reading.hazard is None


if __name__ == "__main__":
    main()
