"""Names in the order of the Vietnamese alphabet, the same wherever the database stands."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.alphabet import alphabetical

IN_ORDER = [
    "an bình", "Ân Thi", "Bà Rịa", "Ba Vì", "Bích Hòa", "Bình Minh", "Cao Dương", "Cao Viên", "Dân Hòa", "Đỗ Động",
    "Đông Mỹ", "Hồng Dương", "Kim An", "La", "Là", "Lã", "La Khê", "Mỹ Hưng", "Ơn", "Phương Trung", "Thôn 2", "Thôn 10",
    "Thôn Đoài", "Tổ dân phố số 9", "Tổ dân phố số 12", "Tú", "Từ Liêm", "Ước", "Xuân Dương",
]  # fmt: skip
LETTERS = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "x",
    "y",
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_units_stand_as_in_a_vietnamese_list() -> None:
    names = IN_ORDER.copy()
    random.Random(1).shuffle(names)
    assert sorted(names, key=alphabetical) == sorted(IN_ORDER, key=alphabetical)
    assert [n.lower() for n in sorted(names, key=alphabetical)] == [n.lower() for n in IN_ORDER]


def test_letters_then_tones() -> None:
    assert sorted(reversed(LETTERS), key=alphabetical) == LETTERS
    assert sorted(reversed(TONES), key=alphabetical) == TONES
    assert sorted(["Bình", "Bích", "Bính", "Bình An"], key=alphabetical) == ["Bích", "Bình", "Bính", "Bình An"]


def test_both_spellings_of_a_letter_stand_together() -> None:
    one, other = (alphabetical(unicodedata.normalize(form, "Đường Lệ Thủy")) for form in ("NFC", "NFD"))
    assert one[:2] == other[:2]


@given(st.lists(st.text(max_size=12), max_size=12), st.randoms(use_true_random=False))
def test_any_names_have_one_order(names: list[str], chance: random.Random) -> None:
    mixed = names.copy()
    chance.shuffle(mixed)
    assert sorted(mixed, key=alphabetical) == sorted(names, key=alphabetical)
