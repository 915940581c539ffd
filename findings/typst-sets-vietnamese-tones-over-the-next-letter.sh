#!/usr/bin/env bash
# typst 0.15.0 (PyPI, Apache-2.0) brings DejaVu Sans Mono along for code and other text of one width. Of the Vietnamese
# letters with two marks above ("ử", "ể", "ấ") it sets the upper mark over the letter that follows: "Thửa" reads as if the
# hook were on the a. Letters with one mark, or with one above and one below ("ộ"), are right, and so is its Libertinus
# Serif. There is no warning, and no letter is missing as far as typst knows. One would have sworn that a font that has the
# letter and the mark puts one on the other, as the serif does.
# For us: codes on papers and labels are plain ASCII where they are set in the bundled font of one width; names never are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.0
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -i "^typst"
"$folder/venv/bin/python" - <<'PY'
import re

import typst


def places(letter: str, font: str) -> list[float]:
    """Where the pieces of a letter and of an "a" behind it stand, in points from the left."""
    page = f'#set page(width: 100pt, height: 60pt)\n#set text(font: "{font}", size: 20pt, fallback: false)\n{letter}a'
    drawn = typst.compile(page.encode(), format="svg", ignore_system_fonts=True)
    return [float(x) for x in re.findall(r'<use[^>]* x="([\d.]+)"', drawn.decode())]


MONO = "DejaVu Sans Mono"
seen = {letter: places(letter, MONO) for letter in "ư ả ộ ặ ử ể ấ ễ".split()}
print(seen)
# the last piece is the "a"; a mark that stands where the "a" stands is over it, not over its own letter
astray = [letter for letter, at in seen.items() if at[-1] in at[:-1]]
assert astray == ["ử", "ể", "ấ", "ễ"], "each mark stands over its own letter now"
assert all(len(places(letter, "Libertinus Serif")) == 2 for letter in seen)
PY
