"""The judge finds each kind of fault, and none where there is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.chaos.evidence import Evidence, Received, Sent, Shown, Written
from tests.chaos.judge import COMMIT, judge

NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
LEAD, CLT = "+254300000001", "+254300000002"

TEXT = Sent("sms", "in-1", LEAD, "report", echo="S1 FLOOD", kept="40")
ROW = Received(1, "sms", "text", "in-1", LEAD, "done", handled_at=NOON)
ANSWER = Written(1, 1, "sms", LEAD, "answer", 0, "S1 FLOOD. Sent to CLT", "accepted", NOON, "at-1")
ALERT = Written(2, 2, "sms", CLT, "alert", 0, "S1 SEVERE FLOOD", "delivered", NOON, "at-2")
ANSWERED = Shown(NOON, "sms", LEAD, ANSWER.text, "at-1")
ALERTED = Shown(NOON, "sms", CLT, ALERT.text, "at-2")

GOOD = Evidence(
    sent=(TEXT,),
    shown=(ANSWERED, ALERTED),
    received=(ROW,),
    written=(ANSWER, ALERT),
    reported={"at-2": "delivered"},
    addresses={("sms", LEAD): 1, ("sms", CLT): 2},
    tokens={"40": 1},
    reports={1: 1},
    takes=(("S1", "taken"), ("S1", "released"), ("S1", "taken"), ("S1", "closed")),
    overlap=COMMIT,
)

REPEATED = replace(ALERT, repeated=True)
AGAIN = replace(ALERTED, text=f"(repeat) {ALERTED.text}", provider_id="at-3")
LATER = NOON + COMMIT + timedelta(seconds=1)
INVITED = Written(3, 2, "sms", CLT, "invitation", 2, "M1 Thu", "accepted", NOON, "at-4", about="M1", step=1)
INVITED_SHOWN = Shown(NOON, "sms", CLT, INVITED.text, "at-4")
MOVED = replace(INVITED, id=4, kind="change", text="M1 MOVED", provider_id="at-5", step=2)
MOVED_SHOWN = Shown(LATER, "sms", CLT, MOVED.text, "at-5")
ELSEWHERE = ("telegram", "9990000000002")
OVERTAKEN = replace(
    INVITED, kind="reminder", status="skipped", error="a newer one says it", provider_id=None, about="T1"
)
IN_CHAT = replace(ANSWER, id=9, channel="telegram", address=ELSEWHERE[1], text="Send?", provider_id="tg-9")
IN_CHAT_SHOWN = Shown(NOON, "telegram", ELSEWHERE[1], IN_CHAT.text, "tg-9")
SECOND = Written(3, 2, "sms", CLT, "alert", 0, "S2 FIRE", "accepted", NOON, "at-4")
SECOND_SHOWN = Shown(NOON, "sms", CLT, SECOND.text, "at-4")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            {
                "written": (ANSWER, ALERT, INVITED, MOVED),
                "shown": (ANSWERED, ALERTED, INVITED_SHOWN, MOVED_SHOWN),
                "invited": frozenset({("M1", 2)}),
            },
            id="a meeting that was moved",
        ),
        pytest.param({}, id="nothing went wrong"),
        pytest.param(
            {
                "written": (ANSWER, IN_CHAT, ALERT),
                "shown": (ANSWERED, IN_CHAT_SHOWN, ALERTED),
                "addresses": {**GOOD.addresses, ELSEWHERE: 1},
            },
            id="a question by SMS that is put into the chat",
        ),
        pytest.param(
            {"written": (ANSWER, ALERT, OVERTAKEN), "addresses": {**GOOD.addresses, ELSEWHERE: 2}},
            id="a reminder of what was answered meanwhile",
        ),
        pytest.param(
            {"written": (ANSWER, REPEATED), "shown": (ANSWERED, ALERTED, AGAIN)}, id="a marked repetition"
        ),
        pytest.param(
            {"shown": (ANSWERED, replace(ALERTED, edit=True), replace(ALERTED, edit=True)), "reported": {}},
            id="an edit made twice",
        ),
        pytest.param(
            {
                "written": (ANSWER, ALERT, SECOND),
                "shown": (ANSWERED, SECOND_SHOWN, replace(ALERTED, at=LATER)),
            },
            id="committed in another order, perhaps after the later one had left",
        ),
        pytest.param(
            {
                "written": (ANSWER, replace(ALERT, priority=1), SECOND),
                "shown": (ANSWERED, SECOND_SHOWN, replace(ALERTED, at=LATER)),
            },
            id="an alert before an update",
        ),
        pytest.param(
            {"received": (ROW, Received(2, "sms", "delivery_report", "at-9:Sent", CLT, "unmatched", "at-9"))},
            id="a report on a copy that nobody knows of",
        ),
        pytest.param(
            {"written": (ANSWER, replace(ALERT, status="failed")), "reported": {"at-2": "failed"}},
            id="no other address",
        ),
    ],
)
def test_it_is_content(change: dict[str, Any]) -> None:
    assert judge(replace(GOOD, **change)) == []


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("texts_are_kept_once", {"received": (), "written": (ALERT,), "shown": (ALERTED,)}),
        ("texts_are_kept_once", {"received": (ROW, replace(ROW, id=2))}),
        ("texts_are_kept_once", {"received": (ROW, replace(ROW, id=2, provider_id="in-2"))}),
        (
            "texts_are_answered_once",
            {
                "written": (ANSWER, replace(IN_CHAT, person=2), ALERT),
                "shown": (ANSWERED, IN_CHAT_SHOWN, ALERTED),
                "addresses": {**GOOD.addresses, ELSEWHERE: 2},
            },
        ),
        ("everything_is_done", {"received": (replace(ROW, status="failed"),)}),
        ("everything_is_done", {"received": (replace(ROW, status="new"),)}),
        (
            "everything_is_done",
            {"received": (ROW, Received(2, "sms", "delivery_report", "at-2:Sent", CLT, "unmatched", "at-2"))},
        ),
        ("everything_is_done", {"written": (ANSWER, replace(ALERT, status="sending")), "reported": {}}),
        ("everything_is_done", {"written": (ANSWER, replace(ALERT, status="unknown")), "reported": {}}),
        ("everything_is_done", {"unfinished": ("S1 is still held",)}),
        ("texts_are_answered_once", {"written": (ALERT,), "shown": (ALERTED,)}),
        (
            "texts_are_answered_once",
            {
                "written": (ANSWER, ALERT, replace(ANSWER, id=3, provider_id="at-3")),
                "shown": (ANSWERED, ALERTED, replace(ANSWERED, provider_id="at-3")),
            },
        ),
        ("texts_are_answered_once", {"written": (replace(ANSWER, created_at=LATER), ALERT)}),
        ("texts_are_answered_once", {"sent": (replace(TEXT, echo="S2"),)}),
        ("texts_take_effect_once", {"reports": {1: 2}}),
        ("texts_take_effect_once", {"tokens": {"40": 0}}),
        ("texts_take_effect_once", {"tokens": {"40": 1, "tkn41": 2}}),
        ("incidents_have_one_holder", {"takes": (("S1", "taken"), ("S1", "taken"))}),
        ("messages_arrive", {"shown": (ANSWERED,)}),
        ("messages_arrive", {"shown": (ANSWERED, replace(ALERTED, provider_id="at-3"))}),
        (
            "messages_arrive",
            {
                "written": (ANSWER, replace(ALERT, status="failed")),
                "reported": {},
                "addresses": {**GOOD.addresses, ("telegram", "9990000000001"): 2},
            },
        ),
        (
            "steps_ask_once",
            {
                "written": (
                    ANSWER,
                    replace(ALERT, about="S1", step=2),
                    replace(SECOND, about="S1", step=2),
                ),
                "shown": (ANSWERED, ALERTED, SECOND_SHOWN),
            },
        ),
        (
            "meetings_ask_once",
            {
                "written": (
                    ANSWER,
                    ALERT,
                    INVITED,
                    replace(INVITED, id=5, kind="change", provider_id="at-6"),
                ),
                "invited": frozenset({("M1", 2)}),
            },
        ),
        ("meetings_ask_once", {"written": (ANSWER, ALERT, INVITED), "invited": frozenset({("M2", 2)})}),
        (
            "meetings_are_told_of_as_they_are",
            {
                "written": (ANSWER, ALERT, INVITED, MOVED),
                "shown": (ANSWERED, ALERTED, replace(INVITED_SHOWN, at=LATER), replace(MOVED_SHOWN, at=NOON)),
            },
        ),
        (
            "messages_are_repeated_only_if_marked",
            {
                "written": (ANSWER, ALERT, replace(INVITED, repeated=True)),
                "shown": (ANSWERED, ALERTED, INVITED_SHOWN, replace(INVITED_SHOWN, text="(repeat) M1 Thu")),
            },
        ),
        (
            "messages_are_repeated_only_if_marked",
            {
                "written": (ANSWER, ALERT, MOVED),
                "shown": (ANSWERED, ALERTED, MOVED_SHOWN, replace(MOVED_SHOWN, provider_id="at-7")),
            },
        ),
        (
            "messages_are_repeated_only_if_marked",
            {
                "written": (ANSWER, REPEATED),
                "shown": (ANSWERED, ALERTED, replace(ALERTED, provider_id="at-3")),
            },
        ),
        ("messages_are_repeated_only_if_marked", {"shown": (ANSWERED, ALERTED, AGAIN)}),
        (
            "messages_are_repeated_only_if_marked",
            {"written": (ANSWER, replace(REPEATED, kind="reminder")), "shown": (ANSWERED, ALERTED, AGAIN)},
        ),
        (
            "messages_are_in_order",
            {
                "written": (ANSWER, ALERT, SECOND),
                "shown": (ANSWERED, replace(SECOND_SHOWN, at=LATER), replace(ALERTED, at=LATER)),
            },
        ),
        (
            "messages_are_in_order",
            {
                "written": (ANSWER, ALERT, SECOND),
                "shown": (ANSWERED, replace(SECOND_SHOWN, at=NOON + timedelta(seconds=1)), ALERTED),
                "overlap": timedelta(),
            },
        ),
        ("nobody_gets_what_is_for_another", {"shown": (ANSWERED, ALERTED, replace(ALERTED, address=LEAD))}),
        ("nobody_gets_what_is_for_another", {"addresses": {("sms", LEAD): 1, ("sms", CLT): 3}}),
        ("reports_are_believed", {"written": (ANSWER, replace(ALERT, status="accepted"))}),
        pytest.param(
            "messages_arrive",
            {
                "written": (ANSWER, ALERT, replace(OVERTAKEN, kind="alert")),
                "addresses": {**GOOD.addresses, ELSEWHERE: 2},
            },
            id="an alert that was overtaken",
        ),
    ],
)
def test_it_complains(rule: str, change: dict[str, Any]) -> None:
    complaints = judge(replace(GOOD, **change))
    assert any(complaint.startswith(f"{rule}:") for complaint in complaints), complaints


def test_an_answer_may_name_the_incident_to_which_the_asked_one_was_joined() -> None:
    asked = replace(GOOD, sent=(replace(TEXT, echo="S9"),), joined={"S9": "S5", "S5": "S1"})
    assert judge(asked) == []
    assert judge(replace(asked, joined={"S9": "S5"})) != []
