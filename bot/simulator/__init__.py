"""Phones of the demonstration, in a browser. Their messages take the same way as those of the webhooks."""
