"""A device's own number as an answer, read and checked while it is being typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.chat.kind import Heard, Kind, folded
from bot.chat.kinds import says_no
from bot.chat.kinds.typed import short
from bot.chat.phrase import _
from bot.programme.devices.serials import read_serial

NONE = ("none", "no number", "khong so", "khong co so", "khong thay", "mat tem", "n/a", "-")


class SerialNumber(Kind[str]):
    """A serial number or IMEI in its stored form; a plain no gives the empty text. `imei`: 15 digits must be one."""

    numbered = False
    free_text = True

    def __init__(self, imei: bool):
        self.imei = imei

    def shape(self) -> Any:
        return ["SerialNumber", self.imei]

    def read(self, heard: Heard, today: date) -> str:
        text = short(heard, _("Please type the number that stands on the device, or tap a button."))
        if says_no(text) or folded(text) in NONE:
            return ""
        return read_serial(text, self.imei)
