"""SMS through Africa's Talking: webhooks in, rendered segments and bulk sends out."""

NAME = "sms"
