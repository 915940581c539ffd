"""Who may do what: roles and invitations, seen and ended by the organiser."""
