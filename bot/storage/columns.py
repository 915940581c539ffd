"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, TypeDecorator, literal
from sqlalchemy.sql.operators import is_, is_not

from bot.storage.secrecy import Secrecy

Big = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit integer; SQLite's strict tables know it as INTEGER."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as microseconds since 1970 UTC; naive times are refused."""

    impl = Big
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return (value - _EPOCH) // _TICK

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Flag(TypeDecorator[bool]):
    """True or false, kept as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


KEYS: Final[WeakKeyDictionary[Dialect, Secrecy]] = WeakKeyDictionary()
"""The key of each open database, by its engine's dialect: the one thing a column is told of where it is used."""


class Sealed(TypeDecorator[str]):
    """Text that may be personal, encrypted for its column; only a database that was unlocked reads or writes it."""

    impl = LargeBinary
    cache_ok = True

    class comparator_factory(LargeBinary.Comparator[Any]):
        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            """Each sealing differs, so a database that compared them would never find anything: refused at once."""
            if op not in (is_, is_not):
                raise TypeError("sealed text cannot be compared in the database")
            return super().operate(op, *other, **kwargs)

    def __init__(self, place: str):
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else KEYS[dialect].seal(value.encode(), self.place.encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else KEYS[dialect].unseal(value, self.place.encode()).decode()


YES, NO = literal(True, Flag()), literal(False, Flag())
"""To compare a Flag with, the same on both engines."""
