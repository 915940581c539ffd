"""Reads TOML text, and says in plain words what in it is not TOML."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from typing import Any

from bot.chat.phrase import Phrase, _
from bot.programme.plan.findings import Fault

BIGGEST = 300_000
"""Characters (or bytes) in the longest plan that is read at all."""
_MOST_FAULTS = 20
_MOST_TRIES = 60
_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20}""")
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")

_BY_LINE: tuple[tuple[re.Pattern[str], Phrase], ...] = (
    (re.compile("[“”„‘’]"), _('Use straight quotes: "…".')),
    (re.compile(r"=\s*\d{1,2}:\d{2}\s*(#|$)"), _("Write an hour with its seconds, without quotes: 17:00:00.")),
    (re.compile(r"=\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"),
     _("Write a day as year-month-day, without quotes: 2021-09-23.")),
    (re.compile(r"=\s*\d{1,3}([., ]\d{3})+\s*(#|$)"),
     _("Write a whole number without quotes or dots, e.g. 200000.")),
    (re.compile(r"=\s*(True|False|TRUE|FALSE|yes|no)\b"), _("Write true or false, without quotes.")),
)  # fmt: skip
_BY_CAUSE: tuple[tuple[str, Phrase], ...] = (
    ("Cannot declare", _("This table stands in the file already: join the two, or use double brackets for a list.")),
    ("Cannot ", _("This key has a value already: take out one of the two.")),
    ("Duplicate inline", _("This key has a value already: take out one of the two.")),
    ("Expected '='", _("Write: key = value.")),
    ("Unclosed", _("A comma or a closing bracket is missing, here or on the line before.")),
    ("Expected ']", _("A table's name stands between brackets: [name], or [[name]] for a list.")),
    ("Unterminated", _("Close the text with the same quotes with which it begins.")),
    ("Illegal character '\\n'", _("Close the text with the same quotes with which it begins.")),
    ("Illegal character", _("Take out the invisible character, or write the line anew.")),
    ("Unescaped", _("Write a backslash twice.")),
    ("Invalid hex", _("Write a backslash twice.")),
    ("Escaped", _("Write a backslash twice.")),
    ("Invalid date", _("This day or hour is not in the calendar.")),
    ("Invalid value", _("Put text into straight quotes; numbers, days, true and false stand without.")),
)
_OTHERWISE = _('Write: key = "text", key = 200000, key = true or key = 2021-09-23.')


def parse(text: str | bytes) -> tuple[dict[str, Any], str, list[Fault]]:
    """The tables of a TOML text and the text itself, or the faults that keep it from being TOML.

    After a bad line the rest is tried without it, so that several bad lines are named at once.
    """
    if len(text) > BIGGEST:
        return {}, "", [Fault(1, "", _("This file is too long to be a plan."), _("Is it the right file?"))]
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            return {}, "", [Fault(line, "", _("This line is not in UTF-8."), _("Save the file as UTF-8."))]
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n"))
    if deep := _DEEP.search(text):  # tomllib would take minutes for long chains of keys
        line = text.count("\n", 0, deep.start()) + 1
        return {}, "", [Fault(line, "", _("This line cannot be read."), _("A key has three dots at most."))]
    tried, faults, previous = text, list[Fault](), -1
    tries = 0
    while tries < _MOST_TRIES and len(faults) < _MOST_FAULTS:
        tries += 1
        try:
            raw = tomllib.loads(tried)
        except RecursionError:
            what = _("Too many brackets stand inside one another.")
            faults.append(Fault(1, "", what, _("A plan needs three levels at most.")))
            break
        except ValueError as error:
            lines = tried.split("\n")
            fault, last = _fault(error, lines)
            if fault.line != previous + 1 or last:  # a line that only suffers from the one before it
                faults.append(fault)
            if last:
                break
            previous = fault.line
            lines[fault.line - 1] = ""
            tried = "\n".join(lines)
        else:
            return raw, text, faults
    return {}, text, faults


def _fault(error: ValueError, lines: list[str]) -> tuple[Fault, bool]:
    """What tomllib found, and whether nothing behind it can be understood."""
    cause = str(error)
    place = _PLACE.search(cause)
    number = min(int(place[1]), len(lines)) if place else len(lines)
    if cause.startswith("Exceeds the limit"):  # the one fault that tomllib leaves to int()
        number = next((n for n, line in enumerate(lines, 1) if re.search(r"[\d_]{4000}", line)), number)
    line = lines[number - 1]
    remedy = next((advice for pattern, advice in _BY_LINE if pattern.search(line)), None)
    if remedy is None:
        remedy = next((advice for start, advice in _BY_CAUSE if cause.startswith(start)), _OTHERWISE)
    last = place is None or not line or line.startswith("[") or cause.startswith("Unclosed")
    return Fault(number, _key(line), _("This line cannot be read."), remedy), last


def _key(line: str) -> str:
    """The key that a line sets, as far as can be seen."""
    match = re.match(r"\s*([A-Za-z0-9_.-]{1,40})\s*=", line)
    return match[1] if match else ""
