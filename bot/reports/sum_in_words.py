"""A sum of đồng said in words, as receipts write it: "Hai triệu năm trăm nghìn đồng"."""

from __future__ import annotations

from typing import Final, Literal

MOST: Final = 10**15
VI_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
VI_SCALES: Final = ("", "nghìn", "triệu")
EN_SMALL: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
EN_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
EN_SCALES: Final = ("", " thousand", " million", " billion", " trillion", " quadrillion")


def in_words(amount: int, language: Literal["vi", "en"] = "vi") -> str:
    """A whole sum of 0 to 10^15 đồng, with a capital first and "đồng" last. Raises ValueError for others.

    Vietnamese counts by thousand, million and billion (tỷ), and says a thousand billion as "nghìn tỷ"; 101 is
    "một trăm linh một", 1,001 "một nghìn không trăm linh một", 21 "hai mươi mốt", 24 "hai mươi tư", 25 "hai mươi lăm".
    """
    if not 0 <= amount <= MOST:
        raise ValueError(f"a sum in words is 0 to {MOST} đồng, not {amount}")
    words = _vietnamese(amount) if language == "vi" else _english(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def _vietnamese(number: int) -> str:
    billions, rest = divmod(number, 10**9)
    parts = [_below_a_billion(billions, begun=False), "tỷ"] if billions else []
    if rest or not parts:
        parts.append(_below_a_billion(rest, begun=bool(parts)))
    return " ".join(parts)


def _below_a_billion(number: int, begun: bool) -> str:
    """A number of up to three groups; once something was `begun`, each group is said with its hundreds, even none."""
    if not number:
        return VI_DIGITS[0]
    said: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            said.append(f"{_group(group, begun or bool(said))} {VI_SCALES[place]}".rstrip())
    return " ".join(said)


def _group(number: int, whole: bool) -> str:
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    said = [VI_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens:
        said += ["mười"] if tens == 1 else [VI_DIGITS[tens], "mươi"]
    elif said and units:
        said.append("linh")
    if units:
        said.append(_unit(tens, units))
    return " ".join(said)


def _unit(tens: int, units: int) -> str:
    if units == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(units, VI_DIGITS[units])
    return VI_DIGITS[units]


def _english(number: int) -> str:
    """British: "one million, two hundred thousand and five"; "and" also joins the last group below a hundred."""
    if not number:
        return EN_SMALL[0]
    groups = [(place, number // 1000**place % 1000) for place in reversed(range(len(EN_SCALES)))]
    said = [f"{_english_group(group)}{EN_SCALES[place]}" for place, group in groups if group]
    last = number % 1000
    if len(said) > 1 and 0 < last < 100:
        return f"{', '.join(said[:-1])} and {said[-1]}"
    return ", ".join(said)


def _english_group(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{EN_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, units = divmod(rest, 10)
        said.append(EN_SMALL[rest] if rest < 20 else EN_TENS[tens - 2] + (f"-{EN_SMALL[units]}" if units else ""))
    return " and ".join(said)
