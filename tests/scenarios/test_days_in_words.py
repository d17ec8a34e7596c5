"""Days and times of meetings, absences and tasks: several days, contradictions, and what cannot be read."""

import pytest

from tests.scenarios.conftest import Phone, World


@pytest.mark.parametrize(
    ("text", "read_back"),
    [
        ("MEETING day after tomorrow 2pm County HQ", "Kitui on Thu 26 Nov 14:00, County HQ."),
        ("MEETING 7 to 9 Dec 9am County HQ", "Mon 7 Dec 9:00, County HQ."),
        ("MEETING 3 Dec 9-11am County HQ", "Thu 3 Dec 9:00, County HQ."),
        ("MEETING 3 Dec 0900-1100hrs County HQ", "Thu 3 Dec 9:00, County HQ."),
        ("MEETING 3 Dec 2pm EAT", "Thu 3 Dec 14:00"),
        ("MKUTANO keshokutwa saa nane", "Alhamisi 26 Nov 14:00"),
        ("MKUTANO tarehe 15 mwezi wa 1 saa tatu asubuhi", "Ijumaa 15 Jan 2027 9:00"),
        ("MKUTANO 3 Desemba saa tatu kasorobo asubuhi", "Alhamisi 3 Des 8:45"),
    ],
)
def test_a_meeting_is_read_back(lead: Phone, text: str, read_back: str) -> None:
    lead.texts(text)
    lead.expects(read_back, "1 ")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("MEETING Monday 3 Dec 9am", "Thu 3 Dec is not a Monday"),
        ("MEETING 31 Nov 9am County HQ", "There is no day 31 Nov. On which day?"),
        ("MEETING sometime soon 9am", "'sometime soon'"),
        ("MKUTANO Jumatatu 3 Desemba saa tatu asubuhi", "si Jumatatu"),
    ],
)
def test_what_cannot_be_read_is_asked_about(lead: Phone, text: str, asked: str) -> None:
    lead.texts(text)
    lead.expects(asked)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("31 Feb", "no day 31 Feb"),
        ("next week", "'next week'"),
        ("yesterday", "'yesterday'"),
        ("one hour later", "'one hour later'"),
        ("next week Tuesday 9am", "to Tue 1 Dec 9:00, County HQ?"),
        ("it to Wednesday", "to Wed 25 Nov 14:00, County HQ?"),
    ],
)
def test_no_word_of_a_day_becomes_the_venue(lead: Phone, world: World, words: str, answer: str) -> None:
    lead.texts("MEETING 3 Dec 2pm County HQ")
    lead.texts("yes")
    world.sets_aside()
    lead.texts(f"MOVE M1 {words}")
    lead.expects(answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("until 3-5 Dec", "away until Sat 5 Dec"),
        ("until day after tomorrow", "away until Thu 26 Nov"),
        ("3 Dec to 5 Dec", "begins today"),
        ("until Monday 3 Dec", "not a Monday"),
        ("until Friday next month", "Until when"),
    ],
)
def test_an_absence(lead: Phone, world: World, words: str, answer: str) -> None:
    lead.texts(f"AWAY {words}")
    lead.expects(answer)
    world.sets_aside()


def test_a_task_is_due_in_two_days(lead: Phone, world: World) -> None:
    lead.texts("TASK deputy, count the goats, day after tomorrow")
    lead.expects('by Thu 26 Nov: "count the goats"')
    world.sets_aside()
