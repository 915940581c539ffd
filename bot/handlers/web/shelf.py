"""Where files that people sent are kept: random names in one folder, a note beside each."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

import msgspec

from bot.chat.kind import File

_REF = re.compile(r"^web:([0-9A-Za-z_-]{22})\Z")


class Note(msgspec.Struct, frozen=True):
    """Whose file it is, what it was called, what it is, and its bytes."""

    chat: str
    name: str
    mime: str
    size: int


class Shelf:
    """Keeps files under `folder`; a reference is "web:" and 22 random characters."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def put(self, data: bytes, chat: str, name: str, mime: str) -> str:
        """Stores a file so that it outlives a power cut, and returns its reference."""
        ref = "web:" + secrets.token_urlsafe(16)
        note = msgspec.json.encode(Note(chat, name, mime, len(data)))
        self._write(self._path(ref), data)
        self._write(self._path(ref).with_suffix(".json"), note)
        directory = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        return ref

    def note(self, ref: str) -> Note | None:
        """The note on a file; None where there is no such file."""
        if not _REF.match(ref):
            return None
        try:
            return msgspec.json.decode(self._path(ref).with_suffix(".json").read_bytes(), type=Note)
        except FileNotFoundError:
            return None

    def file(self, ref: str, chat: str) -> File | None:
        """The file as the core knows it, if this chat sent it."""
        note = self.note(ref)
        return File(ref, note.name, note.mime, note.size) if note and note.chat == chat else None

    def read(self, ref: str) -> bytes:
        """The bytes of a file; raises FileNotFoundError."""
        return self._path(ref).read_bytes()

    def forget(self, ref: str) -> None:
        """Deletes a file and its note; gone already is fine."""
        self._path(ref).unlink(missing_ok=True)
        self._path(ref).with_suffix(".json").unlink(missing_ok=True)

    def _path(self, ref: str) -> Path:
        found = _REF.match(ref)
        if found is None:
            raise FileNotFoundError(ref)
        return self._folder / found[1]

    def _write(self, path: Path, data: bytes) -> None:
        with path.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
