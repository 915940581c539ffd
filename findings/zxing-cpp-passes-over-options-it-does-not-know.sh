#!/usr/bin/env bash
# zxing-cpp 3.1.1 (PyPI, Apache-2.0): create_barcode takes any keyword. A misspelt or invented option raises nothing and
# changes nothing; the right one works in camel case and in snake case. So a wish that looks granted may not be.
#   create_barcode("…", QRCode, dataMask=3)    mask 3
#   create_barcode("…", QRCode, data_mask=3)   mask 3
#   create_barcode("…", QRCode, mask=3)        no error, some other mask
#   create_barcode("…", QRCode, nonsense=True) no error
# For us: QR pictures are made under a fixed mask, four times as fast as trying all eight; tests/reports/test_qr.py reads
# the mask back from the picture.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check zxing-cpp==3.1.1 numpy
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -iE "^(aiogram|aiosqlite|num2words|python-telegram-bot|sqlalchemy|vietnam|zxing)"
"$folder/venv/bin/python" - <<'PY'
import zxingcpp


def mask(**options):
    made = zxingcpp.create_barcode("TO7K2PQXR 500000", zxingcpp.BarcodeFormat.QRCode, ec_level="M", **options)
    [read] = zxingcpp.read_barcodes(made.to_image(scale=4))
    return int(read.extra["DataMask"])


free = mask()
other = (free + 1) % 8
seen = [mask(dataMask=other), mask(data_mask=other), mask(mask=other), mask(nonsense=True)]
print("left to itself:", free, "asked for:", other, "got:", seen)
assert seen == [other, other, free, free], "it takes or refuses them otherwise now"
PY
