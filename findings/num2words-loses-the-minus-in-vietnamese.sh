#!/usr/bin/env bash
# num2words 0.5.14 (PyPI, LGPL) writes numbers in words. In Vietnamese a negative number loses its sign and becomes
# another number altogether; in English the same call says "minus five".
#   num2words(-5, lang="vi") -> "mười lăm"   which is fifteen
# For us: money that went out is negative, and papers carry sums in words; bot/reports/sum_in_words.py writes them itself
# and refuses what is below zero.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -iE "^(aiogram|aiosqlite|num2words|python-telegram-bot|sqlalchemy|vietnam|zxing)"
"$folder/venv/bin/python" - <<'PY'
from num2words import num2words

seen = [num2words(-5, lang=lang) for lang in ("en", "vi")] + [num2words(15, lang="vi")]
print(seen)
assert seen == ["minus five", "mười lăm", "mười lăm"], "it says it otherwise now"
PY
