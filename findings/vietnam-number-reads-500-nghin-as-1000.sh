#!/usr/bin/env bash
# vietnam-number 1.0.6 (PyPI, GPL-3.0) turns Vietnamese number words into numbers. Given the way people write sums, digits
# and a word together, it does not refuse: the digits are thrown away and the word alone is counted.
#   "năm trăm nghìn" -> 500000   right
#   "500 nghìn"      -> 1000     five hundred thousand, read as one thousand
#   "2 triệu 5"      -> 1000000  two and a half million, read as one million
# One would have sworn to a ValueError, as for "1.500.000". For us: sums are read by bot/chat/kinds/amounts.py and always
# shown back before anything is recorded.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vietnam-number==1.0.6
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -iE "^(aiogram|aiosqlite|num2words|python-telegram-bot|sqlalchemy|vietnam|zxing)"
"$folder/venv/bin/python" - <<'PY'
from vietnam_number import w2n

seen = {words: w2n(words) for words in ("năm trăm nghìn", "500 nghìn", "2 triệu 5")}
print(seen)
assert seen == {"năm trăm nghìn": 500_000, "500 nghìn": 1_000, "2 triệu 5": 1_000_000}, "it reads them otherwise now"
PY
