"""Who is told of an incident, step after step."""
