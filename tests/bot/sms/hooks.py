"""The webhooks of Africa's Talking, and a text as it sends one."""

from tests.bot.site import NUMBER, SECRET

HOOKS = f"/webhooks/africastalking/{SECRET}"
SMS, DELIVERY, OPTOUT = f"{HOOKS}/sms", f"{HOOKS}/delivery", f"{HOOKS}/optout"
ID = "ec9adc86-51d5-4bc8-8eb0-d8ab0bb53dc3"
TEXT = {"id": ID, "from": NUMBER, "text": "Msg"}
