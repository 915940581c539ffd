"""Papers, certificates, the honour roll and nominations."""
