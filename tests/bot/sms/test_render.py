import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sms.render import render
from bot.sms.segments import count, fold, is_gsm
from sek_core.messages.screens import LONGEST, QUOTE, Content, Enclosure

SAID = f'Abdi: "{QUOTE}" Reply 1 to take it.'
ARABIC = "\u0641\u064a\u0636\u0627\u0646"
WAVE = "\U0001f30a"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (Content("Thank you."), "Thank you."),
        (
            Content("How bad?", (("minor", "Minor"), ("moderate", "Moderate"))),
            "How bad? 1 Minor 2 Moderate",
        ),
        (Content("How bad?", (("minor", "Minor"),), skip="skip"), "How bad? 1 Minor (0 skip)"),
        (Content("Which place?", skip="ruka"), "Which place? (0 ruka)"),
        (Content(f'"{QUOTE}"', (("y", "Yes"),), quote="Maji!"), '"Maji!" 1 Yes'),
        (Content(f"{QUOTE}", (("y", "Yes"),), quote="Maji!"), "Maji! 1 Yes"),
        (Content("K\u0129tui \u2014 flood", (("y", "Nd\u0129o"),)), "Kitui - flood 1 Ndio"),
        (Content(SAID, quote="  road\n\tis   cut "), 'Abdi: "road is cut" Reply 1 to take it.'),
        (Content(SAID, quote='he said "run"'), "Abdi: \"he said 'run'\" Reply 1 to take it."),
        (Content(SAID, quote="\u201crun\u201d \u00abgo\u00bb"), SAID.replace(QUOTE, "'run' 'go'")),
        (Content(SAID, quote=f"a{QUOTE}b {QUOTE}"), SAID.replace(QUOTE, "ab")),
        (Content(SAID), SAID.replace(QUOTE, "")),
        (Content("No marker.", quote="dropped"), "No marker."),
        (Content(SAID, quote=f"{ARABIC} maji {WAVE}"), SAID.replace(QUOTE, "maji")),
        (Content(SAID, quote=ARABIC), SAID.replace(QUOTE, "...")),
    ],
)
def test_text(content: Content, text: str) -> None:
    rendered = render(content)
    assert rendered.text == text
    assert rendered.segments == count(text) == 1


def test_a_repeat_says_so_and_counts() -> None:
    assert render(Content("Flood."), repeat=True).text == "(repeat) Flood."
    quoted = Content(SAID, quote="maji " * 40)
    first, second = render(quoted), render(quoted, repeat=True)
    assert first.segments == second.segments == 1
    assert second.text.startswith("(repeat) Abdi")
    assert len(second.text) <= 160


@pytest.mark.parametrize(
    ("quote", "shortened"),
    [
        ("aaaa bbbb cccc", "aaaa bbbb cccc"),
        ("aaaa bbbb cccc d", "aaaa bbbb..."),
        ("aaaa bbbb cc dddddd", "aaaa bbbb..."),
        ("aaaa bbbbbb cccccc", "aaaa bbbbbb..."),
        ("abcdefghijklmnopqrst", "abcdefghijk..."),
        ("a bcdefghijklmnopqrst", "a..."),
        ("aaaa bbbb. cccc dddd", "aaaa bbbb..."),
        ("." * 20, "..."),
        ("[[[[[[[[[[", "[[[[[..."),
        ("aaaaaaaaaa\u2026\u2026", "aaaaaaaaaa..."),
    ],
)
def test_a_long_quote_ends_at_a_word(quote: str, shortened: str) -> None:
    """The body leaves 14 septets for the quote."""
    rendered = render(Content("x" * 146 + QUOTE, quote=quote))
    assert rendered.text.removeprefix("x" * 146) == shortened
    assert rendered.segments == 1


@pytest.mark.parametrize(
    ("body_length", "quote"),
    [(157, "..."), (158, ""), (160, ""), (161, "..."), (400, "...")],
)
def test_without_room_for_a_quote(body_length: int, quote: str) -> None:
    rendered = render(Content("x" * body_length + QUOTE, quote="maji yamefurika"))
    assert rendered.text == "x" * body_length + quote


def test_only_the_quote_is_cut() -> None:
    options = (("a", "a" * 100), ("b", "b" * 100))
    rendered = render(Content("body", options, "skip", max_segments=1))
    assert rendered.text == f"body 1 {'a' * 100} 2 {'b' * 100} (0 skip)"
    assert rendered.segments == 2


def test_two_segments_are_used_to_the_full() -> None:
    rendered = render(Content(QUOTE, quote="maji " * 2_000, max_segments=2))
    assert rendered.segments == 2
    assert 306 - len("maji ") - len("...") < len(rendered.text) <= 306


@pytest.mark.parametrize(
    "quote", ["maji " * 2_000, "\u0641\u064a\u0636\u0627\u0646 " * 2_000, "x" * 900_000, "{" * 5_000]
)
@pytest.mark.parametrize(("asked", "most"), [(None, 6), (LONGEST, 10), (2, 2)])
def test_no_message_is_longer_whatever_was_written(quote: str, asked: int | None, most: int) -> None:
    rendered = render(Content(f'S1 said "{QUOTE}". Reply', quote=quote, max_segments=asked))
    assert rendered.segments <= most and rendered.text.endswith('". Reply')
    assert render(Content(quote, max_segments=None)).segments <= LONGEST


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("maji " * 200 + "mwisho", "maji " * 200 + "mwisho"),
        (f"maji {ARABIC}", f"maji {ARABIC}"),
        (f'"{ARABIC}"\u200f\u200b \x00{QUOTE}\u201cok\u201d', f"'{ARABIC}' 'ok'"),
        (f"{ARABIC}\n\u200b\n{WAVE}", f"{ARABIC} {WAVE}"),
        (WAVE, WAVE),
        (f"K\u0129tui\u2019s road {WAVE} cut", "Kitui's road cut"),
        ("\ud800\u130e", "\u130e"),
    ],
)
def test_in_full_the_quote_keeps_its_script(quote: str, text: str) -> None:
    rendered = render(Content(QUOTE, quote=quote, max_segments=LONGEST))
    assert rendered.text == text
    assert rendered.segments == count(text)


@given(
    body=st.text(max_size=200),
    tail=st.text(max_size=100),
    quote=st.text(max_size=600) | st.text(st.sampled_from("a \u20ac"), max_size=600),
    limit=st.integers(1, 3),
    repeat=st.booleans(),
)
def test_never_longer_than_asked_if_the_body_fits(
    body: str, tail: str, quote: str, limit: int, repeat: bool
) -> None:
    options = (("y", "Yes"),)
    frame = (body + tail).replace(QUOTE, "")
    bare = render(Content(frame, options, "skip", max_segments=limit), repeat=repeat)
    whole = body.replace(QUOTE, "") + QUOTE + tail.replace(QUOTE, "")
    rendered = render(Content(whole, options, "skip", quote, limit), repeat=repeat)
    assert is_gsm(rendered.text)
    assert rendered.segments == count(rendered.text)
    if bare.segments <= limit:
        assert rendered.segments <= limit
    assert rendered.text.endswith(fold(tail.replace(QUOTE, "")) + " 1 Yes (0 skip)")


@given(st.text(), st.text(), st.sampled_from([None, 0, 1, 2]), st.booleans())
def test_nothing_raises(body: str, quote: str, limit: int | None, repeat: bool) -> None:
    content = Content(f'{body} "{QUOTE}"', quote=quote, max_segments=limit)
    assert render(content, repeat=repeat).text.count('"') >= 2


def test_a_document_is_left_out() -> None:
    document = Enclosure("M12.ics", "text/calendar", "M12", "BEGIN:VCALENDAR\r\n")
    assert render(Content("M12 tomorrow 9:00", document=document)) == render(Content("M12 tomorrow 9:00"))
