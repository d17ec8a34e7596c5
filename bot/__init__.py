"""The edges: channels, web server, command line, and the wiring of the program."""
