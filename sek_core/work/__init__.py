"""The unit of work: what one transaction needs."""
