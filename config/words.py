"""words.yaml: the words of field texts that are not of a hazard, by what they say."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from config.affected import AFFECTED
from config.gazetteer import PlaceKind
from config.hazards import Words
from config.terms import Need, Role, Severity, Standing, StrictModel


class Request(StrictModel):
    """Words that ask for something, and the hazard that they imply if the text names none."""

    hazard: str
    words: Words


def _is_counted(what: str) -> str:
    if what not in AFFECTED:
        raise ValueError(f"{what!r} is not counted; write one of {', '.join(map(repr, AFFECTED))}")
    return what


PleaWord = Literal[
    "distress", "victims", "ours", "peril", "harm", "lacking", "lost", "gone", "since", "troubles", "appeals",
    "cries", "requests", "sending", "rescuers", "unless", "stories", "aside",
]  # fmt: skip
"""Functions of words in a plea: words.yaml says what each means."""


AbuseWord = Literal["told", "named", "abusers", "abusing", "aside"]
"""Functions of words in a text about the abuse of a person."""


OutcomeWord = Literal["help", "deed", "promise", "none"]
"""Meanings of an answer to "What was done?"."""


ReplyWord = Literal["yes", "no", "maybe"]
"""Answers to a question of yes or no, or to an invitation."""


Subject = Literal["meetings", "mine", "open"]
"""What a question in words may be about, besides people and the program itself."""


Saying = Literal[
    "headcount", "still_on", "ask_convener", "other_time", "put_off", "ask_facts", "ask_agenda",
    "more_time", "cannot", "accepts", "finished",
    "absent",
]  # fmt: skip
"""What people say of a meeting, of a task or of an absence of theirs in words of their own."""


DrillWord = Literal["drill", "framing", "unless"]
"""Functions of words that say that a text is a test or an exercise."""


class WordFile(StrictModel):
    """The model of words.yaml."""

    severity: dict[Severity, Words]
    urgent: Words
    affected: dict[Annotated[str, AfterValidator(_is_counted)], Words]
    singles: Words
    groups: Words
    patients: Words
    young: Words
    numbers: dict[str, dict[str, int]]
    about: Words
    measures: Words
    tallies: Words = Field(default={})
    of_people: Words = Field(default={})
    ordinals: Words = Field(default={})
    links: Words = Field(default={})
    losses: Words = Field(default={})
    restarts: Words = Field(default={})
    wholes: Words = Field(default={})
    among: Words = Field(default={})
    more: Words = Field(default={})
    lifeless: Words = Field(default={})
    copulas: Words = Field(default={})
    clocks: Words = Field(default={})
    harmful: Words = Field(default={})
    taken: Words = Field(default={})
    clinics: Words = Field(default={})
    offices: Words = Field(default={})
    known_of: Words = Field(default={})
    only_counted: Words = Field(default={})
    rumours: Words = Field(default={})
    hearsay: Words = Field(default={})
    spot_kinds: Words = Field(default={})
    negation: Words
    degrees: Words = Field(default={})
    over: Words
    needs: dict[str, Request]
    needed: dict[Need, Words] = Field(default={})
    own_people: Words = Field(default={})
    departed: Words = Field(default={})
    changed: Words = Field(default={})
    improved: Words = Field(default={})
    not_improved: Words = Field(default={})
    standings: dict[Standing, Words] = Field(default={})
    asking: Words
    talk: Words
    questions: Words
    maybe: Words
    past: Words
    documents: Words
    jest: Words
    pleas: dict[PleaWord, Words]
    abuse: dict[AbuseWord, Words]
    drills: dict[DrillWord, Words]
    nameless: Words
    complaints: Words
    menu: Words
    wondering: Words = Field(default={})
    how_to: Words = Field(default={})
    subjects: dict[Subject, Words] = Field(default={})
    deeds: dict[str, Words] = Field(default={})
    help_topics: dict[str, Words] = Field(default={})
    unsolved: Words
    unmet: Words = Field(default={})
    unmet_alone: Words = Field(default={})
    second_thoughts: Words
    asking_who: Words
    another: Words = Field(default={})
    unfinished: Words = Field(default={})
    ways: dict[str, Words] = Field(default={})
    ways_between: Words = Field(default={})
    replies: dict[ReplyWord, Words] = Field(default={})
    replies_alone: dict[ReplyWord, Words] = Field(default={})
    no_problem: Words = Field(default={})
    attending: dict[ReplyWord, Words] = Field(default={})
    attending_alone: dict[ReplyWord, Words] = Field(default={})
    sayings: dict[Saying, Words] = Field(default={})
    signs: dict[Literal["thumb_up", "thumb_down"], tuple[str, ...]] = Field(default={})
    uncounted: Words = Field(default={})
    not_known: Words = Field(default={})
    before_choices: Words = Field(default={})
    offer_back: Words = Field(default={})
    minutes: Words
    outcomes: dict[OutcomeWord, Words]
    courtesy: Words
    correction: Words
    joining: Words
    common: Words
    ordinary: Words
    no_places: Words = Field(default={})
    no_spots: Words = Field(default={})
    before_places: Words
    place_kinds: dict[PlaceKind, Words]
    common_places: tuple[str, ...]
    titles: Words
    roles: dict[Role, Words] = Field(default={})
    sectors: dict[str, Words] = Field(default={})
    sector_names: dict[str, Words] = Field(default={})
    audiences: dict[Role, Words] = Field(default={})
    offering: Words = Field(default={})
    not_offering: Words = Field(default={})
    having: Words = Field(default={})
    not_yet: Words = Field(default={})
    given_up: Words = Field(default={})
    supplies: dict[str, Words] = Field(default={})
