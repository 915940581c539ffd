"""The one door from an outgoing message's recipe for a picture or a paper to its bytes."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.reports.acknowledgement import Acknowledgement, acknowledgement
from bot.reports.certificate import Certificate, certificate
from bot.reports.chart import WIDTH_PX, Bar, bars_png
from bot.reports.labels import Labels, labels
from bot.reports.list_template import ListTemplate, list_template
from bot.reports.payment_card import PaymentCard, payment_card
from bot.reports.qr import qr_png
from bot.reports.shared_gift import SharedGift, shared_gift
from bot.reports.slips import Slips, slips


class Qr(msgspec.Struct, tag_field="make", tag="qr", forbid_unknown_fields=True):
    """{"make": "qr", "text": "…"}: see qr_png."""

    text: str


class Bars(msgspec.Struct, tag_field="make", tag="bars", forbid_unknown_fields=True):
    """{"make": "bars", "title": "…", "subtitle": "…", "bars": [{"label": …}], "total_line": "…"}: see bars_png."""

    title: str
    subtitle: str
    bars: list[Bar]
    total_line: str
    width_px: int = WIDTH_PX
    empty: str = ""


Wanted = Qr | PaymentCard | Bars | Certificate | Acknowledgement | Labels | SharedGift | ListTemplate | Slips


def draw(recipe: dict[str, Any], *, trial: bool = False) -> tuple[bytes, str]:
    """The picture or paper a recipe asks for, and its MIME type. Raises ValueError for one that cannot be followed.

    Takes 1 to 100 ms of CPU, many labels and very long names up to a second, so call it off the event loop.
    What is drawn for a `trial` says so across it. {"file": ref} is for the caller, who knows where files are.
    """
    try:
        wanted = msgspec.convert(recipe, Wanted)
    except msgspec.ValidationError as fault:
        raise ValueError(f"no picture can be made of this recipe: {fault}") from fault
    if isinstance(wanted, Qr):
        return qr_png(wanted.text), "image/png"
    if isinstance(wanted, PaymentCard):
        return payment_card(wanted, trial=trial), "image/png"
    if isinstance(wanted, Certificate):
        return certificate(wanted, trial=trial)
    if isinstance(wanted, Acknowledgement):
        return acknowledgement(wanted, trial=trial)
    if isinstance(wanted, Labels):
        return labels(wanted, trial=trial)
    if isinstance(wanted, ListTemplate):
        return list_template(wanted)
    if isinstance(wanted, Slips):
        return slips(wanted, trial=trial)
    if isinstance(wanted, SharedGift):
        return shared_gift(wanted, trial=trial)
    parts = (wanted.title, wanted.subtitle, wanted.bars, wanted.total_line, wanted.width_px, wanted.empty)
    return bars_png(*parts, trial=trial), "image/png"
