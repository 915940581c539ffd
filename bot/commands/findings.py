"""What the doctor finds, line by line."""

from __future__ import annotations


class Findings:
    """What was found so far; `needs` counts what needs doing."""

    def __init__(self) -> None:
        self.needs = 0

    def say(self, fine: bool, what: str, remedy: str) -> None:
        """One line, and below it what to do where something is to be done."""
        self.needs += not fine
        print(f"{'ok  ' if fine else 'FIX '} {what}" + ("" if fine else f"\n     {remedy}"))

    def note(self, what: str) -> None:
        """A line that is only to be known."""
        print(f"     {what}")
