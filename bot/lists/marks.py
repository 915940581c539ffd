"""Ticks, classes of household and needs as cells say them."""

from __future__ import annotations

import re
from typing import Final

from bot.lists.words import has, words
from bot.sheets.table import Cell, shown

_YES: Final = frozenset(
    ("x", "v", "×", "✓", "✔", "√", "☑", "+", "có", "co", "yes", "y", "đúng", "1", "true", "rồi", "đã", "đã có", "da co")
)  # fmt: skip
_NO: Final = frozenset(
    ("", "-", "–", "0", "không", "khong", "ko", "k", "no", "n", "false", "chưa", "chua", "o", "không có", "khong co",
     "chưa có", "chua co")
)  # fmt: skip
_POOR: Final = re.compile(r" (?:hogd |ho |dien |thuoc |con )*(?:ngheo|hn|poor)(?: household)? ")
_NEAR: Final = re.compile(r" (?:hogd |ho |dien |thuoc |con )*(?:can ngheo|cn|hcn|near poor)(?: household)? ")
_HARD: Final = re.compile(
    r" (?:hogd |ho |dien |thuoc |co |gd |gia dinh |dac biet |hoan canh |hc )*(?:kho khan|kk|hckk|hardship|khokhan)"
    r"(?: dac biet)? "
)
_DEVICE: Final = ("may", "may tinh", "may tinh bang", "dien thoai", "thiet bi", "laptop", "ipad", "tablet", "device",
                  "computer", "phone", "smartphone", "mtb", "mtxt")  # fmt: skip
_LINE: Final = (
    "mang", "internet", "wifi", "4g", "3g", "5g", "sim", "data", "ket noi", "duong truyen", "connection", "line",
)  # fmt: skip
_NOT: Final = ("khong", "chua", "no", "not", "da co", "ko")
_ORDINARY: Final = re.compile(r" (?:khong(?: thuoc)?|binh thuong|trung binh|none|kha|du an|khong thuoc doi tuong) ")


def ticked(cell: Cell) -> bool | None:
    """Whether a cell is a yes; None for words that are neither yes nor no."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, (int, float)):
        return cell > 0
    said = shown(cell).strip().strip(".").casefold()
    return True if said in _YES else False if said in _NO else None


def household_of(text: str) -> str:
    """poor, near-poor, hardship or none where the words say no more than that, else the words themselves."""
    said = words(text)
    if not said.strip() or not text.strip("-–./ "):
        return ""
    if _NEAR.fullmatch(said):
        return "near-poor"
    if _POOR.fullmatch(said):
        return "poor"
    if _HARD.fullmatch(said):
        return "hardship"
    return "none" if _ORDINARY.fullmatch(said) else text


def needs_of(cell: Cell) -> tuple[bool, bool] | None:
    """(a device, a connection) that a cell asks for in words; None where that is not clear."""
    said = words(shown(cell))
    if has(said, *_NOT) and not has(said, "khong co", "chua co"):
        return None
    device, line = has(said, *_DEVICE), has(said, *_LINE)
    if device and has(said, "ca hai", "both"):
        line = True
    return (device, line) if device or line else None
