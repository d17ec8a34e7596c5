"""The record of a kind of question. Each dialogue has the records of the questions that it asks."""

from dataclasses import dataclass
from typing import Literal

Options = Literal["names", "severities", "yes_or_no", "same_or_new", "hazards"]
"""What the choices of a question are: names of any kind, severities, yes and no, the same and
new, hazards."""

Takes = Literal["choices", "words", "a_name"]
"""Whether a question takes words of the sender's own besides its choices: none, any, or a name. A name begins
with no command word and holds no reference.
"""

Subject = Literal["", "outcome", "minutes", "matter", "addition", "correction", "place"]
"""What the words of an answer tell: what was done, what a meeting said, what a concern or an information is
about, what to add to an incident, what to correct in it, where it is.
"""


Lasts = Literal["until_answered", "while_last", "only_last"]
"""How long a text answers a question. until_answered: until it is answered. while_last: while it is the last
thing that was said to the person, besides answers; it stays open, and a reference answers it. only_last:
while nothing else at all was said since; other words end it.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question, and how a text is read while such a question is open.

    `name` is what the database keeps. `weighed`: words that may be a report instead are asked about.
    `reads_back`: the kind of question whose answer this one reads back; better words may follow in the place
    of a yes. `of_report`: it asks for what a report leaves open. `drafted`: it is about a text that is no
    report yet, and the next words may make it one. `confirms`: a yes makes a report, and a plea beside it is
    part of that report. `to_sender`: a question in the answer goes to the sender of a text that a coordinator
    reads. `several`: its choices may be named together. `each`: it asks for one choice for each reference in
    `draft`. `aside`: words that do not answer it are read as if it were not asked. `lasts`: how long a text
    answers it. `labels`: the prefix of the text keys of its options, "" for options that are names.
    `located`: a shared location answers it. `skip`: the text key of the label of 0.
    """

    name: str
    options: Options = "names"
    takes: Takes = "choices"
    tells: Subject = ""
    weighed: bool = False
    reads_back: "Kind | None" = None
    of_report: bool = False
    drafted: bool = False
    confirms: bool = False
    to_sender: bool = False
    several: bool = False
    each: bool = False
    aside: bool = False
    lasts: Lasts = "until_answered"
    labels: str = ""
    skippable: bool = True
    skip: str = "question.skip"
    located: bool = False


OF_TWO: tuple[Options, ...] = ("yes_or_no", "same_or_new")
"""Options that have no names."""

NOTHING_ASKED = Kind("")
"""What is open with a sender where no question is."""
