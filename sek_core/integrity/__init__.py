"""Whether the data is whole: what must be true of the rows of the database, as a registry."""
