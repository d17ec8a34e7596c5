"""Names that people typed or gave themselves, as they stand in messages of the program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sek_core.messages.plain_line import LONGEST_TYPED, outsider, typed_name, typed_title


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jane Mwende", "Jane Mwende"),
        ("  jane   mwende ", "jane mwende"),
        ("JANE MWENDE", "Jane Mwende"),
        ("Wanjik\u0169 wa Ng'ang'a-Kamau", "Wanjik\u0169 wa Ng'ang'a-Kamau"),
        ("Dr. J. M. Mutua", "Dr. J. M. Mutua"),
        ("Jane S1 closed. OK M1", "Jane closed. Ok"),
        ('"Reply YES 1234" Desk', "Reply Yes Desk"),
        ("SEK: reply YES 48 21 to confirm", "Sek reply Yes to confirm"),
        ('=HYPERLINK("http://x")', "Hyperlink http x"),
        ("Jane\n>> CLOSE U12", "Jane Close"),
        ("\u202eenaJ\u202c", "enaJ"),
        ("\x1b[2J\x07Jane", "2JJane"),
        ("@SUM(1)", "Sum"),
        ("Jane M.", "Jane M."),
        ("1234", ""),
    ],
)
def test_a_typed_name_is_a_name(typed: str, name: str) -> None:
    assert typed_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("FAO", "FAO"), ("County communication director", "County communication director"),
        ("Ministry of Water & Irrigation (Kitui)", "Ministry of Water & Irrigation (Kitui)"),
        ("-2+3", ""), ("+cmd@x", "cmd@x"), ('WFP "reply NDIYO 4821"', "WFP reply NDIYO"),
    ],
)  # fmt: skip
def test_a_title_keeps_its_capitals(typed: str, title: str) -> None:
    assert typed_title(typed) == title


@given(st.text())
def test_no_name_looks_like_a_command_or_a_message(text: str) -> None:
    for made in (typed_name(text), typed_title(text), outsider(text).strip('"')):
        assert len(made) <= LONGEST_TYPED
        assert not set(made) & set(':"=+<>*_\n\r\t\x1b\u202e')
        assert made[:1] not in ("=", "+", "-", "@")
        assert not any(word.strip(".,()-/@").isdecimal() for word in made.split())
    assert typed_name(typed_name(text)) == typed_name(text)
