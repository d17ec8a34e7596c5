"""Tables that people keep in Excel and the like: rows out of their files, and files out of rows."""
