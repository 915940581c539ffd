"""Hides personal data field by field: AES-256-GCM, its key outside the database, and blind indexes to find it again."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

T = TypeVar("T")


class KeyMissing(Exception):
    """The database holds hidden data, but the key to it is not there."""


class WrongKey(Exception):
    """The key is damaged, or another database's."""


LENGTH: Final = 32
"""Bytes of a key."""


class Secrecy:
    """One key, used for hiding rows and for blind indexes."""

    def __init__(self, key: bytes):
        if len(key) != LENGTH:
            raise ValueError("the data key must be 32 bytes")
        self._cipher = AESGCM(_derived(key, b"rows"))
        self._blind = _derived(key, b"blind")
        self.sessions = _derived(key, b"sessions")
        """The key web sessions are signed with."""

    def hide(self, thing: Any, row: int) -> bytes:
        """Encrypts a JSON-able thing for one row: it opens in no other."""
        return self.seal(msgspec.json.encode(thing), str(row).encode())

    def reveal(self, blob: bytes, row: int, as_type: type[T]) -> T:
        """Decrypts what `hide` hid for this row; raises cryptography's InvalidTag for anything else."""
        return msgspec.json.decode(self.unseal(blob, str(row).encode()), type=as_type)

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Encrypts bytes for one place: they open at no other."""
        nonce = os.urandom(12)
        return b"\x01" + nonce + self._cipher.encrypt(nonce, plain, place)

    def unseal(self, blob: bytes, place: bytes) -> bytes:
        """Decrypts what `seal` sealed for this place; raises cryptography's InvalidTag for anything else."""
        if blob[:1] != b"\x01" or len(blob) < 13:
            raise InvalidTag
        return self._cipher.decrypt(blob[1:13], blob[13:], place)

    def blind(self, purpose: str, text: str) -> bytes:
        """A keyed fingerprint of a value, for equality look-ups; 16 bytes."""
        return hmac.digest(self._blind, f"{purpose}\0{text}".encode(), hashlib.sha256)[:16]


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"tiep-song/" + purpose, hashlib.sha256)


def key_from(path: Path, *, may_make: bool) -> bytes:
    """The key in a file, made on first use; raises KeyMissing where an earlier key hid data, WrongKey if damaged."""
    if path.exists():
        try:
            key = bytes.fromhex(path.read_text().strip())
        except ValueError:
            key = b""
        if len(key) != LENGTH:
            raise WrongKey(str(path))
        return key
    if not may_make:
        raise KeyMissing(str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    key = os.urandom(LENGTH)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key
