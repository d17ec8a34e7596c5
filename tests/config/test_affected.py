"""What is counted: sums of kinds of people, and new numbers beside known ones."""

import pytest

from config.affected import AFFECTED, KINDS, as_said, people_in, renewed, whole_of


@pytest.mark.parametrize(
    ("numbers", "people"),
    [
        ({"women": 12, "children": 30}, 42),
        ({"children": 12, "girls": 7, "boys": 5}, 12),
        ({"girls": 7, "boys": 5}, 12),
        ({"women": 12, "pregnant": 5}, 12),
        ({"pregnant": 5, "men": 2}, 7),
        ({"women": 12, "older": 4, "disabled": 3}, 12),
        ({"older": 4, "disabled": 3}, 7),
        ({"women": 2, "older": 14}, 14),
        ({"households": 40}, 0),
    ],
)
def test_people_are_the_sum_of_parts_that_do_not_overlap(numbers: dict[str, int], people: int) -> None:
    assert people_in(numbers) == people


@pytest.mark.parametrize(
    ("known", "news", "numbers"),
    [
        # a sum is added up anew
        (
            {"people": 42, "women": 12, "children": 30},
            {"people": 40, "children": 40},
            {"people": 52, "women": 12, "children": 40},
        ),
        (
            {"people": 30, "children": 30},
            {"people": 12, "women": 12},
            {"people": 42, "women": 12, "children": 30},
        ),
        # a total that was said stands
        ({"people": 60, "children": 20}, {"people": 30, "children": 30}, {"people": 60, "children": 30}),
        ({"people": 60}, {"people": 30, "children": 30}, {"people": 60, "children": 30}),
        # unless its parts are more
        ({"people": 20}, {"people": 30, "children": 30}, {"people": 30, "children": 30}),
        # and a new total takes its place
        ({"people": 60, "children": 20}, {"people": 50}, {"people": 50, "children": 20}),
        ({"people": 30, "children": 30}, {"people": 60}, {"people": 60, "children": 30}),
        ({"households": 400}, {"households": 40}, {"households": 40}),
        ({"households": 400}, {}, {"households": 400}),
    ],
)
def test_new_numbers_beside_known_ones(
    known: dict[str, int], news: dict[str, int], numbers: dict[str, int]
) -> None:
    assert renewed(known, news) == numbers


def test_a_sum_was_not_said() -> None:
    assert as_said({"people": 42, "women": 12, "children": 30}) == {"women": 12, "children": 30}
    assert as_said({"people": 60, "children": 30}) == {"people": 60, "children": 30}
    assert as_said({"people": 60}) == {"people": 60}


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [
        ({"people": 30, "children": 30}, "children"),
        ({"people": 12, "children": 12, "boys": 5, "girls": 7}, "children"),
        ({"people": 30, "women": 30, "pregnant": 5}, "women"),
        ({"people": 12, "women": 12, "older": 4}, "people"),
        ({"people": 42, "women": 12, "children": 30}, "people"),
        ({"people": 60}, "people"),
    ],
)
def test_people_of_one_kind_are_called_by_it(numbers: dict[str, int], whole: str) -> None:
    assert whole_of(numbers) == whole


def test_each_kind_is_a_part_of_one_that_is_there() -> None:
    assert {kind.part_of for kind in KINDS} - {""} <= set(AFFECTED)
