"""How many files and sockets this process may have open at once."""

from __future__ import annotations

from typing import Final

WANTED: Final = 65_536
"""Far above what a drive needs; the usual 1,024 are fewer than the pages of a busy evening."""
UNKNOWN: Final = 512
"""Taken for the limit on systems that do not tell it."""


def raise_limit(wanted: int = WANTED) -> int:
    """Raises the soft limit of this process as far as it may, never lowers it; returns what it is now."""
    try:
        import resource
    except ImportError:  # not a POSIX system
        return UNKNOWN
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return wanted if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most
