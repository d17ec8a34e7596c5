"""The inbox: received items until they are handled."""
