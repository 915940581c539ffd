from __future__ import annotations

from datetime import date

import pytest

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import Choice
from bot.chat.phrase import _

TODAY = date(2026, 11, 21)
LABELS = ("💻 Máy tính", "Điện thoại", "Thẻ SIM?")
DEVICE = Choice({"laptop": _("Laptop"), "phone": _("Phone"), "sim": _("SIM card")})


def hear(typed: str, kind: Choice = DEVICE) -> str:
    return kind.hear(Heard(text=typed), TODAY, LABELS)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("1", "laptop"),
        ("2.", "phone"),
        ("(3)", "sim"),
        ("số 2 ạ", "phone"),
        ("chọn 3", "sim"),
        ("２", "phone"),
        ("3️⃣", "sim"),
        ("máy tính", "laptop"),
        ("Dạ, máy tính ạ", "laptop"),
        ("dien thoai", "phone"),
        ("ĐIỆN THOẠI.", "phone"),
        ("thẻ sim", "sim"),
        ("SIM card", "sim"),
    ],
)
def test_an_option_is_answered_by_number_or_label(typed: str, key: str) -> None:
    assert hear(typed) == key


REVIEW = ("✅ Đúng rồi", "✏️ Sửa số liệu", "Máy tính bàn", "Máy tính bảng")


def test_what_stands_between_the_words_of_a_label_does_not_count() -> None:
    labels = ("Không phải: phí hoặc khoản chi", "Mã khác")
    assert Choice({"fee": labels[0], "other": labels[1]}).hear(Heard(text="không phải phí"), TODAY, labels) == "fee"


@pytest.mark.parametrize(("typed", "key"), [("đúng", "0"), ("Dung", "0"), ("sửa ạ", "1"), ("máy tính bàn", "2")])
def test_a_label_need_only_be_begun_if_no_other_begins_so(typed: str, key: str) -> None:
    assert Choice({str(n): label for n, label in enumerate(REVIEW)}).hear(Heard(text=typed), TODAY, REVIEW) == key


@pytest.mark.parametrize("typed", ["đừng", "dùng", "đún", "rồi", "máy", "máy tính", "sữa", "may tinh", "😀"])
def test_what_begins_several_or_only_looks_alike_is_asked_again(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        Choice({str(n): label for n, label in enumerate(REVIEW)}).hear(Heard(text=typed), TODAY, REVIEW)


def test_an_option_is_answered_by_its_button() -> None:
    assert DEVICE.hear(Heard(pick=2), TODAY, LABELS) == "sim"


@pytest.mark.parametrize("typed", ["", "0", "4", "1 2", "②", "12", "99999", "😀", "má", "?" * 300])
def test_anything_else_is_asked_again_with_the_numbers(typed: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        hear(typed)
    assert refusal.value.why.values == {"n": 3}


def test_wrong_sorts_and_old_buttons_are_asked_again() -> None:
    for heard in (Heard(photo=File("x")), Heard(phone="0900000123"), Heard(pick=3), Heard(pick=-1)):
        with pytest.raises(NotUnderstood):
            DEVICE.hear(heard, TODAY, LABELS)


def test_a_label_of_signs_is_not_answered_by_any_other_sign() -> None:
    thumbs = Choice({"up": "👍", "down": "👎"})
    with pytest.raises(NotUnderstood):
        thumbs.hear(Heard(text="😀"), TODAY, ("👍", "👎"))


def test_a_skippable_choice_still_reads_numbers_as_people_type_them() -> None:
    assert DEVICE.or_skip().hear(Heard(text="số 2"), TODAY, (*LABELS, "Bỏ qua")) == "phone"
    assert DEVICE.or_skip().hear(Heard(text="4"), TODAY, (*LABELS, "Bỏ qua")) is None


def test_the_shape_holds_the_keys_and_never_the_words() -> None:
    assert (
        DEVICE.shape()
        == Choice({"laptop": "a", "phone": "b", "sim": "c"}).shape()
        == ["Choice", ["laptop", "phone", "sim"]]
    )
    with pytest.raises(ValueError, match="needs options"):
        Choice({})


def test_an_answer_is_shown_by_its_label() -> None:
    assert DEVICE.show("phone") == _("Phone")


def test_a_summary_may_say_an_answer_otherwise_than_its_button() -> None:
    kind = Choice({"self": _("My own name"), "firm": _("A business")}, shown={"self": _("A person")})
    assert (kind.show("self"), kind.show("firm")) == (_("A person"), _("A business"))
    assert kind.shape() == Choice({"self": "x", "firm": "y"}).shape()
