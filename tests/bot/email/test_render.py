"""A content as an e-mail: what is read, and the subject."""

import pytest

from bot.email.render import MOST_SUBJECT, render, subject
from sek_core.messages.screens import MASK, QUOTE, Attachment, Bars, Content, Enclosure

OPTIONS = (("minor", "Minor"), ("severe", "Severe"))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (Content("Received."), "Received."),
        (Content("How bad?", OPTIONS, "skip"), "How bad?\n\n1 Minor\n2 Severe\n0 skip"),
        (Content("How bad?", OPTIONS), "How bad?\n\n1 Minor\n2 Severe"),
        (Content(f'S1: "{QUOTE}" From Asha', quote="no\nwater"), 'S1: "no\nwater" From Asha'),
        (Content(f'S1: "{QUOTE}"', quote=f"a {QUOTE} b"), 'S1: "a  b"'),
        (Content("A photo", attachment=Attachment("photo", "x", "1", "https://example.org/f/1")),
         "A photo\n\nhttps://example.org/f/1"),
        (Content("A photo", attachment=Attachment("photo", "x", "1")), "A photo"),
        (Content("S1", suggestions=(("a", "A"),), actions=(("OK S1", "Take"),), hint="Tap", contact="Share"),
         "S1"),
        (Content("12 open", chart=Bars("Open", ("new",), (("Kitui", (1,)),))), "12 open"),
        (Content("one\r\ntwo\tthree\x07\u202e"), "one\ntwo three"),
        (Content("<b>5 & 6</b>"), "<b>5 & 6</b>"),
    ],
)  # fmt: skip
def test_what_is_read(content: Content, text: str) -> None:
    rendered = render(content)
    assert (rendered.text, rendered.segments) == (text, 0)
    assert render(content, repeat=True).text == f"(repeat) {text}"
    assert render(content, repeat=True).wire == rendered.wire


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Received.", "Received."),
        ("S1 SEVERE DROUGHT Mutomo, Kitui. 400 households", "S1 SEVERE DROUGHT Mutomo, Kitui"),
        ("S1 FLOOD, Kitui. Where?", "S1 FLOOD, Kitui"),
        ("Where is that, please? 1 Mutomo", "Where is that, please?"),
        ("one\ntwo", "one two"),
        ("Rain\r\nBcc: all@example.org", "Rain Bcc: all@example.org"),
        ("maji " * 40, "maji " * 13 + "maji..."),
        ("x" * 200, "x" * (MOST_SUBJECT - 3) + "..."),
        ("", ""),
    ],
)
def test_the_subject_is_how_it_begins(said: str, expected: str) -> None:
    assert subject(said) == expected
    assert len(subject(said)) <= MOST_SUBJECT


def test_a_code_does_not_stand_in_the_subject() -> None:
    rendered = render(Content(f"To sign in: {MASK}"))
    assert rendered.wire is not None
    assert rendered.wire["subject"] == f"To sign in: {MASK}"


def test_the_language_and_the_document_go_with_it() -> None:
    document = Enclosure("M1.ics", "text/calendar", "M1", "BEGIN")
    wire = render(Content("M1", language="sw", document=document)).wire
    assert wire is not None
    assert wire["language"] == "sw"
    assert wire["document"] == {
        "name": "M1.ics",
        "media_type": "text/calendar",
        "title": "M1",
        "text": "BEGIN",
    }
