"""Slips for families, 2 × 4 on A4 to be cut: what they are given, the code they say then, and the first steps."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.reports.press import MEDIA, press
from bot.reports.qr_drawing import qr_svg

MOST = 200
ON_A_SHEET = 8
Line = Annotated[str, Meta(max_length=160)]
Url = Annotated[str, Meta(max_length=200, pattern=r"^https?://[!-~]+\Z")]


class Slip(msgspec.Struct, forbid_unknown_fields=True):
    """One family: the student, the things, the code to say, and the address that opens it for whoever hands over."""

    name: Line
    place: Line
    things: Annotated[str, Meta(max_length=300)]
    code: Annotated[str, Meta(min_length=1, max_length=24)]
    digits: Annotated[str, Meta(min_length=1, max_length=12)]
    url: Url


class Slips(msgspec.Struct, tag_field="make", tag="slips", forbid_unknown_fields=True):
    """The sheets; every word is the caller's. `steps` stand on each slip, with as much of them as has room."""

    slips: Annotated[list[Slip], Meta(min_length=1, max_length=MOST)]
    title: Line
    drive: Line
    say: Line  # beside the digits
    steps: Annotated[str, Meta(max_length=600)] = ""
    language: Literal["vi", "en"] = "vi"


def slips(wanted: Slips, *, trial: bool = False) -> tuple[bytes, str]:
    """The sheets as one PDF, and its MIME type."""
    facts = msgspec.to_builtins(wanted)
    for slip in facts["slips"]:
        slip["qr"] = qr_svg(slip["url"])
    return press(PAGE, facts, trial=trial), MEDIA["pdf"]


PAGE = """
#set page(width: 210mm, height: 297mm, margin: 0mm, fill: white)
#set document(title: facts.title)
#set text(fill: black)
#set par(leading: 0.15em)

#let (wide, high) = (105mm, 74mm)
#let room = wide - 12mm

#let set-in(it, width, height, from, style: it => it) = fitted(it, width, height, steps(from, 3pt), 6pt,
  aligned: left, balanced: false, style: style)
#let semi(it) = text(weight: "semibold", it)

#let slip(it) = block(width: wide, height: high, inset: 6mm, breakable: false,
  stroke: (paint: rgb("#b9aca0"), thickness: 0.4pt, dash: "dashed"), {
    grid(columns: (room - 24mm, 22mm), column-gutter: 2mm, rows: 22mm, {
      set-in(facts.drive, room - 24mm, 4mm, 8pt, style: it => text(style: "italic", it))
      v(1mm)
      set-in(facts.title, room - 24mm, 5mm, 11pt, style: semi)
      v(1mm)
      set-in(it.name, room - 24mm, 10mm, 14pt, style: semi)
    }, code(it.qr, 22mm))
    v(1mm)
    set-in(it.place, room, 4mm, 9.5pt)
    v(1mm)
    set-in(it.things, room, 8.5mm, 10.5pt)
    v(1.5mm)
    grid(columns: (1fr, auto), column-gutter: 3mm, align: left + horizon, rows: 9mm,
      set-in(facts.say, 48mm, 9mm, 9.5pt),
      text(font: "DejaVu Sans Mono", weight: "bold", size: 20pt, tracking: 0.2em, it.digits))
    v(1mm)
    set-in(it.code, room, 3.5mm, 8pt, style: it => text(font: "DejaVu Sans Mono", it))
    v(0.5mm)
    if facts.steps != "" { set-in(facts.steps, room, 15mm, 9.5pt) }
  })

#context {
  for (at, it) in facts.slips.enumerate() {
    let spot = calc.rem(at, 8)
    if spot == 0 and at > 0 { pagebreak() }
    place(top + left, dx: wide * calc.rem(spot, 2), dy: 0.25mm + high * calc.quo(spot, 2), slip(it))
  }
}
"""
