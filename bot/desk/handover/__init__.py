"""Handing over, at the desk."""
