"""How people, days and times are put into texts."""
