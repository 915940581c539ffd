from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import Consent
from bot.chat.phrase import _

TODAY = date(2026, 11, 21)
LABELS = ("Đúng, gửi đi", "Sửa lại")


def hear(typed: str, labels: tuple[str, ...] = LABELS) -> bool:
    return Consent().hear(Heard(text=typed), TODAY, labels)


@pytest.mark.parametrize(
    "typed",
    [
        "có",
        "Có ạ",
        "đúng",
        "dung",
        "Đúng rồi!",
        "ok",
        "OK ạ",
        "oke",
        "đồng ý",
        "dong y",
        "ừ",
        "vâng",
        "dạ",
        "dạ vâng ạ",
        "yes",
        "Y",
        "được",
        "1",
        "đúng, gửi đi",
        "Dung, gui di.",
        "dạ có ạ",
        "chính xác",
    ],
)
def test_a_yes(typed: str) -> None:
    assert hear(typed) is hear(unicodedata.normalize("NFD", typed)) is True


@pytest.mark.parametrize(
    "typed",
    [
        "không",
        "khong",
        "ko",
        "k",
        "K ạ",
        "dạ không ạ",
        "sai",
        "sai rồi",
        "chưa",
        "chưa đúng",
        "không đồng ý",
        "không đúng",
        "no",
        "N",
        "2",
        "sửa lại",
        "sua lai",
        "thôi",
        "đừng",
        "dừng lại",
    ],
)
def test_a_no(typed: str) -> None:
    assert hear(typed) is hear(unicodedata.normalize("NFD", typed)) is False


@pytest.mark.parametrize(
    "typed",
    [
        "có không?",
        "ok?",
        "đúng？",
        "có lẽ",
        "không sao",
        "để xem",
        "3",
        "0",
        "",
        "yes no",
        "đừng lo, đúng",
        "y" * 500,
    ],
)
def test_what_is_neither_is_asked_again(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        hear(typed)


def test_a_refusal_is_never_taken_for_a_yes_that_looks_alike_without_tone_marks() -> None:
    assert hear("đừng", ("Đúng", "Sai")) is False
    assert hear("Đúng", ("Đúng", "Sai")) is True


def test_a_label_that_asks_may_be_answered_in_full() -> None:
    assert hear("Gửi luôn?", ("Gửi luôn?", "Thôi")) is True


def test_buttons_and_wrong_sorts() -> None:
    assert Consent().hear(Heard(pick=0), TODAY) is True
    assert Consent().hear(Heard(pick=1), TODAY) is False
    for heard in (Heard(photo=File("x")), Heard(phone="1"), Heard(pick=2)):
        with pytest.raises(NotUnderstood):
            Consent().hear(heard, TODAY)


def test_it_never_counts_for_another_question() -> None:
    assert not Consent().reusable
    assert not Consent().or_skip().reusable


def test_the_words_are_no_part_of_the_shape() -> None:
    kind = Consent(_("Send"), _("Wait"))
    assert kind.shape() == Consent().shape()
    assert [option.label for option in kind.options()] == [_("Send"), _("Wait")]


@pytest.mark.parametrize("typed", ["👍", "👍🏻", "👍👍", " 👌 ", "✅", "👍\ufe0f"])
def test_a_thumb_up_is_a_yes(typed: str) -> None:
    assert hear(typed) is True


@pytest.mark.parametrize("typed", ["👎", "👎🏿👎🏿", "❌"])
def test_a_thumb_down_is_a_no(typed: str) -> None:
    assert hear(typed) is False


@pytest.mark.parametrize("typed", ["👍👎", "❤️", "🤔", "👍?", "", "🏻"])
def test_other_signs_are_no_answer(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        hear(typed)
