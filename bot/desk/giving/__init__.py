"""Promises at the desk."""
