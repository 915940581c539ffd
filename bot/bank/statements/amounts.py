"""Amounts of đồng as banks write them: grouped, signed, in brackets, with or without decimals and currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from bot.bank.statements.shape import Why
from bot.sheets.table import Cell, folded

Mark = Literal[",", ".", ""]

LARGEST = 10**15
LONGEST = 48

_CURRENCY = "(?:vnd|vnđ|đồng|dong|₫|đ)"
_AMOUNT = re.compile(
    rf"(?P<open>\()? ?(?P<sign>[+−–-])? ?{_CURRENCY}? ?(?P<sign2>[+−–-])? ?"
    rf"(?P<body>[0-9](?:[0-9., '’]*[0-9])?) ?{_CURRENCY}?\.? ?(?P<close>\))? ?(?P<tail>[+−–-]|cr|dr)?",
    re.IGNORECASE,
)
OTHER_CURRENCY = re.compile(r"\b(?:usd|eur|jpy|gbp|aud|cad|sgd|chf|cny|krw|hkd|thb|lak|khr)\b|[$€£¥]", re.IGNORECASE)
_NOTHING = re.compile(r"[-–−—.]*")
_MINUS = frozenset("−–-")

_IN = frozenset(
    ["c", "cr", "co", "credit", "ghi co", "bao co", "giao dich ghi co", "in", "tien vao", "tien den", "vao", "thu",
     "tang", "plus", "cong", "nhan", "nhan tien", "chuyen den", "chuyen tien den", "nop tien", "nap tien", "gui tien",
     "nhan chuyen khoan",
     "chuyen khoan den", "tra lai", "hoan tien", "interest", "refund",
     "incoming", "received", "money in", "transfer in", "deposit", "inflow"]
)  # fmt: skip
_OUT = frozenset(
    ["d", "dr", "n", "no", "debit", "ghi no", "bao no", "giao dich ghi no", "out", "tien ra", "tien di", "ra", "chi",
     "giam", "minus", "tru", "chuyen di", "chuyen tien di", "rut tien", "chuyen khoan di", "thanh toan",
     "phi", "phi dich vu", "thu phi", "mua hang", "payment", "purchase", "fee", "outgoing", "sent",
     "money out", "transfer out",
     "withdrawal", "outflow"]
)  # fmt: skip


@lru_cache(maxsize=1024)
def side(text: str) -> Literal[1, -1, 0]:
    """Whether words or a sign mean money in (1) or out (-1); 0 if neither, or both."""
    if text in ("+", "-", "−", "–"):
        return 1 if text == "+" else -1
    words = {folded(text), *(folded(part) for part in re.split(r"[/()|,\[\]:-]", text))}
    come, go = not words.isdisjoint(_IN), not words.isdisjoint(_OUT)
    return 0 if come == go else 1 if come else -1


def _whole(body: str, decimal: Mark) -> tuple[int, bool] | None:
    """The đồng of digits and marks, and whether decimals other than nought follow; None if it is not so written."""
    whole, rest = body, ""
    if decimal and decimal in body:
        whole, _, rest = body.partition(decimal)
        if not re.fullmatch(r"[0-9]{1,2}", rest):
            return None
    group = "" if decimal == "," else ","
    group += "" if decimal == "." else "."
    if not re.fullmatch(rf"[0-9]+|[0-9]{{1,3}}([{group} '’])[0-9]{{3}}(?:\1[0-9]{{3}})*", whole):
        return None
    return int(re.sub(r"[^0-9]", "", whole)), rest.strip("0") != ""


def decimal_mark(cells: Iterable[Cell]) -> Mark:
    """What stands before decimals in all these cells together; nothing if no cell has a dot or comma."""
    votes = {",": 0, ".": 0}
    seen = False
    for cell in cells:
        if not isinstance(cell, str) or len(cell) > LONGEST or not ("." in cell or "," in cell):
            continue
        amount = _AMOUNT.fullmatch(cell.lstrip("'"))
        if amount is None or not ("." in amount["body"] or "," in amount["body"]):
            continue
        seen = True
        for mark in (",", "."):
            votes[mark] += _whole(amount["body"], mark) is not None
    if not seen:
        return ""
    return "," if votes[","] >= votes["."] else "."


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or dashes for nothing."""
    return isinstance(cell, str) and _NOTHING.fullmatch(cell) is not None


def amount(cell: Cell, decimal: Mark) -> int | Why | None:
    """Signed đồng; None for an empty cell; else why it cannot be read."""
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        return "unclear amount"
    if isinstance(cell, (int, float)):
        if not abs(cell) < LARGEST:
            return "unclear amount"
        return int(cell) if cell == int(cell) else "fraction"
    if is_blank(cell):
        return None
    text = cell.lstrip("'")
    if len(text) > LONGEST:
        return "unclear amount"
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return "another currency" if OTHER_CURRENCY.search(text) else "unclear amount"
    read = _whole(found["body"], decimal)
    signs = [sign for sign in (found["sign"], found["sign2"], found["tail"]) if sign]
    brackets = bool(found["open"]), bool(found["close"])
    if read is None or read[0] >= LARGEST or len(signs) + any(brackets) > 1 or any(brackets) != all(brackets):
        return "unclear amount"
    if read[1]:
        return "fraction"
    out = any(brackets) or (bool(signs) and (signs[0] in _MINUS or signs[0].lower() == "dr"))
    return -read[0] if out else read[0]
