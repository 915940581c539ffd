"""What the desk needs of the app: to read as somebody, and to do as somebody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from bot.programme.world import World

T = TypeVar("T")


class House(Protocol):
    """The running app, as far as the desk knows it."""

    async def ask(self, fact: Callable[[World], Awaitable[T]]) -> T:
        """What a fact says, from a reading connection."""
        ...

    async def act(self, contact: int | None, key: str, call: Callable[[World], Awaitable[T]]) -> T:
        """Does something in one transaction, once for each key; raises Repeated the second time."""
        ...
