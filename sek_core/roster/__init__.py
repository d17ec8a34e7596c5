"""The roster: people, their roles and addresses, absences."""
