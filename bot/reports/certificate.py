"""The certificate or letter of thanks that a donor frames: A4 across, with a code by which anybody can verify it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.reports.press import MEDIA, press, printable
from bot.reports.qr_drawing import qr_svg

Line = Annotated[str, Meta(max_length=120)]
Url = Annotated[str, Meta(max_length=300, pattern=r"^https?://[!-~]+\Z")]
PPI = 109  # of the picture: 1,274 × 901 pixels, for messengers make a larger one smaller (Telegram beyond 1,280)


class Certificate(msgspec.Struct, tag_field="make", tag="certificate", forbid_unknown_fields=True):
    """Every word is the caller's, in the reader's language; lines that are empty are left out.

    `state` is the state's name and motto, where the paper carries them; of `authority` the last line is the issuer
    itself. Of two or more lines in `signed_by` the last is the name, below room for hand and stamp.
    """

    form: Literal["person", "organisation"]
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    for_whom: Line
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    gift: Annotated[str, Meta(max_length=400)]
    closing: Annotated[str, Meta(max_length=300)]
    place_and_day: Line
    authority: Annotated[list[Line], Meta(max_length=4)]
    signed_by: Annotated[list[Line], Meta(max_length=4)]
    number: Annotated[str, Meta(max_length=60)]
    code: Annotated[str, Meta(min_length=1, max_length=40)]
    verify_url: Url
    verify_hint: Line
    state: Annotated[list[Line], Meta(max_length=2)] = []
    language: Literal["vi", "en"] = "vi"
    shape: Literal["pdf", "png"] = msgspec.field(name="as", default="pdf")


def certificate(wanted: Certificate, *, trial: bool = False) -> tuple[bytes, str]:
    """The paper and its MIME type; one page, on which every letter of the name stands, however long it is."""
    facts = {
        **{name: getattr(wanted, name) for name in wanted.__struct_fields__ if name != "shape"},
        "name": printable(wanted.name) or "–",
        "qr": qr_svg(wanted.verify_url),
    }
    return press(ORNAMENT + PAGE, facts, wanted.shape, PPI, trial=trial), MEDIA[wanted.shape]


ORNAMENT = """
#let ring(radius, stroke) = place(center + horizon, circle(radius: radius, stroke: stroke))
#let around(count, radius, body) = for i in range(count) {
  let turn = 360deg / count * i
  place(center + horizon, dx: radius * calc.cos(turn), dy: radius * calc.sin(turn), rotate(turn, body))
}

// The face of a bronze drum, as faint as a watermark: its rings are waves, too.
#let drum(radius, tint) = box(width: 2 * radius, height: 2 * radius, {
  let line = 0.7pt + tint
  let points = range(28).map(i => {
    let (turn, reach) = (360deg / 28 * i - 90deg, if calc.even(i) { 0.27 } else { 0.09 })
    (radius + reach * radius * calc.cos(turn), radius + reach * radius * calc.sin(turn))
  })
  place(top + left, polygon(fill: tint, ..points))
  for share in (0.30, 0.32, 0.42, 0.44, 0.60, 0.62, 0.74, 0.76, 0.90, 0.92, 1.0) { ring(radius * share, line) }
  around(36, radius * 0.37, circle(radius: radius * 0.032, stroke: line))
  around(72, radius * 0.52, rotate(32deg, rect(width: radius * 0.13, height: 0pt, stroke: line)))
  around(60, radius * 0.68, circle(radius: radius * 0.028, stroke: line, fill: none))
  around(120, radius * 0.83, rect(width: radius * 0.09, height: 0pt, stroke: line))
  around(96, radius * 0.96, circle(radius: radius * 0.012, fill: tint))
})

// In each corner the sign of a signal: arcs that widen.
#let signal(turn) = rotate(turn, box(width: 15mm, height: 15mm, {
  for (radius, stroke) in ((4mm, 1.4pt + brick), (7mm, 1pt + gold), (10mm, 1.4pt + brick), (13mm, 0.7pt + gold)) {
    let k = radius * 0.5523
    place(top + left, curve(stroke: stroke, curve.move((radius, 0mm)),
      curve.cubic((radius, k), (k, radius), (0mm, radius))))
  }
  place(top + left, curve(fill: brick, curve.move((0mm, 0mm)), curve.line((1.8mm, 0mm)),
    curve.cubic((1.8mm, 1mm), (1mm, 1.8mm), (0mm, 1.8mm)), curve.close()))
}))

#let wave(long, count, stroke) = box(width: long, height: 2mm, {
  let step = long / count
  place(left + horizon, curve(stroke: stroke, curve.move((0mm, 1mm)),
    ..range(count).map(i => {
      let up = if calc.even(i) { -1mm } else { 3mm }
      curve.cubic((step * (i + 0.4), up), (step * (i + 0.6), up), (step * (i + 1), 1mm))
    })))
})
"""

PAGE = """
#set page(width: 297mm, height: 210mm, margin: 0mm, fill: paper, background: {
  place(center + horizon, dy: 4mm, drum(82mm, rgb("#faf2e4")))
  place(top + left, dx: 9mm, dy: 9mm, rect(width: 279mm, height: 192mm, stroke: 2.2pt + brick))
  place(top + left, dx: 11.2mm, dy: 11.2mm, rect(width: 274.6mm, height: 187.6mm, stroke: 0.7pt + gold))
  for (x, y, turn) in ((11.2mm, 11.2mm, 0deg), (270.8mm, 11.2mm, 90deg), (270.8mm, 183.8mm, 180deg),
    (11.2mm, 183.8mm, 270deg)) { place(top + left, dx: x, dy: y, signal(turn)) }
})
#set document(title: facts.title)

#let wide = 226mm
#let put(it, width, height, large, small, whole, style: it => it, balanced: true, aligned: center) = context {
  if it == "" { return }
  fitted(it, width, height, steps(large, small), whole, style: style, balanced: balanced, aligned: aligned)
}
#let bold(it) = text(weight: "semibold", it)
#let italic(it) = text(style: "italic", it)

#let head() = {
  for (at, line) in facts.state.enumerate() {
    put(line, wide, 6mm, if at == 0 { 12pt } else { 12.5pt }, 5pt, 8pt, style: bold)
  }
  if facts.state.filter(it => it != "").len() > 0 { v(1.6mm); line(length: 42mm, stroke: 0.6pt + ink); v(2.6mm) }
  for (at, line) in facts.authority.enumerate() {
    let own = at == facts.authority.len() - 1
    put(line, 200mm, 5.5mm, if own { 13pt } else { 11.5pt }, 5pt, 8pt,
      style: it => text(fill: if own { deep } else { soft }, weight: if own { "semibold" } else { "regular" }, it))
  }
}

#let foot() = grid(columns: (112mm, 1fr), align: (left + bottom, center + bottom),
  grid(columns: (31mm, 1fr), column-gutter: 5mm, align: (left + bottom, left + bottom),
    link(facts.verify_url, code(facts.qr, 31mm)),
    stack(spacing: 1.6mm,
      put(facts.number, 76mm, 7mm, 11.5pt, 5pt, 8pt, aligned: left, balanced: false),
      put(facts.code, 76mm, 8mm, 15pt, 5pt, 8pt, aligned: left, balanced: false,
        style: it => text(weight: "semibold", tracking: 0.06em, it)),
      link(facts.verify_url, put(facts.verify_hint, 76mm, 13mm, 10.5pt, 5pt, 8pt, aligned: left, balanced: false,
        style: it => text(fill: soft, it)))),
  ),
  stack(spacing: 1mm,
    put(facts.place_and_day, 120mm, 6mm, 12pt, 5pt, 8pt, style: italic),
    ..facts.signed_by.slice(0, calc.max(facts.signed_by.len() - 1, calc.min(facts.signed_by.len(), 1))).map(line =>
      put(line, 120mm, 5.5mm, 12pt, 5pt, 8pt, style: bold)),
    v(17mm),
    if facts.signed_by.len() > 1 { put(facts.signed_by.last(), 120mm, 6mm, 13pt, 5pt, 8pt, style: bold) }),
)

#let whole() = {
  head()
  v(1.2fr)
  put(facts.title, wide, 17mm, 42pt, 10pt, 20pt,
    style: it => text(fill: brick, weight: "semibold", tracking: 0.05em, it))
  v(1.5mm)
  wave(46mm, 6, 1.1pt + gold)
  v(0.8fr)
  put(facts.for_whom, wide, 7mm, 16pt, 5pt, 9pt, style: italic)
  v(0.5fr)
  if facts.form == "person" {
    put(facts.name, wide, 27mm, 42pt, 5pt, 18pt, style: it => text(fill: deep, style: "italic", it))
  } else {
    put(facts.name, wide, 27mm, 31pt, 5pt, 17pt, style: it => text(fill: deep, weight: "semibold", it))
  }
  v(0.7fr)
  put(facts.gift, wide, 18mm, 16.5pt, 5pt, 9pt)
  v(0.4fr)
  put(facts.closing, wide, 12mm, 14pt, 5pt, 9pt, style: it => text(style: "italic", fill: soft, it))
  v(1fr)
  foot()
}

// The tallest lines of all together take 173.4mm: each is fitted into a height of its own.
#place(top + left, dx: 24mm, dy: 18mm, block(width: 249mm, height: 174mm, align(center, whole())))
"""
