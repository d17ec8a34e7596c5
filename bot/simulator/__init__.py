"""The phones of the demonstration, in a browser. What they send goes the way of the webhooks."""
