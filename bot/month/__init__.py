"""The month before a demonstration begins: the program takes texts of a file, on a clock of the past."""
