"""Who is who: people, their roles and addresses, absences."""
