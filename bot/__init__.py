"""The edges: everything that speaks to the outside world, and the wiring of the program."""
