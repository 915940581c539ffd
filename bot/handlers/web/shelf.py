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
        for left in folder.glob("*.part"):
            left.unlink()  # of an upload that a crash cut off
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._folder

    def part(self) -> Path:
        """A fresh place in the same folder for bytes still on their way."""
        return self._folder / f"{secrets.token_hex(16)}.part"

    def put(self, part: Path, chat: str, name: str, mime: str) -> str:
        """Takes a complete part in, so that it outlives a power cut; returns its reference."""
        ref = "web:" + secrets.token_urlsafe(16)
        note = Note(chat, name, mime, part.stat().st_size)
        with self._note_path(ref).open("xb") as out:
            out.write(msgspec.json.encode(note))
            out.flush()
            os.fsync(out.fileno())
        with part.open("rb") as whole:
            os.fsync(whole.fileno())
        part.rename(self._path(ref))
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
            return msgspec.json.decode(self._note_path(ref).read_bytes(), type=Note)
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
        self._note_path(ref).unlink(missing_ok=True)

    def _path(self, ref: str) -> Path:
        found = _REF.match(ref)
        if found is None:
            raise FileNotFoundError(ref)
        return self._folder / found[1]

    def _note_path(self, ref: str) -> Path:
        return self._path(ref).with_suffix(".json")
