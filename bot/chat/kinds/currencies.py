"""The currencies people may name, how they call them, and how many digits their minor units have."""

from __future__ import annotations

from typing import Final

from bot.chat.kind import folded
from bot.chat.kinds.number_words import spelt

DIGITS: Final = {
    "VND": 0,
    "USD": 2,
    "EUR": 2,
    "JPY": 0,
    "KRW": 0,
    "GBP": 2,
    "CNY": 2,
    "AUD": 2,
    "CAD": 2,
    "SGD": 2,
    "CHF": 2,
    "HKD": 2,
    "TWD": 2,
    "NZD": 2,
    "THB": 2,
    "LAK": 0,
    "KHR": 2,
    "RUB": 2,
    "CZK": 2,
    "PLN": 2,
    "SEK": 2,
    "NOK": 2,
    "DKK": 2,
    "MYR": 2,
}
"""Digits after the point as in ISO 4217 (Unicode CLDR where people stopped using them, as in Laos)."""

SIGNS: Final = {
    "₫": "VND",
    "$": "USD",
    "us$": "USD",
    "€": "EUR",
    "¥": "JPY",
    "jp¥": "JPY",
    "cn¥": "CNY",
    "₩": "KRW",
    "£": "GBP",
    "a$": "AUD",
    "au$": "AUD",
    "ca$": "CAD",
    "c$": "CAD",
    "s$": "SGD",
    "hk$": "HKD",
    "nt$": "TWD",
    "nz$": "NZD",
    "฿": "THB",
    "₭": "LAK",
    "₽": "RUB",
}

_SURE: Final = {
    "VND": "đ, đồng, vnđ, dong, việt nam đồng, đồng việt nam",
    "USD": "dollar, dollars, đô la, đôla, đô mỹ, đô la mỹ, us dollars",
    "EUR": "euro, euros",
    "JPY": "yên nhật",
    "KRW": "won hàn, won hàn quốc",
    "GBP": "bảng anh, pounds",
    "CNY": "nhân dân tệ, rmb, tệ trung quốc",
    "AUD": "đô úc, đô la úc",
    "CAD": "đô canada, đô la canada, đô ca na đa",
    "SGD": "đô sing, đô singapore, đô la singapore",
    "CHF": "franc thụy sĩ",
    "HKD": "đô hồng kông",
    "TWD": "đài tệ",
    "THB": "baht, bạt thái",
    "LAK": "kíp lào",
    "RUB": "rúp, ruble, rubles",
}
_MAYBE: Final = {  # short words that begin names of places and other words too: "500k Yên Bái", "500k do ông An"
    "USD": "đô, us",
    "JPY": "yên, yen",
    "KRW": "won",
    "GBP": "bảng, pound",
    "CNY": "tệ",
    "THB": "bạt",
    "LAK": "kíp",
}


def _names(table: dict[str, str]) -> dict[tuple[str, ...], str]:
    found = {}
    for code, names in table.items():
        for name in names.split(", "):
            found[tuple(name.split())] = found[tuple(folded(name).split())] = code
    return found


SURE: Final = _names(_SURE) | {(code.lower(),): code for code in DIGITS}
"""Names that mean nothing else, each as its words, with tone marks and without."""

MAYBE: Final = _names(_MAYBE)
"""Names that count only where the sum ends."""

NOT_BEFORE: Final = spelt("chí bào hồ nghiệp ý đội")
"""Words that make something else of "đồng" before them: a comrade, a watch, consent."""

DONG: Final = (("đồng",), ("dong",))

LONGEST_NAME: Final = max(len(name) for name in SURE | MAYBE)
