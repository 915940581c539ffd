"""Who is who: people, their contacts, units, roles, ways in."""
