"""The kinds of questions about offers."""

from handlers.language.kinds import Kind
from sek_core.offers import asking

OFFER = Kind("offer", "yes_or_no", takes="words", weighed=True, labels="answer")
"""Is this what the sender offers? A day, or another thing, may be the answer too."""

OFFER_WHICH = Kind("offer_which")
"""For which incident is it? The sender was told of several."""

OFFER_WHAT = Kind("offer_what", takes="words", tells="matter", weighed=True)
"""What does the sender offer?"""

OFFER_DAY = Kind("offer_day", takes="words", skip="offer_day.skip")
"""From which day, as the day that the sender named is past?"""

OFFER_LATER = Kind("offer_later", takes="words")
"""When does it come, as it did not come on its day?"""

DELIVERED = Kind(
    asking.DELIVERED, "yes_or_no", takes="words", weighed=True, labels=asking.DELIVERED, lasts="while_last"
)
"""The clock asks the giver: was it delivered?"""

ARRIVED = Kind(
    asking.ARRIVED, "yes_or_no", takes="words", weighed=True, labels=asking.ARRIVED, lasts="while_last"
)
"""The clock asks the reporter: did it come?"""

OFFER_WITHDRAW = Kind("offer_withdraw", "yes_or_no", labels="answer")
"""Is an offer to be taken back? Others were told of it."""

OFFER_CANCEL = Kind("offer_cancel")
"""Which is to be taken back: one of the sender's offers, or their report?"""
