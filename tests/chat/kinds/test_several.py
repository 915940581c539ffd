from __future__ import annotations

from datetime import date

import pytest

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import Several
from bot.chat.phrase import _

TODAY = date(2026, 11, 21)
LACKS = Several({"device": "Máy tính", "signal": "Sóng", "desk": "Bàn ghế"})
LABELS = ("Máy tính", "Sóng", "Bàn ghế", "Không thiếu gì")


def hear(typed: str) -> list[str]:
    return LACKS.hear(Heard(text=typed), TODAY, LABELS)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("2", ["signal"]),
        ("1 3", ["device", "desk"]),
        ("3,1", ["device", "desk"]),
        ("1 và 2 ạ", ["device", "signal"]),
        ("1, 1", ["device"]),
        ("máy tính, song", ["device", "signal"]),
        ("Máy tính và bàn ghế", ["device", "desk"]),
        ("tất cả", ["device", "signal", "desk"]),
        ("4", []),
        ("Không thiếu gì", []),
        ("không", []),
    ],
)
def test_several_are_chosen_by_numbers_or_labels(typed: str, keys: list[str]) -> None:
    assert hear(typed) == keys


@pytest.mark.parametrize("typed", ["", "0", "5", "13", "1 4", "1, bàn", "máy", "1, không thiếu gì"])
def test_a_part_that_is_no_option_is_asked_again(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        hear(typed)


def test_a_button_chooses_one_or_none() -> None:
    assert LACKS.hear(Heard(pick=1), TODAY, LABELS) == ["signal"]
    assert LACKS.hear(Heard(pick=3), TODAY, LABELS) == []
    with pytest.raises(NotUnderstood):
        LACKS.hear(Heard(photo=File("x")), TODAY, LABELS)


def test_a_skippable_question_reads_several_numbers_too() -> None:
    assert LACKS.or_skip().hear(Heard(text="1 3"), TODAY, (*LABELS, "Bỏ qua")) == ["device", "desk"]


def test_labels_are_shown_back() -> None:
    assert LACKS.show(["device", "desk"]) == ["Máy tính", "Bàn ghế"]
    assert LACKS.show([]) == _("None of these")
    assert LACKS.shape() == ["Several", ["device", "signal", "desk"]]
    with pytest.raises(ValueError, match="needs options"):
        Several({})
