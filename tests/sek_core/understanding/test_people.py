"""People by kinds: kept apart, summed, and never counted twice."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


def read(text: str) -> dict[str, int]:
    return dict(READER.read(text, ["Kitui"]).affected)


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("12 women and 30 children in the school", {"people": 42, "women": 12, "children": 30}),
        ("women: 12, children: 30", {"people": 42, "women": 12, "children": 30}),
        ("12women 30children", {"people": 42, "women": 12, "children": 30}),
        ("wanawake 12 na watoto 30 shuleni", {"people": 42, "women": 12, "children": 30}),
        ("wanawake 12 na watoto 30 hawana makazi", {"people": 42, "women": 12, "children": 30}),
        ("familia 20 hawana makazi", {"households": 20}),
        ("wamama 12, watoi 30", {"people": 42, "women": 12, "children": 30}),
        (
            "watoto thelathini na wanawake kumi na wawili",
            {"people": 42, "women": 12, "children": 30},
        ),
        ("12 women at school. 30 children at church", {"people": 42, "women": 12, "children": 30}),
        ("20 women 10 wanaume na watoto 5", {"people": 35, "women": 20, "men": 10, "children": 5}),
        (
            "20 men, 15 women, 8 boys, 4 girls at the church",
            {"people": 47, "men": 20, "women": 15, "boys": 8, "girls": 4},
        ),
        (
            "wanaume 20 wanawake 15 wavulana 8 wasichana 4",
            {"people": 47, "men": 20, "women": 15, "boys": 8, "girls": 4},
        ),
        ("20 under fives, 30 women", {"people": 50, "children": 20, "women": 30}),
        ("12 babies", {"people": 12, "children": 12}),
        ("3 infants na akina mama 7", {"people": 10, "children": 3, "women": 7}),
        ("u5 12", {"people": 12, "children": 12}),
        ("children 30", {"people": 30, "children": 30}),
        ("Sofia 14 children, Birikani 9 children", {"people": 23, "children": 23}),
        ("20 children at Kyuso and 30 children at Ngomeni", {"people": 50, "children": 50}),
        ("30 pupils and 12 women", {"people": 42, "women": 12}),
        ("3 people and 40 children stranded", {"people": 43, "children": 40}),
    ],
)
def test_kinds_are_kept_apart_and_summed(text: str, affected: dict[str, int]) -> None:
    assert read(text) == affected


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("12 children: 5 boys, 7 girls", {"people": 12, "children": 12, "boys": 5, "girls": 7}),
        ("watoto 30 na wasichana 12", {"people": 30, "children": 30, "girls": 12}),
        ("30 women, 5 pregnant", {"people": 30, "women": 30, "pregnant": 5}),
        ("wanawake 30 na wajawazito 5", {"people": 30, "women": 30, "pregnant": 5}),
        ("8 pregnant women and 20 children", {"people": 28, "pregnant": 8, "children": 20}),
        ("mama wajawazito 8 na watoto 20", {"people": 28, "pregnant": 8, "children": 20}),
        ("mama mjamzito 1 amekwama", {"people": 1, "pregnant": 1}),
        ("expectant mothers 5", {"people": 5, "pregnant": 5}),
        ("wajawazito watano", {"people": 5, "pregnant": 5}),
        ("30 women, 41 children and 5 elderly", {"people": 71, "women": 30, "children": 41, "older": 5}),
        ("akina mama 12, wazee 4 na walemavu 3", {"people": 12, "women": 12, "older": 4, "disabled": 3}),
        ("5 elderly and 3 disabled", {"people": 8, "older": 5, "disabled": 3}),
        ("wazee 14", {"people": 14, "older": 14}),
        ("5 old women", {"people": 5, "older": 5}),
        ("3 people with disabilities", {"people": 3, "disabled": 3}),
        ("watu 3 wenye ulemavu", {"people": 3, "disabled": 3}),
        ("PWDs 4, elderly persons 7", {"people": 11, "disabled": 4, "older": 7}),
    ],
)
def test_no_person_is_counted_twice(text: str, affected: dict[str, int]) -> None:
    assert read(text) == affected


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("60 people, among them 20 children", {"people": 60, "children": 20}),
        (
            "60 people including 20 children and 5 pregnant women",
            {"people": 60, "children": 20, "pregnant": 5},
        ),
        ("60 people displaced. 20 of them are children", {"people": 60, "children": 20}),
        ("60 people, of whom 40 women", {"people": 60, "women": 40}),
        ("watu 60 wakiwemo watoto 20", {"people": 60, "children": 20}),
        ("watu 60, kati yao 20 ni watoto", {"people": 60, "children": 20}),
        ("watu 60, miongoni mwao wazee 6", {"people": 60, "older": 6}),
        ("wanawake 30 wakiwemo wajawazito 5", {"people": 30, "women": 30, "pregnant": 5}),
        ("100 watu, 60 wanawake, 40 wanaume", {"people": 100, "women": 60, "men": 40}),
        ("60 people: 40 women, 25 children", {"people": 60, "women": 40, "children": 25}),
        ("20 children sick. 60 people displaced", {"people": 60, "children": 20}),
        ("30 children, including 12 under five", {"people": 30, "children": 30}),
        ("30 pupils, including 12 girls", {"people": 30, "girls": 12}),
        ("12 learners: 5 boys, 7 girls", {"people": 12, "boys": 5, "girls": 7}),
        (
            "45 households: 12 women and 20 children",
            {"households": 45, "people": 32, "women": 12, "children": 20},
        ),
        ("14 of 39 children are sick", {"people": 14, "children": 14}),
    ],
)
def test_a_total_that_is_said_stands(text: str, affected: dict[str, int]) -> None:
    assert read(text) == affected


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("3 children drowned", {"deaths": 3}),
        ("watoto 3 wamefariki, wanawake 5 wamejeruhiwa", {"deaths": 3, "injured": 5}),
        ("60 people displaced, 3 children drowned", {"people": 60, "deaths": 3}),
        ("2 girls missing", {"missing": 2}),
        ("12 pregnant goats aborted", {"livestock": 12}),
        ("12 goats died, 5 pregnant", {"livestock": 12}),
        ("12 kids and 3 goats", {"livestock": 15}),
        ("10 lactating mothers", {"people": 10}),
    ],
)
def test_the_dead_the_hurt_and_animals_are_no_kinds_of_people(text: str, affected: dict[str, int]) -> None:
    assert read(text) == affected


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("20 more households", True),
        ("familia 20 zaidi", True),
        ("watoto wengine 5", True),
        ("more than 20 households", False),
        ("familia zaidi ya 20", False),
        ("20 households", False),
    ],
)
def test_numbers_that_come_on_top_are_known_as_such(text: str, more: bool) -> None:
    assert READER.read(text, ["Kitui"]).more is more


def test_a_word_for_people_is_of_one_kind_only() -> None:
    words = packaged().words.affected
    seen: dict[str, str] = {}
    for what in ("people", "women", "men", "children", "girls", "boys", "pregnant", "older", "disabled"):
        for phrases in words[what].values():
            for phrase in phrases:
                assert seen.setdefault(phrase, what) == what
