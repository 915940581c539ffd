"""The words around a sum: units of a thousand and more, halves, and what may stand before and behind."""

from __future__ import annotations

from typing import Final

from bot.chat.kinds.number_words import spelt

MILLION: Final = 1_000_000

UNITS: Final = (
    dict.fromkeys(spelt("k n ng ngh nghìn ngàn ngìn thousand"), 1_000)
    | {"vạn": 10_000}
    | dict.fromkeys(spelt("tr triệu củ m mil million") | {"triêu", "trịu"}, MILLION)
    | dict.fromkeys(spelt("tỷ tỉ billion"), 1_000_000_000)
)

SLANG: Final = {"cành": 1_000, "xị": 100_000, "lít": 100_000, "lit": 100_000, "chai": MILLION}
"""What people call sums among friends; it may be meant as it is said, so it is asked about."""
UNMARKED: Final = {"van": 10_000}
"""Units that are other words without their tone marks, and are taken for units behind a figure only."""

OTHER_THINGS: Final = {("ngan", "hang"), ("ti", "vi"), ("ty", "vi"), ("tỉ", "lệ"), ("tỷ", "lệ"), ("cu", "khoai")}
"""Words that begin like a unit and are none: a bank, a television, a rate."""

HALF_BEHIND: Final = spelt("rưỡi rưởi rươi")
HALF_BEFORE: Final = spelt("nửa nữa nưa")
VAGUE: Final = spelt("vài mấy hàng nhiều cả chục")
"""Before a number without a digit: "vài trăm nghìn" is no sum."""

ENDS: Final = spelt("a ah à ạ nhé nha nhá nghen ok thôi rồi chẵn cho để bằng tiền và please")
"""Words that may follow a whole sum."""

ASKING: Final = spelt("có được thì là")
"""Words that may follow a currency whose name is short: "100 đô có nhận không"."""

YEAR: Final = spelt("năm")
YEAR_BEHIND: Final = spelt("nay học sau ngoái tới mới")
"""Behind "năm" they tell that it is a year and no five: "2 triệu năm nay"."""
