"""The acknowledgement of a gift, laid out as Vietnamese offices do: A4 upright, as many pages as needed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.reports.press import MEDIA, press
from bot.reports.qr_drawing import qr_svg

Line = Annotated[str, Meta(max_length=160)]
Words = Annotated[str, Meta(max_length=600)]
Cell = Annotated[str, Meta(max_length=200)]
Url = Annotated[str, Meta(max_length=300, pattern=r"^https?://[!-~]+\Z")]


class LabelledValue(msgspec.Struct, forbid_unknown_fields=True):
    """A label and its value, e.g. "Số tiền" and "2.500.000 ₫"; `strong` for what the eye should find first."""

    label: Line
    value: Words
    strong: bool = False


class ItemColumn(msgspec.Struct, forbid_unknown_fields=True):
    """A column of the table of items; `share` is its part of the width beside the others' shares."""

    title: Annotated[str, Meta(max_length=60)]
    align: Literal["left", "center", "right"] = "left"
    share: Annotated[int, Meta(ge=1, le=20)] = 1


class Signature(msgspec.Struct, forbid_unknown_fields=True):
    """Where somebody signs: in what office, how ("Ký, ghi rõ họ tên"), and the name below the room for it."""

    office: Line
    how: Line = ""
    name: Line = ""


class Acknowledgement(msgspec.Struct, tag_field="make", tag="receipt", forbid_unknown_fields=True):
    """Every word is the caller's, in the reader's language; what is empty is left out.

    `authority` stands on the left, its last line being the issuer; `state` on the right: the state's name and motto.
    `rows` come before the table of items, `sums` after it: the sum, the sum in words. Raises ValueError (by
    `acknowledgement`) for an item that has not one cell for each column.
    """

    authority: Annotated[list[Line], Meta(max_length=4)]
    state: Annotated[list[Line], Meta(max_length=3)]
    number: Line
    place_and_day: Line
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    opening: Words
    rows: Annotated[list[LabelledValue], Meta(max_length=40)]
    closing: Words
    signatures: Annotated[list[Signature], Meta(max_length=3)]
    code: Annotated[str, Meta(min_length=1, max_length=40)]
    verify_url: Url
    verify_hint: Line
    subtitle: Line = ""
    columns: Annotated[list[ItemColumn], Meta(max_length=8)] = []
    items: Annotated[list[list[Cell]], Meta(max_length=200)] = []
    sums: Annotated[list[LabelledValue], Meta(max_length=10)] = []
    row_mm: Annotated[int, Meta(ge=0, le=30)] = 0  # the least height of an item's row, where people sign in it
    language: Literal["vi", "en"] = "vi"


def acknowledgement(wanted: Acknowledgement, *, trial: bool = False) -> tuple[bytes, str]:
    """The paper as a PDF, and its MIME type. Raises ValueError for items that do not match the columns."""
    if any(len(item) != len(wanted.columns) for item in wanted.items):
        raise ValueError(f"each item of a receipt has one cell for each of the {len(wanted.columns)} columns")
    facts = {**msgspec.to_builtins(wanted), "qr": qr_svg(wanted.verify_url)}
    return press(PAGE, facts, trial=trial), MEDIA["pdf"]


PAGE = """
#set page(width: 210mm, height: 297mm, margin: (left: 28mm, right: 18mm, top: 18mm, bottom: 18mm),
  footer: context if counter(page).final().first() > 1 {
    align(center, text(size: 10pt, fill: soft, counter(page).display("1/1", both: true)))
  })
#set document(title: facts.title)
#set text(size: 12.5pt, fill: black)
#set par(leading: 0.35em)

#let semi(it) = text(weight: "semibold", it)
#let italic(it) = text(style: "italic", it)

// A text that wraps within the place it is put in, words that are too wide included.
#let flow(it, style: it => it) = layout(place => style(soften(it, place.width, style)))

// The same in a cell that has room for a signature.
#let roomy(it) = layout(place => {
  let body = soften(it, place.width, it => it)
  block(width: place.width, height: calc.max(facts.row_mm * 1mm, tall(body, place.width)), body)
})

#let rule(long) = align(center, line(length: long, stroke: 0.6pt + black))

// One line where it fits, else two or three of about the same length, and smaller only then.
#let lines(it, size, style) = layout(place => {
  set par(leading: 0.1em)
  fitted(it, place.width, 15mm, steps(size, 5pt), 8pt, style: style)
})

#let head() = grid(columns: (74mm, 86mm), column-gutter: 4mm, align: center + top,
  {
    for (at, line) in facts.authority.enumerate() {
      lines(line, 11.5pt, if at == facts.authority.len() - 1 { semi } else { it => it })
    }
    if facts.authority.len() > 0 { v(1.4mm); rule(24mm) }
    if facts.number != "" { v(2mm); lines(facts.number, 12pt, it => it) }
  },
  {
    for (at, line) in facts.state.enumerate() { lines(line, if at == 0 { 11.5pt } else { 12.5pt }, semi) }
    if facts.state.len() > 0 { v(1.4mm); rule(44mm) }
    if facts.place_and_day != "" { v(2mm); lines(facts.place_and_day, 12.5pt, italic) }
  })

#let pairs(rows) = grid(columns: (40mm, 1fr), column-gutter: 4mm, row-gutter: 2.4mm, align: left + top,
  ..rows.map(row => (
    flow(row.label, style: it => text(fill: soft, it)),
    flow(row.value, style: if row.strong { semi } else { it => it }),
  )).flatten())

#let goods() = {
  let aligned = facts.columns.map(it => (left: left, center: center, right: right).at(it.align))
  set text(size: 11.5pt)
  table(columns: facts.columns.map(it => it.share * 1fr), stroke: 0.5pt + rgb("#8a7c70"), inset: (x: 1.8mm, y: 1.5mm),
    align: (x, y) => if y == 0 { center + horizon } else { aligned.at(x) + top },
    fill: (x, y) => if y == 0 { rgb("#faf2e4") },
    table.header(..facts.columns.map(it => flow(it.title, style: semi))),
    ..facts.items.flatten().map(cell => roomy(cell)))
}

#let signatures() = grid(columns: facts.signatures.map(it => 1fr), column-gutter: 4mm, align: center + top,
  ..facts.signatures.map(it => {
    lines(it.office, 12.5pt, semi)
    if it.how != "" { lines(it.how, 11pt, italic) }
    v(23mm)
  }),
  ..facts.signatures.map(it => if it.name != "" { lines(it.name, 12.5pt, semi) }))

#head()
#v(9mm)
#lines(facts.title, 17pt, it => text(weight: "semibold", fill: deep, it))
#if facts.subtitle != "" { v(1mm); lines(facts.subtitle, 12.5pt, italic) }
#v(7mm)
#if facts.opening != "" { flow(facts.opening); v(4mm) }
#if facts.rows.len() > 0 { pairs(facts.rows) }
#if facts.columns.len() > 0 { v(4mm); goods() }
#if facts.sums.len() > 0 { v(4mm); pairs(facts.sums) }
#if facts.closing != "" { v(5mm); flow(facts.closing) }
#v(8mm)
#block(breakable: false, width: 100%, {
  signatures()
  v(8mm)
  line(length: 100%, stroke: 0.5pt + pale)
  v(3mm)
  grid(columns: (28mm, 1fr), column-gutter: 5mm, align: left + horizon,
    link(facts.verify_url, code(facts.qr, 28mm)),
    {
      flow(facts.code, style: it => text(size: 14pt, weight: "semibold", tracking: 0.06em, it))
      if facts.verify_hint != "" { v(1.5mm); link(facts.verify_url, flow(facts.verify_hint,
        style: it => text(size: 11pt, fill: soft, it))) }
    })
})
"""
