"""Troubles of the database, told from those that an update makes in it."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import InterfaceError, OperationalError

UNSETTLED: Final = (OperationalError, InterfaceError, OSError)
"""Nobody's update is to blame: it is not acknowledged, and its messenger repeats it."""
BLAMED: Final = ("integer overflow", "string or blob too big", "too many SQL variables")
"""What SQLite says, under the same name, of an update that asks for what cannot be."""


def is_the_databases(trouble: BaseException) -> bool:
    """Whether an update may succeed another time, as it has not made the trouble itself."""
    if isinstance(trouble, OperationalError) and any(words in str(trouble.orig) for words in BLAMED):
        return False
    return isinstance(trouble, UNSETTLED)
