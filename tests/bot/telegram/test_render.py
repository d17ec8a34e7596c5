import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.render import render, toast
from sek_core.messages.screens import QUOTE, Attachment, Content

SAID = f'S12 Severe flood, Voi. "{QUOTE}" Abdi 10:04. Reply OK S12 to take it'
WAVE = "\U0001f30a"
SEVERITIES = (("minor", "minor"), ("moderate", "moderate"), ("severe", "severe"), ("extreme", "extreme"))
PHOTO = Attachment("photo", "telegram", "AgAD", "https://sek.example/f/1")


def html(content: Content, *, repeat: bool = False) -> str:
    wire = render(content, repeat=repeat).wire
    assert wire is not None
    found = wire["html"]
    assert isinstance(found, str)
    return found


def plain(markup: str) -> str:
    return unescape(re.sub("<[^>]*>", "", markup))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("content", "markup"),
    [
        (Content("Thank you."), "Thank you."),
        (
            Content(SAID, quote="Maji!"),
            '<b>S12</b> Severe flood, Voi. "<i>Maji!</i>" Abdi 10:04. Reply OK S12 to take it',
        ),
        (Content(QUOTE, quote='<b>&amp;_*"'), '<i>&lt;b&gt;&amp;amp;_*"</i>'),
        (Content("A < B & C"), "A &lt; B &amp; C"),
        (Content("Which place?", hint="Or share a <place>"), "Which place?\nOr share a &lt;place&gt;"),
        (Content("No marker.", quote="dropped"), "No marker."),
        (Content(f"{QUOTE}", quote=f"a{QUOTE}b\n c"), "<i>ab\n c</i>"),
        (Content("S12", quote="x"), "S12"),
        (Content("SMS is off"), "SMS is off"),
    ],
)
def test_markup_and_text(content: Content, markup: str) -> None:
    assert html(content) == markup
    rendered = render(content)
    assert rendered.text == plain(markup)
    assert rendered.segments == 0


def test_a_repeat_says_so() -> None:
    assert html(Content("S12 Flood."), repeat=True) == "(repeat) <b>S12</b> Flood."


def test_sms_segments_are_no_limit() -> None:
    quote = "maji " * 600 + "mwisho"
    assert quote in render(Content(SAID, quote=quote, max_segments=1)).text


@pytest.mark.parametrize("character", ["m", "<", WAVE])
def test_the_quote_is_cut_at_a_word_to_what_telegram_takes(character: str) -> None:
    rendered = render(Content(SAID, quote=f"{character * 4} " * 2000))
    assert 4096 - 12 < units(rendered.text) <= 4096
    assert f'{character * 4}..." Abdi' in rendered.text
    assert rendered.text.endswith("to take it")


def test_a_body_that_is_too_long_is_cut_at_its_end() -> None:
    text = render(Content(f"{'word ' * 1000}{QUOTE}", quote="Maji", hint="Hint")).text
    assert units(text) <= 4096
    assert text.endswith("word...")


def keyboard(content: Content) -> list[list[tuple[str, str]]]:
    wire = render(content).wire
    assert wire is not None
    rows = wire["keyboard"]["inline_keyboard"]
    return [[(button["text"], button["callback_data"]) for button in row] for row in rows]


def test_buttons() -> None:
    content = Content(
        "How bad?",
        options=SEVERITIES,
        suggestions=(("garsen", "Garsen"), ("hola", "Hola town and ward")),
        skip="skip",
        actions=(("OK S127", "Take it"), ("MORE S127", "More")),
        asked="p12:5",
    )
    assert keyboard(content) == [
        [("Minor", "p12:5:1"), ("Moderate", "p12:5:2")],
        [("Severe", "p12:5:3"), ("Extreme", "p12:5:4")],
        [("Garsen", "p12:5:s1")],
        [("Hola town and ward", "p12:5:s2")],
        [("Skip", "p12:5:0")],
        [("Take it", "say:OK S127"), ("More", "say:MORE S127")],
    ]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["Yes", "No"], [2]),
        (["Flood", "Drought", "Fire"], [3]),
        (["Flood"] * 7, [3, 3, 1]),
        (["Flood"] * 10, [3, 3, 3, 1]),
        (["x" * 16] * 3, [2, 1]),
        (["x" * 17] * 2, [1, 1]),
    ],
)
def test_rows_are_as_wide_as_the_labels_allow(labels: list[str], rows: list[int]) -> None:
    options = tuple((label, label) for label in labels)
    assert [len(row) for row in keyboard(Content("?", options, asked="p1:1"))] == rows


def test_no_buttons() -> None:
    assert render(Content("Hi")).wire == {"html": "Hi", "keyboard": None}


def test_no_real_button_has_data_that_telegram_would_refuse() -> None:
    longest_party, longest_reference = "p" * 24, "S" * 16  # as long as their columns
    content = Content(
        "?",
        options=(("", "An option"),) * 99,
        suggestions=(("", "A suggestion"),) * 99,
        actions=(
            (f"RELEASE {longest_reference}", "English"),
            (f"NIMEKAMILISHA {longest_reference}", "Swahili"),
        ),
        asked=f"{longest_party}:{10**9}",
    )
    assert sum(map(len, keyboard(content))) == 99 + 99 + 2


def test_a_button_that_telegram_would_refuse_is_left_out() -> None:
    fitting, long = "N" * 60, "\u00f1" * 31
    content = Content("?", actions=((fitting, "Fits"), (long, "Does not"), ("OK", "")))
    assert keyboard(content) == [[("Fits", f"say:{fitting}")]]


def test_sharing_ones_number() -> None:
    wire = render(Content("Who are you?", contact="share my number", skip="skip", asked="p1:1")).wire
    assert wire == {
        "html": "Who are you?",
        "keyboard": {
            "keyboard": [[{"text": "Share my number", "request_contact": True}]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        },
    }


def test_a_file_of_telegrams_own_has_the_text_as_its_caption() -> None:
    rendered = render(Content(SAID, quote="maji " * 900, attachment=PHOTO))
    assert rendered.wire is not None
    assert rendered.wire["file"] == {"kind": "photo", "source": "AgAD"}
    assert 1000 < units(rendered.text) <= 1024


@pytest.mark.parametrize(
    ("attachment", "text"),
    [
        (Attachment("photo", "web", "7", "https://sek.example/f/1?a&b"), "Voi\nhttps://sek.example/f/1?a&b"),
        (Attachment("photo", "telegram", "", "https://sek.example/f/1"), "Voi\nhttps://sek.example/f/1"),
        (Attachment("sticker", "telegram", "AgAD"), "Voi"),
    ],
)
def test_any_other_file_is_a_link(attachment: Attachment, text: str) -> None:
    rendered = render(Content("Voi", attachment=attachment))
    assert rendered.text == text
    assert rendered.wire is not None
    assert "file" not in rendered.wire


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Taken", "Taken"),
        ("Taken.\nNOTE S1 ...  to add", "Taken. NOTE S1 ... to add"),
        ("word " * 60, ("word " * 39).strip() + "..."),
        ("x" * 201, "x" * 197 + "..."),
        (WAVE * 150, WAVE * 98 + "..."),
    ],
)
def test_toast(text: str, note: str) -> None:
    assert toast(text) == note
    assert units(note) <= 200


@given(
    st.text(max_size=300),
    st.text(max_size=300) | st.text(max_size=100).map(lambda text: text * 100),
    st.booleans(),
    st.sampled_from([None, PHOTO]),
)
def test_always_fits_and_says_the_same_in_both_forms(
    body: str, quote: str, repeat: bool, attachment: Attachment | None
) -> None:
    content = Content(f'{body} "{QUOTE}"', quote=quote, attachment=attachment, hint="h")
    rendered = render(content, repeat=repeat)
    assert rendered.wire is not None
    assert units(rendered.text) <= (1024 if attachment else 4096)
    assert plain(rendered.wire["html"]) == rendered.text
