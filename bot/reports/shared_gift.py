"""A picture of a gift that its donor may show around: what was given and for what, and nobody's name."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.reports.press import MEDIA, press

PPI = 144
MOST = 120
"""Letters of each of its texts."""
Line = Annotated[str, Meta(max_length=MOST)]


class SharedGift(msgspec.Struct, tag_field="make", tag="shared_gift", forbid_unknown_fields=True):
    """Its words, in the reader's language, and the address at which others may give; empty where none is known."""

    says: Line
    gift: Annotated[str, Meta(min_length=1, max_length=MOST)]
    to: Line
    invites: Line
    url: Annotated[str, Meta(max_length=200)] = ""
    language: Literal["vi", "en"] = "vi"


def shared_gift(wanted: SharedGift, *, trial: bool = False) -> tuple[bytes, str]:
    """The picture, square, and its MIME type; what is long is set smaller."""
    from bot.reports.qr_drawing import qr_svg  # not at the start: the programme reads the bounds above

    facts = {**msgspec.to_builtins(wanted), "qr": qr_svg(wanted.url) if wanted.url else ""}
    return press(PAGE, facts, "png", PPI, trial=trial), MEDIA["png"]


PAGE = """
#set page(width: 360pt, height: 360pt, margin: 0pt, fill: rgb("#fbf5ec"))
#let arc(radius, stroke) = place(top + right, dx: radius, dy: -radius, circle(radius: radius, stroke: stroke))
#for (at, radius) in (60pt, 85pt, 110pt, 135pt).enumerate() {
  arc(radius, if calc.even(at) { 5pt + rgb("#f2c9b4") } else { 3pt + rgb("#f3d9a6") })
}
#let put(it, height, large, style: it => it) = if it != "" {
  context fitted(it, 300pt, height, steps(large, 6pt), 9pt, style: style, aligned: left, balanced: false)
}
#place(top + left, dx: 30pt, dy: 64pt, block(width: 300pt, {
  put(facts.says, 30pt, 22pt)
  v(8pt)
  put(facts.gift, 84pt, 40pt, style: it => text(weight: "semibold", fill: brick, it))
  v(10pt)
  put(facts.to, 62pt, 21pt)
}))
#place(bottom + left, dx: 30pt, dy: -28pt, grid(columns: (if facts.qr == "" { 0pt } else { 70pt }, 1fr),
  column-gutter: if facts.qr == "" { 0pt } else { 14pt }, align: left + horizon,
  if facts.qr != "" { block(fill: white, inset: 4pt, code(facts.qr, 62pt)) },
  context fitted(facts.invites, 210pt, 50pt, steps(17pt, 6pt), 9pt, style: it => text(fill: soft, it), aligned: left,
    balanced: false)))
"""
