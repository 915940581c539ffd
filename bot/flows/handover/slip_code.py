"""The four digits on a family's slip as an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.chat.kind import Heard, Kind, NotUnderstood
from bot.chat.kinds.typed import short
from bot.chat.phrase import _


class SlipCode(Kind[str]):
    """Four digits, whatever stands between and around them: "4 8 2 1", "mã 4821 ạ"."""

    numbered = False

    def shape(self) -> Any:
        return ["SlipCode"]

    def read(self, heard: Heard, today: date) -> str:
        why = _("The code has four digits, for example: 4821. It stands on the family's slip.")
        digits = "".join(char for char in short(heard, why) if char.isdecimal())
        if len(digits) != 4:
            raise NotUnderstood(why)
        return digits
