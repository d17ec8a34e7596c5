"""Settings of the machine, and the files in which a mechanism says who and what it is."""
