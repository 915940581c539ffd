"""What each field of the plan may hold, taken once from its type."""

from __future__ import annotations

import re
import types
from datetime import date, datetime, time
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from bot.chat.phrase import Phrase
from bot.programme.plan.terms import Words

_PLAIN = {str: "text", int: "number", bool: "switch", datetime: "moment", date: "day", time: "hour"}


class Shape(NamedTuple):
    """One sort of value. `sort` is one of text, number, switch, moment, day, hour, choice, words, list, table."""

    sort: str
    inner: Any = None  # of a list: the Shape of its elements
    table: type[msgspec.Struct] | None = None
    choices: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    form: Phrase | None = None  # what to write where the pattern does not fit
    least: int | None = None
    most: int | None = None
    refers: str = ""  # the list whose keys this names
    begins: bool = False  # of a moment given as a day: its first second, else its last


class TableField(NamedTuple):
    """One field of a table."""

    name: str
    shape: Shape
    required: bool
    default: Any


@cache
def slots_of(table: type[msgspec.Struct]) -> dict[str, TableField]:
    """The fields of a table, by name."""
    slots = {}
    for field in msgspec.structs.fields(table):
        default = field.default
        if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        slots[field.name] = TableField(field.encode_name, _shape(field.type), field.required, default)
    return slots


def _shape(kind: Any) -> Shape:
    """The shape of a field's type; raises TypeError for a type that no plan can hold."""
    if get_origin(kind) is Annotated:
        bare, *notes = get_args(kind)
        shape = _shape(bare)
        for note in notes:
            shape = _noted(shape, note)
        return shape
    if kind == Words:
        return Shape("words")
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = (option for option in get_args(kind) if option is not types.NoneType)
        return _shape(kind)
    if get_origin(kind) is tuple:
        return Shape("list", inner=_shape(get_args(kind)[0]))
    if get_origin(kind) is Literal:
        return Shape("choice", choices=get_args(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return Shape("table", table=kind)
    if kind in _PLAIN:
        return Shape(_PLAIN[kind])
    raise TypeError(f"a plan cannot hold {kind}")


def _noted(shape: Shape, note: Meta) -> Shape:
    """A shape with the bounds and remarks of its annotation."""
    extra = note.extra or {}
    return shape._replace(
        pattern=re.compile(note.pattern) if note.pattern else shape.pattern,
        form=extra.get("form", shape.form),
        least=shape.least if note.ge is None else int(note.ge),
        most=shape.most if note.le is None else int(note.le),
        refers=extra.get("refers", shape.refers),
        begins=extra.get("day") == "begins" or shape.begins,
    )
