"""Where files that people sent are kept: random names in one folder, a note beside each; both encrypted."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

import msgspec

from bot.chat.kind import File
from bot.web.file_kinds import PHOTOS
from bot.web.photo_metadata import OddPicture, without_metadata

_REF = re.compile(r"^web:([0-9A-Za-z_-]{22})\Z")
_SEALED: Final = b"\x01"
"""How whatever is sealed begins; no file of a kind that is taken begins so."""


class Lock(Protocol):
    """Encrypts bytes for one place and opens them there again."""

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Encrypts."""
        ...

    def unseal(self, blob: bytes, place: bytes) -> bytes:
        """Opens; raises where it is another key's or another place's."""
        ...


class FileNote(msgspec.Struct, frozen=True):
    """Whose file it is, what it was called, what it is, its bytes, and when it came in seconds since 1970."""

    chat: str
    name: str
    mime: str
    size: int
    at: float = 0.0


class Shelf:
    """Keeps files under `folder`; a reference is "web:" and 22 random characters."""

    def __init__(self, folder: Path, lock: Lock, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._lock, self._now = folder, lock, now
        for left in folder.glob("*.part"):
            left.unlink()  # of an upload that a crash cut off
        self._seal_the_open()

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._folder

    def part(self) -> Path:
        """A fresh place in the same folder for bytes still on their way."""
        return self._folder / f"{secrets.token_hex(16)}.part"

    def put(self, data: bytes, chat: str, name: str, mime: str) -> str:
        """Keeps a file so that it outlives a power cut; returns its reference."""
        ref = "web:" + secrets.token_urlsafe(16)
        note = FileNote(chat, name, mime, len(data), self._now().timestamp())
        self._write(self._note_path(ref), msgspec.json.encode(note))
        self._write(self._path(ref), data)
        directory = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        return ref

    def note(self, ref: str) -> FileNote | None:
        """The note on a file; None where there is no such file."""
        if not _REF.match(ref):
            return None
        try:
            return msgspec.json.decode(self._read(self._note_path(ref)), type=FileNote)
        except FileNotFoundError:
            return None

    def file(self, ref: str, chat: str) -> File | None:
        """The file as the core knows it, if this chat sent it."""
        note = self.note(ref)
        return File(ref, note.name, note.mime, note.size) if note and note.chat == chat else None

    def read(self, ref: str) -> bytes:
        """The bytes of a file; raises FileNotFoundError."""
        return self._read(self._path(ref))

    def forget(self, ref: str) -> None:
        """Deletes a file and its note; gone already is fine."""
        self._path(ref).unlink(missing_ok=True)
        self._note_path(ref).unlink(missing_ok=True)

    def sweep(self, in_use: Collection[str], before: datetime) -> None:
        """Deletes files that came before a moment and are not in use, each with its note."""
        for path in list(self._folder.glob("*.json")):
            ref = f"web:{path.stem}"
            note = None if ref in in_use else self.note(ref)
            if note is not None and note.at < before.timestamp():
                self.forget(ref)

    def _path(self, ref: str) -> Path:
        found = _REF.match(ref)
        if found is None:
            raise FileNotFoundError(ref)
        return self._folder / found[1]

    def _note_path(self, ref: str) -> Path:
        return self._path(ref).with_suffix(".json")

    def _read(self, path: Path) -> bytes:
        return self._lock.unseal(path.read_bytes(), path.name.encode())

    def _write(self, path: Path, data: bytes) -> None:
        """Writes to another name first, so that half a file never stands for a whole one."""
        part = self.part()
        with part.open("xb") as out:
            out.write(self._lock.seal(data, path.name.encode()))
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)

    def _seal_the_open(self) -> None:
        """Encrypts what an earlier release left in clear, pictures without their metadata."""
        for path in list(self._folder.iterdir()):
            if not _REF.match(f"web:{path.name.removesuffix('.json')}") or _is_sealed(path):
                continue
            data = path.read_bytes()
            note = self._folder / f"{path.name}.json"
            if path.suffix != ".json" and note.exists():
                mime = msgspec.json.decode(self._opened(note), type=FileNote).mime
                data = _bare(data, mime)
            self._write(path, data)

    def _opened(self, path: Path) -> bytes:
        return self._read(path) if _is_sealed(path) else path.read_bytes()


def _is_sealed(path: Path) -> bool:
    """Whether a file is sealed already; no more of it is read, for at each start all of them are asked."""
    with path.open("rb") as file:
        return file.read(len(_SEALED)) == _SEALED


def _bare(data: bytes, mime: str) -> bytes:
    """A picture without its metadata; one that cannot be read stays as it is, for it has been taken already."""
    try:
        return without_metadata(data, mime) if mime in PHOTOS else data
    except OddPicture:
        return data
