"""The one door from an outgoing message's recipe for a picture or a paper to its bytes."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.reports.acknowledgement import Acknowledgement, acknowledgement
from bot.reports.certificate import Certificate, certificate
from bot.reports.chart import WIDTH_PX, Bar, bars_png
from bot.reports.labels import Labels, labels
from bot.reports.qr import qr_png
from bot.reports.vietqr import vietqr_text


class Qr(msgspec.Struct, tag_field="make", tag="qr", forbid_unknown_fields=True):
    """{"make": "qr", "text": "…"}: see qr_png."""

    text: str


class VietQr(msgspec.Struct, tag_field="make", tag="vietqr", forbid_unknown_fields=True):
    """{"make": "vietqr", "bin": "970436", "account": "…", "amount": 500000, "memo": "…"}: see vietqr_text."""

    bin: str
    account: str
    amount: int | None
    memo: str


class Bars(msgspec.Struct, tag_field="make", tag="bars", forbid_unknown_fields=True):
    """{"make": "bars", "title": "…", "subtitle": "…", "bars": [{"label": …}], "total_line": "…"}: see bars_png."""

    title: str
    subtitle: str
    bars: list[Bar]
    total_line: str
    width_px: int = WIDTH_PX
    empty: str = ""


def draw(recipe: dict[str, Any]) -> tuple[bytes, str]:
    """The picture or paper a recipe asks for, and its MIME type. Raises ValueError for one that cannot be followed.

    Takes 1 to 100 ms of CPU, many labels and very long names up to a second, so call it off the event loop.
    {"file": ref} is for the caller, who knows where files are.
    """
    try:
        wanted = msgspec.convert(recipe, Qr | VietQr | Bars | Certificate | Acknowledgement | Labels)
    except msgspec.ValidationError as fault:
        raise ValueError(f"no picture can be made of this recipe: {fault}") from fault
    if isinstance(wanted, Qr):
        return qr_png(wanted.text), "image/png"
    if isinstance(wanted, VietQr):
        return qr_png(vietqr_text(wanted.bin, wanted.account, wanted.amount, wanted.memo)), "image/png"
    if isinstance(wanted, Certificate):
        return certificate(wanted)
    if isinstance(wanted, Acknowledgement):
        return acknowledgement(wanted)
    if isinstance(wanted, Labels):
        return labels(wanted)
    return (
        bars_png(wanted.title, wanted.subtitle, wanted.bars, wanted.total_line, wanted.width_px, wanted.empty),
        "image/png",
    )
