"""rights.yaml: the faults of the file, and the table that is shown."""

import re
from pathlib import Path

import pytest

from config.faults import FaultsError
from config.mechanism import PACKAGED, Configuration, load_configuration
from config.rights import CODES, DEEDS, Deed, Guarded, RightFile, rows
from handlers.dialogue.registry import REGISTRY

PACKAGED_FILE = (PACKAGED / "rights.yaml").read_text(encoding="utf-8")


def load(folder: Path, was: str, becomes: str, times: int = 1) -> RightFile:
    """Load the packaged file with one change, made as often as there are rows for the word."""
    assert PACKAGED_FILE.count(was) >= times
    (folder / "rights.yaml").write_text(PACKAGED_FILE.replace(was, becomes, times), encoding="utf-8")
    return load_configuration(folder).rights


def faults(folder: Path, was: str, becomes: str, times: int = 1) -> list[str]:
    with pytest.raises(FaultsError) as raised:
        load(folder, was, becomes, times)
    return [str(fault) for fault in raised.value.faults]


TAKE = """\
    words: [OK, RELEASE]
    refused: take.forbidden
"""


@pytest.mark.parametrize(
    ("was", "becomes", "named"),
    [
        ("roles: [rla]", "roles: [king]", "rights.triage_everywhere.roles.0: should be 'county_lead', "),
        ("words: [TASK]", "words: [SHOUT]", "rights.task.words.0: should be 'REPORT', 'FIX', "),
        ("words: [TASK]", "words: [LIST]", "rights.task.words.0: should be 'REPORT', 'FIX', "),
        ("words: [OK, RELEASE]", "words: []", "rights.take.words: Tuple should have at least 1 item"),
        ("refused: task.not_from_you", "refused: task.forbiden", "rights.task.refused: 'task.forbiden'"),
        ("elsewhere: triage.not_yours", "elsewhere: nowhere", "rights.triage.elsewhere: 'nowhere' is no"),
        ("counties: own\n    words: [TASK]", "counties: my\n    words: [TASK]", "rights.task.counties: "),
        ("words: [TASK]", "words: [TASK]\n    sayso: yes", "rights.task.sayso: no such setting here"),
        ("    refused: task.not_from_you\n", "", "rights.task.refused: Field required"),
        ("words: [TASK]", "words: [CLOSE]", "rights: no right opens TASK"),
        ("words: [TELL]", "words: [TELL, TASK]", "rights.task.refused: TASK is refused in another way"),
        ("refused: take.forbidden", "refused: silent", "rights.take.refused: OK cannot be refused"),
        ("refused: take.forbidden", "refused: vouch.rla_only", "'vouch.rla_only' names name, which is"),
        ("refused: tell.forbidden", "refused: convene.not_yours", "'convene.not_yours' names title, which"),
        ("words: [TASK]", "words: [TASK]\n    adds: [observer]", "rights.task.adds: only VOUCH puts a new"),
        ("words: [TASK]", "words: [TASK]\n    to: [observer]", "rights.task.to: only TELL writes to an"),
        ("words: [OK, RELEASE, CLOSE]", "words: [OK, GIVE]", "rights.county.words: if_asked is for OK"),
        ("if_asked: true", "if_asked: true\n    refused: take.forbidden", "rights.county.refused: a right"),
        ("if_asked: true", "if_asked: false", "rights.county.refused: Field required"),
    ],
)  # fmt: skip
def test_every_fault_is_named_with_its_line(tmp_path: Path, was: str, becomes: str, named: str) -> None:
    found = [fault for fault in faults(tmp_path, was, becomes) if named in fault]
    assert len(found) == 1
    line = int(found[0].split(":")[1])
    right = re.search(r"rights\.(\w+)\.", found[0])
    start = f"\n  {right[1]}:\n" if right else "\nrights:\n"
    begins = PACKAGED_FILE.partition(start)[0].count("\n")
    assert begins + 1 < line <= begins + 9


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, TAKE, TAKE.replace("take.", "takes.") + "    elsewhere: silent\n")
    assert [fault.partition(": ")[2] for fault in found] == [
        "rights.take.refused: 'takes.forbidden' is no text of texts/*.po",
        "rights.take.elsewhere: OK cannot be refused in silence: name a text",
    ]


@pytest.mark.parametrize(("deed", "was"), [(Deed.TASK, "task.not_from_you"), (Deed.REPORT, "net.observer")])
def test_words_that_are_kept_may_be_refused_in_silence(tmp_path: Path, deed: Deed, was: str) -> None:
    assert load(tmp_path, f"refused: {was}", "refused: silent").refusal(deed) == "silent"


def test_of_words_about_a_meeting_something_is_answered(tmp_path: Path) -> None:
    assert load(tmp_path, "refused: convene.forbidden", "refused: silent", 3).refusal(Deed.MOVE) == "silent"
    both = "refused: convene.forbidden\n    elsewhere: convene.not_yours"
    assert "cannot be refused in silence" in faults(tmp_path, both, "refused: silent", 3)[0]


def test_a_word_may_be_taken_from_everybody(tmp_path: Path) -> None:
    was = "roles: [clt_lead, clt_member, usaid]\n    counties: own\n    words: [TELL]"
    file = load(tmp_path, was, was.replace("[clt_lead, clt_member, usaid]", "[]"))
    assert ("TELL", "none", "own", "tell.forbidden") in rows(file)


def test_where_several_rights_open_a_word_the_first_says_how_it_is_refused(
    configuration: Configuration,
) -> None:
    assert len(configuration.rights.by_deed[Deed.TRIAGE]) == 2
    assert configuration.rights.refusal(Deed.TRIAGE) == "triage.forbidden"
    assert configuration.rights.refusal(Deed.TRIAGE, elsewhere=True) == "triage.not_yours"
    assert configuration.rights.refusal(Deed.CLOSE, elsewhere=True) == "close.forbidden"


def test_the_county_may_be_left_out(tmp_path: Path) -> None:
    row = PACKAGED_FILE[PACKAGED_FILE.index("  county:\n") : PACKAGED_FILE.index("  give:\n")]
    assert "county" not in load(tmp_path, row, "").rights


def test_what_needs_a_right_is_a_word_or_is_known_to_be_none() -> None:
    words = {verb.name: verb.en[0] for verb in REGISTRY.verbs}
    without_word = {Deed.FILE, Deed.GROUP, Deed.SEAT}
    for deed in set(Deed) - without_word:
        assert words[deed.name.lower()] == deed.value
    assert {verb.deed for verb in REGISTRY.verbs} == {*(set(Deed) - without_word), None}
    assert "list" not in DEEDS


@pytest.mark.parametrize(
    ("word", "people", "needed"),
    [
        ("VOUCH", 0, True), ("NOMINATE", 0, True), ("APPOINT", 0, True), ("SEAT", 0, True),
        ("BLOCK", 0, True),
        ("TELL", 10, False), ("TELL", 11, True), ("ASK", 10, False), ("ASK", 11, True),
        ("TASK", 10, False), ("TASK", 11, True), ("CANCEL", 0, False), ("CANCEL", 1, True),
        ("CALL OFF", 0, False), ("CALL OFF", 1, True), ("MOVE", 99, False), ("UNBLOCK", 9, False),
    ],
)  # fmt: skip
def test_which_words_need_a_code(configuration: Configuration, word: str, people: int, needed: bool) -> None:
    assert configuration.rights.needs_code(Guarded(word), people) is needed


def test_another_mechanism_may_choose_the_words(tmp_path: Path) -> None:
    packaged = load_configuration().rights
    assert packaged.codes == CODES  # a file without them has the same
    section = PACKAGED_FILE[PACKAGED_FILE.index("\ncodes:") : PACKAGED_FILE.index("\nrights:")]
    assert load(tmp_path, section, "\n").codes == CODES
    assert load(tmp_path, section, "\ncodes: {}\n").codes == {}
    moved = load(tmp_path, section, "\ncodes:\n  all:\n    words: [MOVE]\n")
    assert moved.needs_code(Guarded.MOVE, 0) and not moved.needs_code(Guarded.VOUCH, 0)
    assert (
        "codes.all.words.0: should be 'VOUCH', "
        in faults(tmp_path, section, "\ncodes:\n  all:\n    words: [LIST]\n")[0]
    )
