"""Pledges at the desk."""
