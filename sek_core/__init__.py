"""The service itself: people, places, incidents, routing and the outbox. It decides; edges carry."""
