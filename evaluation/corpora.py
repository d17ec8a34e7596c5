"""Texts of other people: ordinary ones, and messages from disasters elsewhere."""

import csv
from pathlib import Path

CORPORA = Path(__file__).parents[1] / "tests" / "corpora"

ORDINARY = {"Swahili tweets": "afrisenti_swa_train.tsv", "English SMS": "sms_spam.tsv"}

NEEDS = {"food": "malnutrition_hunger", "water": "water_shortage", "medical_help": "disease_outbreak"}
"""Which hazard a column of Munro's messages tells of."""


def ordinary(file: str) -> list[str]:
    """The texts of a file of ORDINARY, without spam; none where the file is not there."""
    path = CORPORA / file
    if not path.exists():
        return []
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    if file.startswith("sms"):
        return [text for kind, text in rows if kind == "ham"]
    return [text for text, _ in rows[1:]]


def disasters(genre: str, column: str) -> list[tuple[str, frozenset[str]]]:
    """Messages with this mark, and the hazards that its marks make right."""
    with (CORPORA / "munro_validation.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    floods = frozenset({"flood", "flash_flood"})
    return [
        (row["message"], floods if genre == "news" else _asked_for(row))
        for row in rows
        if row["genre"] == genre and row[column] == "1"
    ]


def _asked_for(row: dict[str, str]) -> frozenset[str]:
    """Who asks for food and water is read as one of the two."""
    return frozenset(hazard for column, hazard in NEEDS.items() if row[column] == "1")
