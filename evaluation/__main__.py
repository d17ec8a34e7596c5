"""`python -m evaluation`, or `make evaluate`: how well texts are read. See docs/understanding.md."""

from collections import Counter
from collections.abc import Iterable

from config.mechanism import load_configuration
from evaluation import corpora, texts
from handlers.dialogue.registry import REGISTRY
from handlers.language.grammar import Grammar
from handlers.language.intents import Action, Confirm, Report
from sek_core.understanding.reader import Reader

COUNTY = "Kitui"
"""Whose lead sends the texts of other people."""


def main() -> None:
    """Print the table; and below it every text of the sets of one's own that is read wrong."""
    configuration = load_configuration()
    reader = Reader(configuration)
    grammar = Grammar(configuration, reader, REGISTRY.verbs)
    wrong: list[str] = []
    for name in ("given", "tuned", "more", "held"):
        wrong += _own(grammar, name)
    for name, file in corpora.ORDINARY.items():
        _ordinary(name, [texts.action_of(grammar, text, COUNTY) for text in corpora.ordinary(file)])
    for genre, column in (
        ("direct", "food"), ("direct", "water"), ("direct", "medical_help"), ("news", "floods"),
    ):  # fmt: skip
        rows = corpora.disasters(genre, column)
        right = sum(reader.read(text, (COUNTY,)).hazard in hazards for text, hazards in rows)
        print(f"{genre} {column:<14} {right:>5} of {len(rows):<5} {right / len(rows):.0%}")
    print("\n".join(wrong))


def _own(grammar: Grammar, name: str) -> Iterable[str]:
    rows = texts.load(name)
    read = [(row, texts.action_of(grammar, row.text, row.from_county)) for row in rows]
    reports = [(row, action) for row, action in read if row.is_report]
    right = sum(not texts.faults(row, action) for row, action in reports)
    asked = sum(isinstance(action, Confirm) for _, action in reports)
    print(
        f"{name:<8} reports  {right:>5} of {len(reports):<5} {right / len(reports):.1%}, {asked} asked about"
    )
    _ordinary(name, [action for row, action in read if not row.is_report])
    for row, action in read:
        if differs := texts.faults(row, action):
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
