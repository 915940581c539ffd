"""The digest's picture: who gave how much, as horizontal bars to be read on a phone."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

import msgspec

from bot.reports.press import TRIAL, typesetter

MOST = 11  # ten units and "the others"; more would be too small to read
WIDTH_PX = 684  # with the usual names 1,270 high; Telegram makes what is longer than 1,280 smaller
POINTS = 360  # the page's width: one point is about one dot of a phone's own text sizes
LONGEST = {"title": 120, "subtitle": 160, "total_line": 120, "label": 80, "shown": 24, "note": 60}  # characters


class Bar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row: the unit's name, what its length stands for, that sum as people read it, and a few words more.

    `rest` marks the row that sums up the units not shown, which is drawn in grey.
    """

    label: str
    value: int
    shown: str
    note: str = ""
    rest: bool = False


def bars_png(
    title: str,
    subtitle: str,
    bars: Sequence[Bar],
    total_line: str,
    width_px: int = WIDTH_PX,
    empty: str = "",
    *,
    trial: bool = False,
) -> bytes:
    """A PNG, `width_px` wide and as tall as its rows need, of up to 11 bars in the order given.

    All texts come in the reader's language and are drawn as plain text whatever is in them; what is too long ends in
    an ellipsis. Without bars the page says `empty`. Raises ValueError for more bars or a width from which nobody
    could read, below 320 or above 4,000.
    """
    if len(bars) > MOST:
        raise ValueError(f"a picture shows at most {MOST} bars, not {len(bars)}: sum up the rest as one")
    if not 320 <= width_px <= 4000:
        raise ValueError(f"a picture is 320 to 4,000 pixels wide, not {width_px}")
    longest = max((bar.value for bar in bars), default=0)
    facts = {
        "title": plain(title, LONGEST["title"]),
        "subtitle": plain(subtitle, LONGEST["subtitle"]),
        "total": plain(total_line, LONGEST["total_line"]),
        "empty": plain(empty, LONGEST["title"]),
        "bars": [
            {
                "label": plain(bar.label, LONGEST["label"]) or "–",
                "shown": plain(bar.shown, LONGEST["shown"]),
                "note": plain(bar.note, LONGEST["note"]),
                "share": max(0, bar.value) / longest if longest > 0 else 0,
                "rest": bar.rest,
            }
            for bar in bars
        ],
    }
    compiler, lock = typesetter()
    with lock:
        picture = compiler.compile(
            ((TRIAL if trial else "") + PAGE).encode(),
            format="png",
            ppi=72 * width_px / POINTS,
            sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        )
    assert isinstance(picture, bytes), "one page, so one picture"
    return picture


def plain(text: str, longest: int) -> str:
    """The text on one line of at most `longest` characters, composed, without what cannot be drawn (emoji, controls).

    Of several marks on one letter only two are kept: more would run into the lines above and below.
    A word beyond 20 characters ends in an ellipsis too, for it could run into the number beside it.
    """
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", text[: 8 * longest]):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        picture = category in ("So", "Sk") and character > "\u2000"
        if character.isspace() or (marks <= 2 and category[0] != "C" and not picture):
            kept.append(character)
    line = re.sub(r"[^\S\u00a0]+", " ", "".join(kept)).strip()
    line = re.sub(r"(\S{19})\S{2,}", r"\1…", line)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


PAGE = """
#let facts = json(bytes(sys.inputs.facts))
#let ink = rgb("#16242d")
#let soft = rgb("#52626d")
#let accent = rgb("#0b6b8a")
#let grey = rgb("#8a979f")
#let track = rgb("#e9eff2")

#set page(width: 360pt, height: auto, margin: (x: 20pt, top: 22pt, bottom: 22pt), fill: white)
#set text(font: "Libertinus Serif", size: 16pt, fill: ink, lang: "vi", hyphenate: false,
  number-type: "lining", number-width: "tabular")
#set par(leading: 0.5em, spacing: 0pt)

#let bar(share, colour) = block(width: 100%, height: 9pt, fill: track, radius: 2pt, clip: true,
  if share > 0 { rect(width: calc.max(share * 100%, 1.2%), height: 100%, fill: colour) })

#let row(it) = {
  grid(columns: (1fr, auto), column-gutter: 12pt, align: (left, right), inset: (y: 7pt),
    block(width: 100%, clip: true, outset: (y: 7pt), it.label),
    text(weight: "semibold", it.shown))
  bar(it.share, if it.rest { grey } else { accent })
  if it.note != "" { v(6pt); text(size: 13pt, fill: soft, it.note) }
}

#if facts.title != "" { text(size: 23pt, weight: "semibold", facts.title) }
#if facts.subtitle != "" { v(12pt); text(size: 14.5pt, fill: soft, facts.subtitle) }
#if facts.total != "" { v(18pt); text(size: 20pt, weight: "semibold", fill: accent, facts.total) }
#if facts.bars.len() == 0 {
  for share in (0, 0, 0) { v(14pt); bar(share, grey) }
  if facts.empty != "" { v(18pt); text(fill: soft, facts.empty) }
} else {
  v(6pt)
  for it in facts.bars { v(9pt); row(it) }
}
"""
