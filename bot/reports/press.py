"""The press: a typst page and plain facts become a PDF or a picture; what people wrote stays text, whatever it says."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from bot.reports.letters import shaped

if TYPE_CHECKING:
    import typst

MEDIA = {"pdf": "application/pdf", "png": "image/png"}
MARKS = 2  # on one letter; more would run into the lines above and below
PICTURES = "\u2300"  # from here on symbols are emoji and the like, for which the fonts have no shapes


def press(
    page: str, facts: dict[str, Any], form: Literal["pdf", "png"] = "pdf", ppi: int = 150, *, trial: bool = False
) -> bytes:
    """The bytes of a page set with `facts`; every text among them goes through `printable` first.

    The same page and facts give the same bytes; those of a `trial` bear its mark. A picture shows a single page. Raises
    typst's own error where a text does not fit, for the pages measure what they print.
    """
    compiler, lock = typesetter()
    with lock:
        made = compiler.compile(
            (TOOLS + (TRIAL if trial else "") + page).encode(),
            format=form,
            ppi=ppi,
            sys_inputs={"facts": json.dumps(_plain(facts), ensure_ascii=False)},
        )
    assert isinstance(made, bytes), "a picture is of one page"
    return made


def printable(text: str) -> str:
    """The text on one line, composed, without what has no shape: controls, emoji, direction marks, piled-up accents.

    A run of letters that the fonts lack is one question mark, never a box; whoever asks for a name refuses them before.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category == "Mn" else 0
        selector = "\ufe00" <= character <= "\ufe0f"
        picture = category in ("So", "Sk") and character >= PICTURES
        if character.isspace():
            kept.append("\u00a0" if character == "\u00a0" else " ")  # a sum must not part from its sign
        elif marks <= MARKS and category[0] != "C" and category != "Me" and not selector and not picture:
            kept.append(character)
    return " ".join(part for part in shaped("".join(kept)).split(" ") if part).strip()


def _plain(fact: Any) -> Any:
    if isinstance(fact, str):
        return printable(fact)
    if isinstance(fact, dict):
        return {key: _plain(value) for key, value in fact.items()}
    if isinstance(fact, (list, tuple)):
        return [_plain(value) for value in fact]
    return fact


@cache
def typesetter() -> tuple[typst.Compiler, Lock]:
    """What sets papers and pictures, loaded with the first; its bundled fonts only, so all machines print alike."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=Path(__file__).parent, font_paths=fonts), Lock()


TRIAL = """
#set page(foreground: layout(room => place(center + horizon, rotate(-20deg,
  text(font: "Libertinus Serif", size: room.width / 7, weight: "semibold", fill: rgb("#a83a2640"), "DÙNG THỬ")))))
"""
"""What a paper or picture of a demonstration bears across it."""

TOOLS = """
#let facts = json(bytes(sys.inputs.facts))
#let paper = rgb("#fffdf9")
#let ink = rgb("#2a211c")
#let soft = rgb("#6b5d53")
#let brick = rgb("#a83a26")
#let deep = rgb("#8c2e1d")
#let gold = rgb("#c39a52")
#let pale = rgb("#e8dbcb")

#set document(date: none)
// Of this family only regular, italic and semibold have sound Vietnamese letters; in bold the marks are misplaced.
#set text(font: "Libertinus Serif", fill: ink, lang: facts.language, hyphenate: false, number-type: "lining",
  top-edge: "ascender", bottom-edge: "descender")
#set par(spacing: 0pt, leading: 0.25em)

// Words wider than `width` may break anywhere; the others stay whole.
#let soften(it, width, style) = it.split(" ").map(word => {
  if measure(style(word)).width <= width { word } else { word.clusters().join("\\u{200b}") }
}).join(" ")

#let tall(body, width) = measure(block(width: width, body)).height

// The largest of `sizes`, from large to small, at which the text fits into width and height. Words are kept whole
// down to the size `whole`. A text that fits at none of them stops the press: it must never run over.
#let fitted(it, width, height, sizes, whole, style: it => it, balanced: true, aligned: center) = {
  let set-in(high, body) = block(width: width, align(aligned, block(width: high, align(aligned, body))))
  // Most stand on one line at their largest size; to look at that first saves half of a paper's time.
  let line = text(size: sizes.first(), style(it))
  let its = measure(line)
  if its.width <= width and its.height <= height { return set-in(width, line) }
  let made(size) = text(size: size, style(soften(it, width, word => text(size: size, style(word)))))
  let widest = calc.max(0pt, ..it.split(" ").map(word => measure(text(size: 10pt, style(word))).width))
  let found = none
  for size in sizes {
    let breaks = widest * (size / 10pt) > width
    if breaks and size > whole { continue }
    if tall(made(size), width) <= height { found = size; break }
  }
  assert(found != none, message: "a text does not fit")
  let body = made(found)
  let (low, high) = (width * 0.5, width)
  if balanced {
    let height = tall(body, width)
    if measure(body).width <= width { low = width }
    while high - low > 3pt {
      let middle = (low + high) / 2
      if widest * (found / 10pt) <= middle and tall(body, middle) <= height { high = middle } else { low = middle }
    }
  }
  set-in(high, body)
}

#let steps(from, to) = {
  let (sizes, size) = ((), from)
  while size > to { sizes.push(size); size = size * 0.92 }
  sizes + (to,)
}

#let code(svg, side) = image(bytes(svg), format: "svg", width: side, height: side)
"""
