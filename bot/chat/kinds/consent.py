"""A yes or a no, which never counts for another question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Option, folded
from bot.chat.kinds.choice import number_of, tidied
from bot.chat.kinds.typed import LONGEST_SHORT, core
from bot.chat.phrase import Phrase, _


def _spelt(spellings: str) -> frozenset[str]:
    names = spellings.split(", ")
    return frozenset(names) | frozenset(folded(name) for name in names)


_YES: Final = _spelt(
    "có, có chứ, đúng, đúng rồi, đúng vậy, đúng thế, phải, phải rồi, chính xác, chuẩn, được, ok, oke, okê, okay, okie, "
    "đồng ý, tôi đồng ý, em đồng ý, mình đồng ý, ừ, ừm, ừa, uh, uhm, um, vâng, vâng đúng, vâng đồng ý, dạ, dạ vâng, "
    "nhất trí, yes, y, yep, yeah, sure, i agree, agree"
)
_NO: Final = _spelt(
    "không, ko, k, kh, hông, hổng, không đúng, ko đúng, k đúng, không phải, ko phải, k phải, không đồng ý, "
    "ko đồng ý, k đồng ý, tôi không đồng ý, em không đồng ý, không có, ko có, không được, sai, sai rồi, chưa, "
    "chưa đúng, chưa phải, chưa đồng ý, chưa được, thôi, no, n, nope, not yet, i disagree, disagree"
) | {"đừng", "dừng", "dừng lại"}  # without tone marks these would be a yes


_SIGNS: Final = {"👍": True, "👌": True, "✅": True, "🆗": True, "👎": False, "❌": False}
"""Answers in a sign alone, whatever its colour and however often."""
_COLOURS: Final = frozenset("\ufe0f🏻🏼🏽🏾🏿")


class Consent(Kind[bool]):
    """Yes or no, under labels that say what each means. A question back ("có không?") is no answer."""

    reusable: bool = False
    closed: bool = True

    def __init__(self, yes: Phrase | None = None, no: Phrase | None = None):
        self._options = (Option(True, yes or _("Yes")), Option(False, no or _("No")))
        self._shape = ["Consent"]

    def options(self) -> Sequence[Option]:
        return self._options

    def shape(self) -> Any:
        return self._shape

    def hear(self, heard: Heard, today: date, labels: Sequence[str] = ()) -> bool:
        text = (heard.text or "")[:LONGEST_SHORT]
        signed = _sign(text)
        if signed is not None:
            return signed
        if _asks(text) and folded(text) not in map(folded, labels):
            return self.read(heard, today)
        if core(text) in _NO:
            return False  # before the labels, whose tone marks do not count: "đừng" is not "Đúng"
        return super().hear(*tidied(heard, today, labels))

    def read(self, heard: Heard, today: date) -> bool:
        text = (heard.text or "")[:LONGEST_SHORT]
        said = core(text)
        number = number_of(folded(said))
        if not _asks(text):
            if said in _YES or number == 1:
                return True
            if said in _NO or number == 2:
                return False
        raise NotUnderstood(_("Please tap a button, or answer with yes or no."))


def _sign(text: str) -> bool | None:
    """What an answer of signs alone means; None for words, and for signs that do not agree."""
    signs = {_SIGNS.get(char) for char in text if char not in _COLOURS and not char.isspace()}
    return signs.pop() if len(signs) == 1 else None


def says_no(text: str) -> bool:
    """Whether a free answer is just a no."""
    return core(text[:LONGEST_SHORT]) in _NO


def _asks(text: str) -> bool:
    return "?" in text or "？" in text
