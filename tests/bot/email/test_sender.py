"""The sender against mail servers on a port of this machine."""

import asyncio
import logging
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from bot.email import sender as module
from bot.email.sender import CONNECTIONS, MailSender
from config.mail import MailServer
from sek_core.messages.channel import Accepted, NoAnswer, Outcome, Refused, Sender, Wire
from tests.bot.email.servers import PASSWORD, Answers, Mailbox, scripted, serving

# The server of these tests says things of itself that are no fault of ours.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")

TO = "asha@example.org"
FROM = ("SEK", "sek@example.net")
BELOW = {"": "To answer, send an SMS to 21512", "sw": "Ili kujibu, tuma SMS kwa 21512"}
TEXT = "S1 SEVERE DROUGHT Mutomo, Kitui. Reply OK S1 to take it"
WIRE = {"subject": "S1 SEVERE DROUGHT Mutomo, Kitui", "language": "", "delivery": 17}


@asynccontextmanager
async def sending(server: MailServer, seconds: float = 5.0) -> AsyncIterator[MailSender]:
    sender = MailSender(
        server, FROM, BELOW, wait_seconds=seconds, first_seconds=seconds, data_seconds=seconds
    )
    try:
        yield sender
    finally:
        await sender.close()


async def one(server: MailServer, text: str = TEXT, to: str = TO, wire: Wire = WIRE) -> Outcome:
    async with sending(server) as sender:
        return (await sender.send(text, [to], wire))[to]


async def test_an_email_is_accepted_with_its_id() -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        outcome = await one(server)
    [letter] = mailbox.letters
    assert isinstance(outcome, Accepted)
    assert letter["Message-ID"] == f"<{outcome.provider_id}>"
    assert letter["Message-ID"].endswith("@example.net>")
    assert (letter["From"], letter["Reply-To"], letter["To"]) == ("SEK <sek@example.net>",) * 2 + (TO,)
    assert letter["Subject"] == WIRE["subject"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(letter["Date"]).tzinfo is not None
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content() == f"{TEXT}\n\n-- \n{BELOW['']}\n"
    assert (mailbox.recipients, mailbox.senders) == ([TO], ["sek@example.net"])


async def test_it_says_how_to_answer_in_the_language_of_the_words() -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        for language in ("", "sw", "fr"):
            await one(server, wire={**WIRE, "language": language})
    below = [letter.get_content().splitlines()[-1] for letter in mailbox.letters]
    assert below == [BELOW[""], BELOW["sw"], BELOW[""]]


async def test_letters_of_all_scripts_and_long_lines_arrive_as_they_are() -> None:
    text = f"Mvua kubwa – Mũtĩtũ, ልዩ, 洪水 {'maji ' * 400}\n.\n..two dots\nFrom here"
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert isinstance(await one(server, text, wire={**WIRE, "subject": "Mafuriko Mũtĩtũ 洪水"}), Accepted)
    [letter] = mailbox.letters
    assert letter["Subject"] == "Mafuriko Mũtĩtũ 洪水"
    assert letter.get_content().startswith(text)


async def test_a_repeated_email_has_the_id_of_the_first() -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        await one(server)
        await one(server, f"(repeat) {TEXT}")
        await one(server, wire={**WIRE, "delivery": 18})
        await one(server, "Another text of a restored database")
        await one(server, to="baraka@example.org")
    first, repeated, *others = [letter["Message-ID"] for letter in mailbox.letters]
    assert first == repeated
    assert len({first, *others}) == 4


@pytest.mark.parametrize(
    ("name", "media_type", "text", "begins"),
    [
        (
            "M1.ics",
            "text/calendar",
            "BEGIN:VCALENDAR\r\nSUMMARY:Mkutano – Mũtĩtũ\r\n",
            b"BEGIN:VCALENDAR\r\n",
        ),
        ("M1.pdf", "application/pdf", "Agenda", b"%PDF-"),
    ],
)
async def test_a_document_is_attached(name: str, media_type: str, text: str, begins: bytes) -> None:
    document = {"name": name, "media_type": media_type, "title": "M1", "text": text}
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert isinstance(await one(server, wire={**WIRE, "document": document}), Accepted)
    [letter] = mailbox.letters
    [attached] = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (name, media_type)
    payload = attached.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.startswith(begins)
    body = letter.get_body()
    assert body is not None
    assert body.get_content().startswith(TEXT)


async def test_the_words_go_without_a_document_that_cannot_be_made() -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert isinstance(await one(server, wire={**WIRE, "document": {"name": "M1.pdf"}}), Accepted)
    assert mailbox.letters[0].get_content().startswith(TEXT)


@pytest.mark.parametrize(
    "bad",
    [
        "Rain\r\nBcc: all@example.org",
        "Rain\nBcc: all@example.org\n\nWords of mine",
        "Rain\x00\x0b\x0c\x85\u2028Bcc: all@example.org",
        "Rain =?utf-8?q?=0aBcc:_all=40example.org?=",
        "\ud83d half of a character",
        "\u202eniaR",
    ],
)
async def test_a_subject_brings_no_header(bad: str) -> None:
    mailbox = Mailbox()
    document = {"name": bad, "media_type": "text/calendar", "title": bad, "text": "BEGIN"}
    async with serving(mailbox) as server:
        assert isinstance(await one(server, bad, wire={**WIRE, "subject": bad}), Accepted)
        assert isinstance(await one(server, wire={**WIRE, "document": document}), Accepted)
        assert isinstance(await one(server, bad, wire={}), Accepted)
    for letter in mailbox.letters:
        assert letter["Bcc"] is None
        assert letter["To"] == TO
        assert not set(str(letter["Subject"])) & set("\r\n\x00\u202e\u2028")
    assert mailbox.recipients == [TO] * 3


@pytest.mark.parametrize(
    "address",
    [
        "", "asha", "asha@", "@example.org", "asha@example", "asha@example.org\r\nRCPT TO:<all@example.org>",
        "asha@example.org,all@example.org", "<asha@example.org>", "a b@example.org", "asha@example.org\n",
        "Asha <asha@example.org>", "asha@example.org> SIZE=1", "ashä@example.org", '"a\\"b"@example.org',
    ],
)  # fmt: skip
async def test_what_is_no_single_address_is_refused_here(address: str) -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert await one(server, to=address) == Refused("not an e-mail address", permanent=True)
    assert (mailbox.letters, mailbox.connections) == ([], 0)


async def test_a_name_of_the_sender_brings_no_header() -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        sender = MailSender(server, ("SEK, Kitui (Mũtĩtũ)", "sek@example.net"), BELOW)
        assert isinstance((await sender.send(TEXT, [TO], WIRE))[TO], Accepted)
        await sender.close()
    [address] = mailbox.letters[0]["From"].addresses
    assert (address.display_name, address.addr_spec) == ("SEK, Kitui (Mũtĩtũ)", "sek@example.net")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"RCPT": "550 5.1.1 no such user asha@example.org"},
         Refused("the recipient was refused (550 5.1.1)", permanent=True)),
        ({"RCPT": "553 what is that"}, Refused("the recipient was refused (553)", permanent=True)),
        ({"RCPT": "552 5.2.2 mailbox full"},
         Refused("the recipient was refused (552 5.2.2)", permanent=True, content=True)),
        ({"RCPT": "550 5.7.1 you are on our list"},
         Refused("the recipient was refused (550 5.7.1)", permanent=True, content=True)),
        ({"RCPT": "450 4.2.0 greylisted, come again"},
         Refused("the recipient was refused for now (450 4.2.0)")),
        ({"RCPT": "451 later"}, Refused("the recipient was refused for now (451)")),
        ({"RCPT": "421 too many"}, Refused("the recipient was refused for now (421)")),
        ({"RCPT": "554 5.7.1 Relay access denied"},
         Refused("the mail server does not send for us (554 5.7.1)", ours=True)),
        ({"RCPT": "530 5.7.0 sign in first"},
         Refused("the mail server does not send for us (530 5.7.0)", ours=True)),
        ({"MAIL": "550 5.7.1 not yours"},
         Refused("the mail server refused our address (550 5.7.1)", ours=True)),
        ({"MAIL": "452 4.3.1 disk full"}, Refused("the mail server refused our address (452 4.3.1)")),
        ({"EHLO": "550 go", "HELO": "550 go"}, Refused("the mail server refused us (550)", ours=True)),
        ({"HELLO": "554 no service"}, Refused("the mail server refused us (554)", ours=True)),
        ({"HELLO": "421 busy"}, Refused("the mail server refused us (421)")),
        ({"HELLO": ""}, Refused("the mail server could not be reached")),
        ({"MAIL": ""}, Refused("the mail server could not be reached")),
        ({"RCPT": ""}, Refused("the mail server could not be reached")),
        ({"DATA": "554 5.6.0 no"}, Refused("the mail server refused the message (554 5.6.0)", permanent=True,
                                           content=True)),
        ({"DATA": "451 4.3.0 later"}, Refused("the mail server refused the message (451 4.3.0)")),
        ({"WORDS": "554 5.7.1 spam"}, Refused("the mail server refused the message (554 5.7.1)",
                                              permanent=True, content=True)),
        ({"WORDS": "452 4.3.1 full"}, Refused("the mail server refused the message (452 4.3.1)")),
        ({"WORDS": ""}, NoAnswer("no answer to the words: SMTPServerDisconnected")),
        ({"WORDS": "nonsense"}, NoAnswer("no answer to the words: SMTPResponseException")),
    ],
)  # fmt: skip
async def test_each_answer_has_its_outcome(answers: Answers, outcome: Outcome) -> None:
    async with scripted(answers) as (server, _):
        assert await one(server) == outcome


@pytest.mark.parametrize(
    ("silent", "outcome"),
    [
        ("HELLO", Refused("the mail server did not answer in time")),
        ("RCPT", Refused("the mail server did not answer in time")),
        ("WORDS", NoAnswer("no answer to the words: ")),
    ],
)
async def test_a_server_that_is_silent_is_not_waited_for(silent: str, outcome: Outcome) -> None:
    async with scripted({silent: "..."}) as (server, _), sending(server, seconds=0.2) as sender:
        found = (await sender.send(TEXT, [TO], WIRE))[TO]
    assert isinstance(found, Refused | NoAnswer)
    assert type(found) is type(outcome)
    assert isinstance(outcome, Refused | NoAnswer)
    assert found.reason.startswith(outcome.reason)


async def test_a_server_that_is_not_there() -> None:
    outcome = await one(MailServer("127.0.0.1", 1, tls=False))
    assert outcome == Refused("the mail server could not be reached")


async def test_a_wrong_password_is_our_fault() -> None:
    mailbox = Mailbox()
    async with serving(mailbox, user="sek") as server:
        wrong = replace(server, user="sek", password="wrong")
        assert await one(wrong) == Refused("the mail server refused user or password (535 5.7.8)", ours=True)
        assert await one(server) == Refused("the mail server refused our address (530 5.7.0)", ours=True)
        assert isinstance(await one(replace(server, user="sek", password=PASSWORD)), Accepted)


async def test_connections_are_kept_and_a_refusal_does_not_end_them() -> None:
    mailbox = Mailbox(refuse={"gone@example.org": "550 5.1.1 no"})
    async with serving(mailbox) as server, sending(server) as sender:
        for to in (TO, "gone@example.org", TO, TO):
            await sender.send(TEXT, [to], WIRE)
    assert (len(mailbox.letters), mailbox.connections) == (3, 1)


async def test_not_too_many_connections_are_open_at_a_time() -> None:
    mailbox = Mailbox()
    async with serving(mailbox) as server, sending(server) as sender:
        outcomes = await asyncio.gather(*(sender.send(TEXT, [f"p{n}@example.org"], WIRE) for n in range(12)))
    assert all(isinstance(each, Accepted) for outcome in outcomes for each in outcome.values())
    assert mailbox.connections <= CONNECTIONS


async def test_who_finds_no_connection_in_time_is_told_so() -> None:
    async with scripted({"RCPT": "..."}) as (server, _), sending(server, seconds=0.2) as sender:
        sender._wait_seconds = 0.05
        found = await asyncio.gather(
            *(sender.send(TEXT, [f"p{n}@example.org"], WIRE) for n in range(CONNECTIONS + 1))
        )
    assert Refused("no connection was free in time") in [each for one_ in found for each in one_.values()]


@pytest.mark.parametrize("said", ["", "421 4.4.2 you slept"])
async def test_a_kept_connection_that_ended_is_replaced(said: str) -> None:
    """Nothing was said of this e-mail yet, so a second try cannot send it twice."""
    first: dict[str, str] = {}
    seen = 0

    def by_connection(number: int) -> Answers:
        nonlocal seen
        seen = number
        return first if number == 1 else {}

    async with scripted(by_connection) as (server, heard), sending(server) as sender:
        for connections in (1, 1):
            assert isinstance((await sender.send(TEXT, [TO], WIRE))[TO], Accepted)
            assert seen == connections
        first["MAIL"] = said
        assert isinstance((await sender.send(TEXT, [TO], WIRE))[TO], Accepted)
    assert (seen, heard.count("DATA")) == (2, 3)


async def test_after_the_words_nothing_is_sent_again_by_itself() -> None:
    async with scripted({"WORDS": ""}) as (server, heard), sending(server) as sender:
        assert isinstance((await sender.send(TEXT, [TO], WIRE))[TO], NoAnswer)
    assert heard.count("DATA") == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that nobody signed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate of this test")
    folder: Path = tmp_path_factory.mktemp("tls")
    key, signed = folder / "key.pem", folder / "cert.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost"
    subprocess.run(
        [openssl, *made.split(), "-keyout", str(key), "-out", str(signed)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)
    return context


async def test_on_this_machine_it_is_encrypted_where_that_is_offered(certificate: ssl.SSLContext) -> None:
    mailbox = Mailbox()
    async with serving(mailbox, tls=certificate) as server:
        assert isinstance(await one(server), Accepted)
    async with serving(mailbox) as server:
        assert isinstance(await one(server), Accepted)
    assert mailbox.encrypted == [True, False]


async def test_elsewhere_nothing_leaves_unencrypted_or_to_an_unknown_server(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_loopback", lambda _: False)
    mailbox = Mailbox()
    async with serving(mailbox) as server:
        assert await one(replace(server, user="sek", password=PASSWORD)) == Refused(
            "the mail server offers no encryption, or no login that we know", ours=True
        )
    async with serving(mailbox, tls=certificate) as server:
        assert await one(server) == Refused(
            "the mail server's certificate is not valid for its name", ours=True
        )
    assert mailbox.letters == []


async def test_reachable_says_what_is_wrong_and_sends_nothing() -> None:
    mailbox = Mailbox()
    async with serving(mailbox, user="sek") as server:
        async with sending(replace(server, user="sek", password=PASSWORD)) as sender:
            assert await sender.reachable() is None
        async with sending(replace(server, user="sek", password="wrong")) as sender:
            said = await sender.reachable()
    assert said == "the mail server refused user or password (535 5.7.8): SEK_SMTP_URL"
    assert mailbox.letters == []


async def test_it_logs_no_words_no_address_and_no_password(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mailbox = Mailbox(refuse={TO: f"550 5.1.1 {TO} is not here"})
    async with serving(mailbox, user="sek") as server:
        for password in (PASSWORD, "wrong-one"):
            outcome = await one(replace(server, user="sek", password=password))
            assert TO not in str(outcome)
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("mail")]
    assert not [line for line in own for secret in (TO, TEXT, PASSWORD, "wrong-one") if secret in line]


def test_it_is_a_sender() -> None:
    sender: Sender = MailSender(MailServer("127.0.0.1", 25, tls=False), FROM, BELOW)
    assert sender.bulk == 1
