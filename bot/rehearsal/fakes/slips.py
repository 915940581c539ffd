"""What fingers do to words on a small keyboard, and what people write for a sum."""

from __future__ import annotations

import unicodedata
from random import Random

from bot.chat.kind import folded


def without_marks(text: str) -> str:
    """Vietnamese typed without its tone marks, capitals kept."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def sum_as_typed(minor: int, chance: Random) -> str:
    """A sum in đồng in one of the ways people write it."""
    ways = [f"{minor:,}".replace(",", "."), f"{minor:,}".replace(",", ".") + " đ", str(minor)]
    if minor % 1_000 == 0:
        ways += [f"{minor // 1_000}k", f"{minor // 1_000} nghìn", f"{minor // 1_000}.000 dong"]
    if minor % 1_000_000 == 0:
        ways += [f"{minor // 1_000_000} triệu", f"{minor // 1_000_000}tr", f"{minor // 1_000_000} trieu"]
    elif minor % 100_000 == 0 and minor > 1_000_000:
        ways += [f"{minor // 1_000_000}tr{minor // 100_000 % 10}"]
    return chance.choice(ways)


def foreign_as_typed(minor: int, currency: str, digits: int, chance: Random) -> str:
    """A foreign sum in one of the ways people write it."""
    whole = minor // 10**digits
    signs = {"USD": ("$", " đô", " usd"), "EUR": ("€", " euro", " EUR"), "JPY": ("¥", " yên", " JPY")}[currency]
    sign = chance.choice(signs)
    return f"{sign}{whole}" if sign == "$" else f"{whole}{sign}"


def slip(text: str, sort: str, chance: Random) -> str:
    """A text with one typical mistake for its sort."""
    match sort:
        case "sum":
            digits = [place for place, char in enumerate(text) if char == "0"]
            lost = chance.choice(digits) if digits else 0
            return chance.choice(
                [text[:lost] + text[lost + 1 :], text.replace("0", "o"), text + text[:1], "không biết"]
            )
        case "phone":
            return chance.choice([text[:-1], text + "7", text.replace("0", "o", 1), "số cũ bị mất"])
        case "birth":
            day, month, year = text.split("/")
            return chance.choice([f"{day}/{month}/{year[2:]}", f"{month}.{day}.{year}", f"32/{month}/{year}", year])
        case "name":
            return chance.choice([text.lower(), without_marks(text), text.upper(), text.split()[-1], text + "1"])
        case "words":
            return chance.choice([without_marks(text).lower(), text.lower(), _swapped(text, chance), text + " ạ"])
        case "count":
            return chance.choice(["vài", text + " chiếc", "0", "-1", "nhiều"])
    return _swapped(text, chance)


def _swapped(text: str, chance: Random) -> str:
    """Two neighbouring letters in the wrong order."""
    if len(text) < 3:
        return text
    place = chance.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def same(one: str, other: str) -> bool:
    """Whether a person takes two spellings for the same words."""
    return folded(one) == folded(other)
