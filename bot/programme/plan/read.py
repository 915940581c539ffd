"""Turns a TOML table into the plan's structs, noting every fault and going on all the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from bot.chat.phrase import Phrase, _
from bot.programme.plan.findings import Faults, did_you_mean, nearest
from bot.programme.plan.lines import Path
from bot.programme.plan.shapes import Shape, slots_of

S = TypeVar("S", bound=msgspec.Struct)

_WRITE: dict[str, Phrase] = {
    "text": _('Write text in straight quotes, e.g. "Xã Cao Viên".'),
    "number": _("Write a whole number without quotes or dots, e.g. 200000."),
    "switch": _("Write true or false, without quotes."),
    "moment": _("Write a day as year-month-day, without quotes: 2021-09-23; or with its hour: 2021-09-22T17:00:00."),
    "day": _("Write a day as year-month-day, without quotes: 2021-09-23."),
    "hour": _("Write an hour with its seconds, without quotes: 17:00:00."),
    "choice": _('Write one word in straight quotes, e.g. "tuesday".'),
    "words": _('Write text in straight quotes, or a table with vi = "…" and en = "…".'),
    "list": _('Write a list in square brackets, e.g. ["cash", "devices"].'),
    "table": _("Write a table: its name in square brackets on a line of its own, and its keys below."),
}
_YEARS = range(2000, 2101)
_SHOWN = 40
_GUESSES = 300


class PlanReader:
    """Reads one plan. What cannot be read becomes a neutral value, so that all the rest can be examined."""

    def __init__(self, findings: Faults, zone: ZoneInfo):
        self.findings, self.zone = findings, zone
        self.keys: dict[str, dict[str, Path]] = {}  # of each list of named tables: which names, where
        self.references: list[tuple[Path, str, str]] = []  # where, to which list, which name

    def table(self, kind: type[S], raw: dict[str, Any], path: Path) -> S:
        """A struct from a table; unknown and missing keys are faults."""
        slots, values = slots_of(kind), {}
        absent = {name for name, slot in slots.items() if slot.required and name not in raw}
        for key in sorted(raw.keys() - slots.keys()):
            near = self.near(key, slots)
            known = _("Take it out; known here are: {keys}.", keys=", ".join(slots))
            remedy = did_you_mean(near) if near else known
            self.fault((*path, key), _("“{key}” is not known here.", key=_short(key)), remedy)
            if near in absent:  # misspelt, so not missing as well
                self.findings.faulty.add((*path, near))
                absent.remove(near)
        for name, slot in slots.items():
            if name in raw:
                values[name] = self.value(slot.shape, raw[name], (*path, name))
                if slot.required and raw[name] in ("", {}, []):
                    self.fault((*path, name), _("“{key}” is empty.", key=name), _remedy(slot.shape))
            elif slot.required:
                if name in absent:
                    self.fault((*path, name), _("“{key}” is missing.", key=name), _remedy(slot.shape))
                values[name] = self.neutral(slot.shape, (*path, name))
            elif isinstance(slot.default, msgspec.Struct):
                values[name] = slot.default
                self.findings.place(slot.default, (*path, name))
        struct = kind(**values)
        self.findings.place(struct, path)
        return struct

    def value(self, shape: Shape, raw: Any, path: Path) -> Any:
        """One value of the shape asked for, or a neutral one where it is wrong."""
        if shape.sort == "list" and isinstance(raw, list):
            return self.elements(shape.inner, raw, path)
        if shape.table is not None and isinstance(raw, dict):
            return self.table(shape.table, raw, path)
        if shape.sort == "words" and isinstance(raw, (str, dict)):
            return self.words(raw, path)
        if shape.sort == "number" and type(raw) is int:
            return self.number(shape, raw, path)
        if shape.sort in ("text", "choice") and isinstance(raw, str):
            return self.text(shape, raw, path)
        if shape.sort == "switch" and isinstance(raw, bool):
            return raw
        if shape.sort in ("moment", "day") and isinstance(raw, date):
            if raw.year not in _YEARS:
                self.fault(path, _("{year} cannot be the year of a drive.", year=str(raw.year)), _WRITE[shape.sort])
                return self.neutral(shape, path)
            if shape.sort == "moment":
                return self.moment(shape, raw)
            if not isinstance(raw, datetime):
                return raw
        elif shape.sort == "hour" and isinstance(raw, time):
            return raw
        self.fault(path, _("“{value}” is not what belongs here.", value=_shown(raw)), _remedy(shape))
        return self.neutral(shape, path)

    def elements(self, shape: Shape, raw: list[Any], path: Path) -> tuple[Any, ...]:
        """A list; named tables in it must have different names."""
        found = tuple(self.value(shape, element, (*path, index)) for index, element in enumerate(raw))
        if shape.table is not None and "key" in slots_of(shape.table):
            seen = self.keys.setdefault(".".join(str(part) for part in path), {})
            for index, element in enumerate(found):
                if element.key and seen.setdefault(element.key, (*path, index)) != (*path, index):
                    self.fault(
                        (*path, index, "key"),
                        _("There is already one with the key “{key}”.", key=element.key),
                        _("Give each its own key."),
                    )
        return found

    def words(self, raw: str | dict[str, Any], path: Path) -> dict[str, str]:
        """Words by language; plain text stands for both languages."""
        if isinstance(raw, str):
            return {"vi": raw, "en": raw} if raw else {}
        for language, said in raw.items():
            if language not in ("vi", "en"):
                self.fault((*path, language), _("“{key}” is not known here.", key=_short(language)), _WRITE["words"])
            elif not isinstance(said, str) or not said:
                self.fault((*path, language), _("“{value}” is no text.", value=_shown(said)), _WRITE["text"])
        if "vi" not in raw:
            self.fault(path, _("The Vietnamese words are missing."), _WRITE["words"])
        return {language: said for language, said in raw.items() if isinstance(said, str)}

    def number(self, shape: Shape, raw: int, path: Path) -> int:
        """A whole number within its bounds."""
        least, most = shape.least, shape.most
        if least is not None and raw < least:
            self.fault(path, _("This number is too small."), _("Write {least} or more.", least=least))
        elif most is not None and raw > most:
            self.fault(path, _("This number is too large."), _("Write {most} or less.", most=most))
        else:
            return raw
        return least or 0

    def text(self, shape: Shape, raw: str, path: Path) -> str:
        """Text of its form, or one of the words to choose from."""
        if shape.choices:
            if raw in shape.choices:
                return raw
            near = self.near(raw.lower(), shape.choices)
            remedy = did_you_mean(near) if near else _choose(shape)
            self.fault(path, _("“{value}” is not among the possible words.", value=_shown(raw)), remedy)
            return shape.choices[0]
        if shape.pattern is not None and not shape.pattern.search(raw):
            self.fault(path, _("“{value}” cannot stand here.", value=_shown(raw)), shape.form or _WRITE["text"])
        elif shape.refers:
            self.references.append((path, shape.refers, raw))
        return raw

    def moment(self, shape: Shape, raw: date) -> datetime:
        """A moment in the plan's zone; a day without an hour begins at 00:00:00 or ends at 23:59:59."""
        if not isinstance(raw, datetime):
            return datetime.combine(raw, time() if shape.begins else time(23, 59, 59), self.zone)
        return raw.replace(tzinfo=self.zone) if raw.tzinfo is None else raw.astimezone(self.zone)

    def neutral(self, shape: Shape, path: Path) -> Any:
        """A value that stands in for one that could not be read."""
        if shape.table is not None:
            slots = slots_of(shape.table).items()
            struct = shape.table(**{n: self.neutral(s.shape, (*path, n)) for n, s in slots if s.required})
            self.findings.place(struct, path)
            return struct
        first_day = date(_YEARS.start, 1, 1)
        return {
            "number": shape.least or 0,
            "switch": False,
            "moment": datetime.combine(first_day, time(), self.zone),
            "day": first_day,
            "hour": time(),
            "choice": shape.choices[0] if shape.choices else "",
            "words": {},
            "list": (),
        }.get(shape.sort, "")

    def fault(self, path: Path, what: Phrase, remedy: Phrase) -> None:
        self.findings.add(path, what, remedy)

    def near(self, word: str, known: Iterable[str]) -> str | None:
        """The known word that was perhaps meant; not looked for any more where nearly everything is wrong."""
        return nearest(word, known) if len(self.findings.all) < _GUESSES else None

    def dangling(self) -> None:
        """Notes every reference to a name that its list does not have."""
        for path, target, name in self.references:
            known = self.keys.get(target, {})
            if name not in known:
                near = self.near(name, known)
                remedy = did_you_mean(near) if near else _("Add it to {list}, or take it out here.", list=target)
                self.fault(path, _("“{key}” is not among the {list}.", key=_short(name), list=target), remedy)


def _remedy(shape: Shape) -> Phrase:
    return shape.form or (_choose(shape) if shape.choices else _WRITE[shape.sort])


def _choose(shape: Shape) -> Phrase:
    return _("Write one of: {words}.", words=", ".join(shape.choices))


def _short(word: str) -> str:
    return word if len(word) <= _SHOWN else word[: _SHOWN - 1] + "…"


def _shown(raw: Any) -> str:
    """A value as it stands in the file, shortened."""
    if isinstance(raw, (list, dict)):
        return "[…]"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, int) and raw.bit_length() > 64:
        return "…"
    return _short(str(raw))
