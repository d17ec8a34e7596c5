"""Reading of what a mail server answered: the outcome of one e-mail.

Codes: RFC 5321, 4.2; enhanced codes: RFC 3463. A reason never has the server's words, which may name the
address.
"""

import re
import ssl
from collections.abc import Iterator

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPStatus,
    SMTPTimeoutError,
)

from sek_core.messages.channel import Refused

_ENHANCED = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_CREDENTIALS = frozenset({530, 534, 535, 538})
_POLICY, _MAILBOX, _FULL = "7", "2", "2"


def is_over(error: BaseException) -> bool:
    """Return True if the server has ended the connection, for a reason that is not the e-mail."""
    return (
        isinstance(error, SMTPServerDisconnected)
        or getattr(error, "code", 0) == SMTPStatus.domain_unavailable
    )


def before_words(error: BaseException) -> Refused:
    """Return the outcome of an e-mail whose words were not handed over."""
    if any(isinstance(each, ssl.SSLError) for each in _causes(error)):
        return Refused("the mail server's certificate is not valid for its name", ours=True)
    if type(error) is SMTPException:  # it has no class of its own for what a server does not offer
        return Refused("the mail server offers no encryption, or no login that we know", ours=True)
    match error:
        case SMTPAuthenticationError():
            return Refused(f"the mail server refused user or password ({_code(error)})", ours=True)
        case SMTPSenderRefused():
            return Refused(f"the mail server refused our address ({_code(error)})", ours=error.code >= 500)
        case SMTPRecipientRefused():
            return _of_recipient(error)
        case SMTPResponseException():
            return Refused(f"the mail server refused us ({_code(error)})", ours=error.code >= 500)
        case SMTPTimeoutError() | TimeoutError():
            return Refused("the mail server did not answer in time")
        case SMTPException() | OSError():
            return Refused("the mail server could not be reached")
    return Refused(f"unexpected {type(error).__name__}")


def _of_recipient(error: SMTPRecipientRefused) -> Refused:
    """Return the outcome for a refused recipient. Only what says that there is no such mailbox counts as the
    end of an address: nothing comes in from it that would show the opposite.
    """
    enhanced = _ENHANCED.match(error.message)
    if error.code in _CREDENTIALS or "relay" in error.message.lower():
        return Refused(f"the mail server does not send for us ({_code(error)})", ours=True)
    if error.code < 500:
        return Refused(f"the recipient was refused for now ({_code(error)})")
    about, detail = (enhanced[2], enhanced[3]) if enhanced else ("", "")
    only_this = about == _POLICY or (about, detail) == (_MAILBOX, _FULL)
    return Refused(f"the recipient was refused ({_code(error)})", permanent=True, content=only_this)


def of_words(error: SMTPDataError) -> Refused:
    """Return the outcome of an e-mail whose words were refused."""
    refused = f"the mail server refused the message ({_code(error)})"
    return Refused(refused, permanent=error.code >= 500, content=error.code >= 500)


def _code(error: SMTPResponseException) -> str:
    enhanced = _ENHANCED.match(error.message)
    return f"{error.code} {'.'.join(enhanced.groups())}" if enhanced else str(error.code)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
