"""What lies around a database: the settings' names, the folder, the file, the key, the room on the disk."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.commands.extras import tell_of_extras
from bot.commands.findings import Findings
from bot.settings import Settings, strangers

LITTLE: Final = 1e9
"""Bytes; with less room than this it is time to do something."""
LOAD: Final = "write the drive's plan (README, “Run a drive”) and load it: python -m bot plan load FILE"
RESTORE: Final = "put a copy back in its place: python -m bot restore FILE"
FOREIGN: Final = f"run the release that wrote it, or move it away and {RESTORE}"
"""What to do about a database of a newer or another release."""
ENV: Final = Path(".env")
_SET: Final = re.compile(r"^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$")


def look_around(findings: Findings, settings: Settings, file: Path | None) -> bool:
    """Tells what is amiss; whether it makes sense to look into the database, whose `file` is None elsewhere."""
    _names(findings, os.environ, ENV)
    tell_of_extras(findings, settings)
    if not _folder(findings, settings.data_dir):
        return False
    if file is not None and not _file(findings, file):
        return False
    _key(findings, settings.key_file)
    _room(findings, settings.data_dir)
    if not settings.public_url and not settings.demo:
        findings.note("no PUBLIC_URL is set: no certificate can be made out, for nobody could verify it")
    return True


def _names(findings: Findings, environment: Mapping[str, str], env: Path) -> None:
    """Misspelt settings, and a .env that this command was begun without."""
    written: dict[str, str] = {}
    if env.is_file():
        found = (_SET.match(line.strip()) for line in env.read_text(encoding="utf-8", errors="replace").splitlines())
        written = {match[1]: match[2] for match in found if match}
    for name, meant in sorted(strangers({*environment, *written}).items()):
        findings.say(False, f"there is no setting {name}", f"write {meant}, if that is meant")
    ours = {name.upper() for name in Settings.__struct_fields__}
    for name in sorted(set(written) - ours - set(strangers(written))):
        findings.note(f"{env} sets {name}, which is no setting of ours")
    unread = sorted(name for name in ours & set(written) if written[name].strip("'\" ") and name not in environment)
    if unread:
        remedy = "read it in first: set -a; . ./.env; set +a"
        findings.say(False, f"{env} sets {', '.join(unread)}, and this command does not know it", remedy)


def _folder(findings: Findings, folder: Path) -> bool:
    if folder.exists() and not folder.is_dir():
        findings.say(False, f"{folder} is a file", "name a folder in DATA_DIR")
        return False
    return not folder.exists() or _mine(findings, folder, os.R_OK | os.W_OK | os.X_OK)


def _file(findings: Findings, file: Path) -> bool:
    if not file.exists():
        findings.say(False, "no database yet", LOAD)
    elif not file.is_file():
        findings.say(False, f"{file} is no file", "move it away, then " + RESTORE)
    elif not file.stat().st_size:
        remedy = f"remove it and {RESTORE}; where there never was one, {LOAD}"
        findings.say(False, f"{file} is empty", remedy)
    else:
        return _mine(findings, file, os.R_OK | os.W_OK)
    return False


def _mine(findings: Findings, path: Path, how: int) -> bool:
    if os.access(path, how):
        return True
    owner = path.owner()
    remedy = f"run this as {owner}, or give it to whoever runs the bot: chown -R USER {path}"
    findings.say(False, f"{path} belongs to {owner} and cannot be written by you", remedy)
    return False


def _key(findings: Findings, key: Path) -> None:
    remedy = "put it back from your backup: without it names and phones cannot be read"
    findings.say(key.exists(), f"the key {key}", remedy)
    if not key.exists():
        return
    private = key.stat().st_mode & 0o077 == 0
    findings.say(private, "the key is readable by its owner only", f"chmod 600 {key}")


def _room(findings: Findings, folder: Path) -> None:
    free = shutil.disk_usage(folder if folder.exists() else Path()).free
    findings.say(free > LITTLE, f"{free / 1e9:.1f} GB free", "make room: a full disk stops the bot")
