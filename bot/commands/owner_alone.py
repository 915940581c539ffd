"""What the bot writes is for the account it runs under alone; what an earlier release left open is closed."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.settings import Settings

log = logging.getLogger(__name__)
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def owner_alone(settings: Settings) -> None:
    """From now on new files are the owner's alone; so become the data folder, the database and the key that are there.

    Whatever lies deeper in the folder cannot be reached once the folder is closed.
    """
    os.umask(OTHERS)
    for path in _there(settings):
        mode = path.stat().st_mode
        if not mode & OTHERS:
            continue
        try:
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)
        except PermissionError:
            log.warning("others on this machine can read %s; close it with: chmod go-rwx %s", path, path)


def _there(settings: Settings) -> Iterable[Path]:
    """The folder, what lies in it, and a database or key that lies elsewhere; as far as they exist."""
    found = [settings.data_dir, settings.key_file]
    if settings.data_dir.is_dir() and os.access(settings.data_dir, os.R_OK):
        found += settings.data_dir.iterdir()
    if settings.database.startswith("sqlite"):  # SQLAlchemy's own reading of the address takes long to load
        database = settings.database.partition(":///")[2].partition("?")[0]
        found += [Path(database + end) for end in ("", "-wal", "-shm")]
    return [path for path in dict.fromkeys(found) if path != Path() and path.exists() and not path.is_symlink()]
