"""Tiếp Sóng: a chat bot with which a commune, a district or a city runs a giving drive."""
