"""Troubles of the database, told from those that an update makes in it."""

from __future__ import annotations

import errno
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

UNSETTLED: Final = (OperationalError, InterfaceError, OSError)
"""Nobody's update is to blame: it is not acknowledged, and its messenger repeats it."""
BLAMED: Final = ("integer overflow", "string or blob too big", "too many SQL variables")
"""What SQLite says, under the same name, of an update that asks for what cannot be."""

READ_ONLY: Final = "25006"
"""PostgreSQL's state for a database that may only be read just now, as a standby's or a full host's; SQLAlchemy takes
it for a fault of the program."""
ON_THE_DISK: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def is_the_databases(trouble: BaseException) -> bool:
    """Whether an update may succeed another time, as it has not made the trouble itself."""
    if isinstance(trouble, OperationalError) and any(words in str(trouble.orig) for words in BLAMED):
        return False
    if isinstance(trouble, DBAPIError) and getattr(trouble.orig, "sqlstate", None) == READ_ONLY:
        return True
    return isinstance(trouble, UNSETTLED)


def is_the_disks(trouble: BaseException | None) -> bool:
    """Whether something could not be written, by the database or beside it, whoever wanted it."""
    if isinstance(trouble, OSError):
        return trouble.errno in ON_THE_DISK
    return isinstance(trouble, DBAPIError) and is_the_databases(trouble)


def named(trouble: BaseException) -> str:
    """What may be said of a trouble: SQLite's own words, which hold nobody's; of others, which may, the kind alone."""
    if isinstance(trouble, OSError):
        return trouble.strerror or type(trouble).__name__
    orig = getattr(trouble, "orig", None)
    if orig is not None and "sqlite" in type(orig).__module__:
        return str(orig)
    return type(orig or trouble).__name__
