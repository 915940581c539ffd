"""The short code of a pledge: said on the phone, typed into a bank app, found again in spite of a slip.

A code is the drive's prefix and seven symbols, e.g. SM7K2PQXR. Five are random, two check them: a Reed-Solomon code
over the 31 symbols, the prefix included, so that any one wrong symbol can be mended, any two are noticed, and any two
symbols that changed places are noticed and never taken for one wrong symbol.

The symbols leave out 0 O 1 I L, which look alike. Nothing is guessed for them: where somebody types one, that symbol
counts as wrong and the check symbols find the right one.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Sequence

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
FIELD = len(SYMBOLS)  # 31, a prime: its remainders are a field, and every one but 0 has an inverse
BODY = 7
RANDOM = 5
INVITE = 10
LONGEST_SENTENCE = 200  # characters of a sentence in which an invitation's code is looked for
LONGEST_TYPED = 80  # characters; whatever is longer is no code, and is not worth folding

# What a Vietnamese keyboard (Telex, VNI) swallows when a letter gets a mark: "SM 7KAS…" arrives as "SM 7KÁ…".
SWALLOWED = {
    "\u0301": "S",  # á
    "\u0300": "F2",  # à
    "\u0309": "R3",  # ả
    "\u0303": "X4",  # ã
    "\u0323": "J5",  # ạ
    "\u0302": "AE6",  # â ê
    "\u031b": "W7",  # ư
    "\u0306": "W8",  # ă
    "\u0335": "D9",  # đ
}


def new_code(prefix: str, below: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh code in its stored form, e.g. "SM7K2PQXR"; one of 25 million, so the table's key must refuse twins.

    `prefix` is 1 to 6 letters or digits; `below(n)` draws a number from 0 to n-1. There is always a digit in it, for
    seven letters may be prose. A code names a pledge and is no secret.
    """
    _check_prefix(prefix)
    while True:
        drawn = [below(FIELD) for _ in range(RANDOM)]
        plain, weighted = _sums(prefix, [*drawn, 0, 0])
        last = (RANDOM + 1) * plain - weighted  # solves both sums for the last two symbols, whose weights are 6 and 7
        body = "".join(SYMBOLS[value % FIELD] for value in [*drawn, -plain - last, last])
        if not body.isalpha():
            return prefix.upper() + body


def invite_code(below: Callable[[int], int] = secrets.randbelow) -> str:
    """Ten random symbols, about 49 bits: a secret that travels in a link, so it carries no check symbols."""
    return "".join(SYMBOLS[below(FIELD)] for _ in range(INVITE))


def login_code(below: Callable[[int], int] = secrets.randbelow) -> str:
    """Eight random symbols, about 40 bits, for some minutes: short enough to be typed from one screen to another."""
    return "".join(SYMBOLS[below(FIELD)] for _ in range(8))


def shown(code: str) -> str:
    """A stored code as people see it, in groups short enough to be said in one breath: "SM-7K2P-QXR"."""
    return f"{code[:-BODY]}-{code[-BODY:-3]}-{code[-3:]}"


def fold_code(text: str) -> str:
    """What was typed, as capital letters and digits only, without marks: "sm-7k2p qxr." gives "SM7K2PQXR"."""
    return "".join(c for c in _spelled(text) if c.isalnum())


def invite_codes_in(text: str) -> list[str]:
    """The codes of invitations that may stand in a text: neighbouring words that make ten symbols together."""
    words = [fold_code(word) for word in re.split(r"[^\w\u0300-\u036f]+", text[:LONGEST_SENTENCE])]
    joined = ["".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, first + 5)]
    found = (code for code in ("".join(words), *joined) if len(code) == INVITE and all(c in SYMBOLS for c in code))
    return list(dict.fromkeys(found))


def read_code(text: str, prefix: str) -> str | None:
    """The stored code that was typed, or None unless every symbol is right; the prefix may be left out."""
    _check_prefix(prefix)
    return _exact(fold_code(text), prefix.upper()) if len(text) <= LONGEST_TYPED else None


def repair(text: str, prefix: str) -> str | None:
    """The stored code, with at most one slip mended: a wrong symbol, or one a Vietnamese keyboard turned into a mark.

    About one in five wholly wrong texts of the right length is "mended" too, so look the result up and have the
    person confirm it. With several drives try `read_code` for each of them first.
    """
    _check_prefix(prefix)
    if len(text) > LONGEST_TYPED:
        return None
    prefix, folded = prefix.upper(), fold_code(text)
    code = _exact(folded, prefix)
    if code is None and len(folded) == len(prefix) + BODY and _differing(folded, prefix) == 1:
        code = _exact(folded[len(prefix) :], prefix)
    if code is None and (body := _body(folded, prefix)) is not None:
        code = _mended(body, prefix)
    if code is None:
        restored = {found for typed in _unswallowed(text) if (found := _exact(typed, prefix)) is not None}
        code = restored.pop() if len(restored) == 1 else None
    return code


def _check_prefix(prefix: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9]{1,6}", prefix):
        raise ValueError(f"a code's prefix is 1 to 6 letters or digits without marks, not {prefix!r}")


def _sums(prefix: str, values: Sequence[int]) -> tuple[int, int]:
    """The plain and the weighted sum, both 0 for a right code; weights 1 to 7 for the body, 8 and on for the prefix."""
    weighed = [*enumerate(values, 1), *enumerate(map(ord, prefix.upper()), BODY + 1)]
    return sum(value for _, value in weighed) % FIELD, sum(weight * value for weight, value in weighed) % FIELD


def _body(folded: str, prefix: str) -> str | None:
    """The seven symbols, right or wrong, where the prefix is right or left out."""
    if len(folded) == BODY:
        return folded
    return folded[len(prefix) :] if len(folded) == len(prefix) + BODY and folded.startswith(prefix) else None


def _exact(folded: str, prefix: str) -> str | None:
    body = _body(folded, prefix)
    if body is None or any(c not in SYMBOLS for c in body):
        return None
    return prefix + body if _sums(prefix, [SYMBOLS.index(c) for c in body]) == (0, 0) else None


def _mended(body: str, prefix: str) -> str | None:
    """The code with one symbol changed: at the place the two sums point to, or at the one that is no symbol at all."""
    values = [SYMBOLS.find(c) for c in body]
    alien = [place for place, value in enumerate(values) if value < 0]
    if len(alien) > 1:
        return None
    if alien:
        values[alien[0]] = 0
    plain, weighted = _sums(prefix, values)
    if alien:
        place = alien[0]
    elif plain:
        place = weighted * pow(plain, -1, FIELD) % FIELD - 1
    else:
        return None  # two symbols changed places, or worse
    if not 0 <= place < BODY or (place + 1) * plain % FIELD != weighted:
        return None
    values[place] = (values[place] - plain) % FIELD
    return prefix + "".join(SYMBOLS[value] for value in values)


def _differing(folded: str, prefix: str) -> int:
    return sum(a != b for a, b in zip(folded, prefix, strict=False))


def _spelled(text: str) -> str:
    """Capitals with each mark as a character of its own; Đ gets the mark of its stroke."""
    return unicodedata.normalize("NFKD", text).upper().replace("Đ", "D\u0335")


def _unswallowed(text: str) -> Iterator[str]:
    """The texts that may have been meant where a keyboard made exactly one mark out of a key that was pressed.

    A tone key may follow its vowel at once or come at the end of the word, so it is tried at every later place.
    """
    letters = keys = ""
    since = 0
    for character in _spelled(text):
        if character.isalnum():
            letters += character
        elif character in SWALLOWED:
            if keys:
                return
            keys, since = SWALLOWED[character], len(letters)
    for key in keys:
        for place in range(since, len(letters) + 1):
            yield letters[:place] + key + letters[place:]
