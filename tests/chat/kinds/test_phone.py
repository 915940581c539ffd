from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import Phone

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "typed",
    [
        "0900 000 123",
        "0900000123",
        "0900.000.123",
        "0900-000-123",
        "(0900) 000 123",
        "84900000123",
        "+84 900 000 123",
        "+84 (0)900 000 123",
        "0084900000123",
        "o900 000 123",
        "O9OO OOO 123",
        "số o900000123 nhé",
        "gọi tôi 0900 000 123 (zalo)",
        "0900000123, 0900 000 123",
        "０９００ ０００ １２３",
        "0900\u200f000\u00a0123",
    ],
)
def test_a_vietnamese_mobile_is_read_as_people_type_it(typed: str) -> None:
    assert Phone().hear(Heard(text=typed), TODAY) == "+84900000123"


@pytest.mark.parametrize("shared", ["+84900000123", "84900000123", "0900000123", "+84 900 000 123"])
def test_a_shared_contact_is_read_with_or_without_its_plus(shared: str) -> None:
    assert Phone().hear(Heard(phone=shared), TODAY) == "+84900000123"


def test_a_landline_counts_unless_it_must_be_a_mobile() -> None:
    assert Phone().hear(Heard(text="024 3825 1234"), TODAY) == "+842438251234"
    assert "landline" in why(Heard(text="024 3825 1234"), Phone(landline=False))


def test_a_foreign_number_counts_only_where_allowed() -> None:
    for heard in (Heard(text="+1 650 253 0000"), Heard(phone="16502530000")):
        assert "not from Viet Nam" in why(heard)
        assert Phone(foreign=True).hear(heard, TODAY) == "+16502530000"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "could not read"),
        ("không có", "could not read"),
        ("1900 1234", "could not read"),
        ("1800 1234", "could not read"),
        ("113", "could not read"),
        ("5" * 5000, "could not read"),
        ("09000001", "too few"),
        ("090000012", "too few"),
        ("09000001234", "too many"),
        ("+8490000012", "too few"),
        ("0168 123 4567", "old number"),
        ("0900000123 hoặc 0900000124", "more than one"),
    ],
)
def test_what_is_no_number_gets_a_sentence(typed: str, says: str) -> None:
    assert says in why(Heard(text=typed))


def test_other_answers_are_refused() -> None:
    for heard in (Heard(photo=File("x")), Heard(phone="xx"), Heard(phone=""), Heard(document=File("x"))):
        assert "could not read" in why(heard)


def test_a_number_is_shown_as_people_at_home_write_it() -> None:
    assert Phone().show("+84900000123") == "0900 000 123"
    assert Phone().show("+16502530000") == "+1 650-253-0000"


def test_the_shape_holds_what_is_allowed() -> None:
    assert Phone(foreign=True, landline=False).shape() == ["Phone", True, False]


@given(st.integers(0, 999), st.sampled_from(["", " ", ".", "-"]))
def test_every_invented_number_is_read_back(last: int, between: str) -> None:
    typed = between.join(("0900", "000", f"{last:03}"))
    kept = Phone().hear(Heard(text=typed), TODAY)
    assert kept == f"+84900000{last:03}"
    assert Phone().hear(Heard(text=Phone().show(kept)), TODAY) == kept


def why(heard: Heard, kind: Phone | None = None) -> str:
    with pytest.raises(NotUnderstood) as refusal:
        (kind or Phone()).hear(heard, TODAY)
    return refusal.value.why.source
