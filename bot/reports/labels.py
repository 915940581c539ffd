"""Labels for devices, 3 × 8 on the usual A4 sheets of 70 × 37 mm: a code to scan and a tag to read."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.reports.press import MEDIA, press
from bot.reports.qr_drawing import qr_svg

MOST = 200
ON_A_SHEET = 24
Url = Annotated[str, Meta(max_length=200, pattern=r"^https?://[!-~]+\Z")]


class Label(msgspec.Struct, forbid_unknown_fields=True):
    """One device: its tag, what it is, a few words more, and the address its code opens."""

    tag: Annotated[str, Meta(min_length=1, max_length=24)]
    name: Annotated[str, Meta(max_length=200)]
    url: Url
    note: Annotated[str, Meta(max_length=120)] = ""


class Labels(msgspec.Struct, tag_field="make", tag="labels", forbid_unknown_fields=True):
    """The sheets to print at 100 %; `skip` labels of the first sheet are used already. `drive` stands on each label."""

    labels: Annotated[list[Label], Meta(min_length=1, max_length=MOST)]
    drive: Annotated[str, Meta(max_length=120)] = ""
    skip: Annotated[int, Meta(ge=0, lt=ON_A_SHEET)] = 0
    language: Literal["vi", "en"] = "vi"


def labels(wanted: Labels, *, trial: bool = False) -> tuple[bytes, str]:
    """The sheets as one PDF, and its MIME type; tags are shrunk to fit, other words lose what has no room.

    200 labels take about half a second of CPU.
    """
    facts = {
        "labels": [
            {"tag": label.tag, "name": label.name, "note": label.note, "qr": qr_svg(label.url)}
            for label in wanted.labels
        ],
        "drive": wanted.drive,
        "skip": wanted.skip,
        "language": wanted.language,
    }
    return press(PAGE, facts, trial=trial), MEDIA["pdf"]


PAGE = """
#set page(width: 210mm, height: 297mm, margin: 0mm, fill: white)
#set document(title: facts.drive)
#set text(fill: black)
#set par(leading: 0.1em)

#let room = 33mm

// As much of a text as fits, with an ellipsis where something is missing: at its end, or with `inside` in its middle,
// for names of offices and drives differ at their ends.
#let cut(it, height, style, inside: false) = {
  let whole = style(soften(it, room, style))
  if tall(whole, room) <= height { return whole }
  let letters = it.clusters()
  let shortened(count) = {
    let last = if inside { calc.quo(count * 3, 5) } else { 0 }
    let end = if last > 0 { letters.slice(letters.len() - last).join("").trim() } else { "" }
    style(soften(letters.slice(0, count - last).join("").trim() + "…" + end, room, style))
  }
  let (low, high) = (1, calc.min(letters.len(), 90))
  while high - low > 1 {
    let middle = calc.quo(low + high, 2)
    if tall(shortened(middle), room) <= height { low = middle } else { high = middle }
  }
  assert(tall(shortened(low), room) <= height, message: "a text does not fit")
  shortened(low)
}

#let tag(it) = fitted(it, room, 8mm, steps(17pt, 5pt), 9pt, aligned: left, balanced: false,
  style: it => text(font: "DejaVu Sans Mono", weight: "bold", it))

#let label(it, drive) = block(width: 70mm, height: 37mm, inset: (x: 5mm, y: 6mm), breakable: false,
  grid(columns: (25mm, room), column-gutter: 2mm, rows: 25mm, code(it.qr, 25mm), {
    tag(it.tag)
    v(1fr)
    if it.name != "" { cut(it.name, 9mm, it => text(size: 10pt, weight: "semibold", it)) }
    if it.note != "" { v(0.6mm); cut(it.note, 3.8mm, it => text(size: 8.5pt, it), inside: true) }
    v(1fr)
    drive
  }))

#context {
  let small = it => text(size: 7.5pt, style: "italic", it)
  let drive = if facts.drive != "" { cut(facts.drive, 3.4mm, small, inside: true) }
  for (at, it) in facts.labels.enumerate() {
    let spot = calc.rem(at + facts.skip, 24)
    if spot == 0 and at > 0 { pagebreak() }
    place(top + left, dx: 70mm * calc.rem(spot, 3), dy: 0.5mm + 37mm * calc.quo(spot, 3), label(it, drive))
  }
}
"""
