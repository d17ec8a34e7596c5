"""The learned heads as they are shipped: what they say, and that nothing breaks them."""

import math
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sek_core.understanding.learned.engines import EXAMPLES, NGRAMS, engine_of
from sek_core.understanding.learned.interface import Learned, probability
from sek_core.understanding.learned.nearest import Examples
from sek_core.understanding.learned.ngram_heads import NgramHeads
from sek_core.understanding.learned.ngrams import features_of

HEADS = NgramHeads.load(NGRAMS)
LARGEST = 3_000_000
MOST_FEATURES = 20_000


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("mafuriko Voi, nyumba 25 zimebebwa na maji", "flood"),
        ("goats dying with mouth sores in Tseikuru, 40 so far", "livestock_disease"),
        ("ndovu wamevunja fence wakakula mahindi yote huku Kasigau", "human_wildlife_conflict"),
        ("bus imepinduka hapa Emali watu kumi wameumia", "road_accident"),
        ("nyumba ya ghorofa imeanguka watu wako chini ya mawe", "structure_collapse"),
    ],
)
def test_tells_a_report_and_its_hazard(text: str, hazard: str) -> None:
    learned = HEADS.read(text)
    assert learned.report > 0.8
    assert hazard in learned.guesses(3)


@pytest.mark.parametrize(
    "text",
    [
        "asante sana, tutaonana kesho",
        "happy birthday dear",
        "mkutano ni saa ngapi?",
        "send me the minutes pls",
    ],
)
def test_tells_ordinary_talk(text: str) -> None:
    learned = HEADS.read(text)
    assert learned.report < 0.3
    assert learned.plea < 0.3


def test_tells_need_from_news() -> None:
    need = HEADS.read("tuko juu ya paa na watoto, maji inapanda, tafadhali saidieni haraka")
    news = HEADS.read("Locusts seen at Kyuso market, small swarm, farmers informed")
    assert need.plea > 0.5 > news.plea


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("ni kweli kuna mafuriko Voi? ama ni uvumi tu", "question"),
        ("Met department expects heavy rains from Thursday to Sunday", "forecast"),
        ("kama mvua itanyesha hivi tena mto utajaa", "condition"),
        ("EXERCISE EXERCISE this is a drill, fire drill tomorrow 10am", "drill"),
    ],
)
def test_tells_how_it_is_told(text: str, telling: str) -> None:
    assert telling in [kind for kind, _ in HEADS.read(text).telling[:2]]


def test_probabilities_are_sorted_and_between_nought_and_one() -> None:
    learned = HEADS.read("mafuriko Voi")
    for pairs in (learned.hazards, learned.telling):
        numbers = [number for _, number in pairs]
        assert numbers == sorted(numbers, reverse=True)
        assert all(0 <= number <= 1 for number in numbers)
        assert len({name for name, _ in pairs}) == len(pairs)


@given(st.text(max_size=400))
def test_any_text_has_a_reading_and_always_the_same(text: str) -> None:
    learned = HEADS.read(text)
    assert 0 <= learned.report <= 1
    assert 0 <= learned.plea <= 1
    assert HEADS.read(text) == learned


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "???",
        "\U0001f30a\U0001f30a\U0001f198",
        "\ud83c half a letter",
        "\u0645\u0633\u0627\u0639\u062f\u0629 \u0641\u064a\u0636\u0627\u0646",
        "\u6d2a\u6c34\u6551\u547d",
        "\ufdfa" * 3000,
        "a\u0301" * 5000,
        "\u200b\u200c\u200d",
        "\x01mafuriko \x01voi",
    ],
)
def test_other_scripts_and_odd_letters_have_a_reading(text: str) -> None:
    learned = HEADS.read(text)
    assert isinstance(learned, Learned)
    assert not math.isnan(learned.report)
    assert len(features_of(text)) < MOST_FEATURES


def test_a_huge_text_costs_no_more_than_its_ends() -> None:
    letters = random.Random(1)
    huge = "".join(letters.choice("abcdefghijklmnop ") for _ in range(64_000))
    assert len(features_of(huge)) < MOST_FEATURES
    started = time.perf_counter()
    HEADS.read(huge)
    assert time.perf_counter() - started < 1
    filler = "habari ya leo " * 4600
    assert HEADS.read(filler + "mafuriko Voi nyumba 25 zimebebwa na maji") != HEADS.read(filler)


def test_case_and_accents_do_not_matter() -> None:
    assert HEADS.read("MAFURIKO VOI") == HEADS.read("mafuriko voi")
    assert HEADS.read("nzaa n\u0129 nene") == HEADS.read("nzaa ni nene")


def test_a_short_text_is_read_in_a_millisecond() -> None:
    text = ("Mafuriko Voi town: nyumba 25 zimebebwa na maji, watu 60 wako shule. " * 3)[:160]
    HEADS.read(text)
    fastest = math.inf
    for _ in range(50):
        started = time.perf_counter()
        HEADS.read(text)
        fastest = min(fastest, time.perf_counter() - started)
    assert fastest < 0.001


def test_threads_read_the_same() -> None:
    texts = [
        f"mafuriko Voi nyumba {number} zimebebwa, watu {number * 3} hawana chakula" for number in range(200)
    ]
    alone = [HEADS.read(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(HEADS.read, texts)) == alone


def test_the_files_are_small() -> None:
    assert NGRAMS.stat().st_size <= LARGEST
    assert EXAMPLES.stat().st_size <= LARGEST / 10


def test_the_engine_of_ngrams_is_the_shipped_one() -> None:
    text = "mafuriko Voi"
    assert engine_of("ngrams").read(text) == HEADS.read(text)


def test_probability_never_overflows() -> None:
    assert probability(1e6) == 1
    assert probability(-1e6) == 0
    assert probability(0) == 0.5


def test_nearest_texts_are_those_most_alike() -> None:
    examples = Examples.load(EXAMPLES, HEADS)
    near = examples.nearest("mafuriko voi, nyumba 25 zimebebwa na maji", 3)
    assert near[0].example.text == "mafuriko voi, nyumba 25 zimebebwa na maji"
    assert near[0].likeness == pytest.approx(1)
    assert near[0].example.hazards == ("flood",)
    assert [found.likeness for found in near] == sorted((found.likeness for found in near), reverse=True)
    assert examples.nearest("", 3) == []
    assert len(examples.nearest("flood in Voi", 5)) == 5
