from decimal import Decimal

from bot.sms.fake import Sent, SimulatedGateway
from sek_core.messages.channel import Accepted, NoAnswer, Refused

A, B = "+254300000001", "+254300000002"


async def test_accepts_counts_and_charges() -> None:
    gateway = SimulatedGateway(price=Decimal("0.5"))
    result = await gateway.send("x" * 161, [A, B, A])
    assert list(result) == [A, B]
    for sent, outcome in zip(gateway.sent, result.values(), strict=True):
        assert outcome == Accepted(sent.provider_id, 2, Decimal("1.0"))
    assert gateway.sent[0].provider_id.startswith("sim-1-")
    assert gateway.sent[1].provider_id.startswith("sim-2-")


async def test_one_number_fails_until_healed() -> None:
    gateway = SimulatedGateway()
    gateway.fail(A, Refused("UserInBlacklist (406)", permanent=True))
    result = await gateway.send("Flood", [A, B])
    assert result[A] == Refused("UserInBlacklist (406)", permanent=True)
    assert isinstance(result[B], Accepted)
    gateway.heal(A)
    gateway.heal(B)
    await gateway.send("Flood", [A])
    assert [sent.number for sent in gateway.sent] == [B, A]


async def test_all_fail_in_a_mode() -> None:
    gateway = SimulatedGateway()
    gateway.mode = NoAnswer("down")
    gateway.fail(A, Refused("busy"))
    result = await gateway.send("Flood", [A, B])
    assert result == {A: Refused("busy"), B: NoAnswer("down")}
    gateway.mode = None
    await gateway.send("Flood", [B])
    [sent] = gateway.sent
    assert sent == Sent(B, "Flood", sent.provider_id)
    await gateway.close()
