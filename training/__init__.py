"""Training of the learned heads, and their evaluation. Needs the dependency group `training`."""
