from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.chat.kind import File, Heard, NotUnderstood, folded
from bot.chat.kinds import Money, read_money
from bot.chat.kinds.currencies import DIGITS
from bot.chat.phrase import Cash

TODAY = date(2026, 11, 21)
ALL = tuple(DIGITS)

AS_TYPED = [
    ("500k", 500_000),
    ("500 K", 500_000),
    ("500 nghìn", 500_000),
    ("500 ngàn", 500_000),
    ("500 ng", 500_000),
    ("500ngđ", 500_000),
    ("5 triệu", 5_000_000),
    ("5tr", 5_000_000),
    ("5trđ", 5_000_000),
    ("05 triệu đồng", 5_000_000),
    ("2tr5", 2_500_000),
    ("2tr500", 2_500_000),
    ("2tr500k", 2_500_000),
    ("2 triệu 500", 2_500_000),
    ("2 triệu 5 trăm", 2_500_000),
    ("2 triệu 500 nghìn", 2_500_000),
    ("2 triệu rưỡi", 2_500_000),
    ("2tr rưỡi", 2_500_000),
    ("triệu rưỡi", 1_500_000),
    ("nửa triệu", 500_000),
    ("nữa triệu", 500_000),
    ("1 tỷ 2", 1_200_000_000),
    ("1ty2", 1_200_000_000),
    ("1 tỉ 200 triệu", 1_200_000_000),
    ("500.000", 500_000),
    ("500,000", 500_000),
    ("500000", 500_000),
    ("500 000đ", 500_000),
    ("500\u00a0000\u00a0₫", 500_000),
    ("2.500.000 VNĐ", 2_500_000),
    ("vnd 500.000", 500_000),
    ("₫500,000", 500_000),
    ("500.000,00 VND", 500_000),
    ("2,5 triệu", 2_500_000),
    ("1.5tr", 1_500_000),
    ("0.500 triệu", 500_000),
    ("1.500k", 1_500_000),
    ("năm trăm nghìn", 500_000),
    ("Năm Trăm Nghìn Đồng Chẵn", 500_000),
    ("năm trăm k", 500_000),
    ("hai triệu năm", 2_500_000),
    ("hai triệu không trăm linh năm nghìn", 2_005_000),
    ("ba mươi tư nghìn", 34_000),
    ("hai mươi mốt triệu", 21_000_000),
    ("hai lăm triệu", 25_000_000),
    ("mười lăm triệu", 15_000_000),
    ("ba chục triệu", 30_000_000),
    ("chục triệu", 10_000_000),
    ("trăm nghìn", 100_000),
    ("một trăm lẻ năm nghìn", 105_000),
    ("５００ｋ", 500_000),
    ("5️⃣0️⃣0️⃣k", 500_000),
    ("500\u200f.000", 500_000),
    ("500 đ", 500),
]


@pytest.mark.parametrize(("typed", "sum_"), AS_TYPED)
def test_a_sum_is_read_as_people_type_it(typed: str, sum_: int) -> None:
    for form in (typed, unicodedata.normalize("NFD", typed), typed.upper(), f"  ủng hộ {typed} ạ "):
        assert read_money(form) == Cash(sum_)


@pytest.mark.parametrize(("typed", "sum_"), [pair for pair in AS_TYPED if pair[0] not in ("nữa triệu",)])
def test_a_sum_is_read_without_tone_marks(typed: str, sum_: int) -> None:
    assert read_money(folded(typed)) == Cash(sum_)


@pytest.mark.parametrize(
    ("typed", "sum_"),
    [
        ("khoảng 2 triệu", 2_000_000),
        ("Công ty ABC ủng hộ 5 triệu đồng", 5_000_000),
        ("cong ty 5 trieu", 5_000_000),
        ("anh Ba 500k", 500_000),
        ("Hội phụ nữ Việt Nam: 500k", 500_000),
        ("ủng hộ 2 triệu năm nay", 2_000_000),
        ("500k Yên Bái", 500_000),
        ("500k do ông An gửi", 500_000),
        ("500k Đô Lương", 500_000),
        ("500k (năm trăm nghìn đồng)", 500_000),
        ("một đồng chí ủng hộ 500k", 500_000),
        ("chuyển 500.000 ngan hang VCB", 500_000),
        ("Ông An - 500k", 500_000),
    ],
)
def test_words_around_the_sum_do_not_disturb(typed: str, sum_: int) -> None:
    assert read_money(typed, ALL) == Cash(sum_)


@pytest.mark.parametrize(
    ("typed", "cash"),
    [
        ("100 USD", Cash(10_000, "USD")),
        ("USD 100", Cash(10_000, "USD")),
        ("$100", Cash(10_000, "USD")),
        ("100$", Cash(10_000, "USD")),
        ("100 đô", Cash(10_000, "USD")),
        ("100 do", Cash(10_000, "USD")),
        ("100 đô la Mỹ ạ", Cash(10_000, "USD")),
        ("99.50 USD", Cash(9_950, "USD")),
        ("99,50 usd", Cash(9_950, "USD")),
        ("1.234,50 US$", Cash(123_450, "USD")),
        ("5 nghìn đô", Cash(500_000, "USD")),
        ("5k$", Cash(500_000, "USD")),
        ("100 đô Úc", Cash(10_000, "AUD")),
        ("50 euro", Cash(5_000, "EUR")),
        ("€50", Cash(5_000, "EUR")),
        ("10.000 yên", Cash(10_000, "JPY")),
        ("1 triệu yên Nhật", Cash(1_000_000, "JPY")),
        ("100 nhân dân tệ", Cash(10_000, "CNY")),
    ],
)
def test_foreign_sums_are_in_their_minor_units(typed: str, cash: Cash) -> None:
    assert read_money(typed, ALL) == cash


@pytest.mark.parametrize("typed", ["100 USD", "$100", "50 euro", "10.000 yên", "100.000 kíp"])
def test_a_currency_that_is_not_taken_is_refused_by_name(typed: str) -> None:
    assert "not taken here" in why(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("500", "Does {number} mean"),
        ("2", "Does {number} mean"),
        ("năm trăm", "Does {number} mean"),
        ("5 trăm", "Does {number} mean"),
        ("500 được không", "Does {number} mean"),
        ("500 có được không ạ", "Does {number} mean"),
        ("0", "more than zero"),
        ("0đ", "more than zero"),
        ("không đồng", "more than zero"),
        ("-500k", "more than zero"),
        ("−5tr", "more than zero"),
        ("âm 5 triệu", "more than zero"),
        ("1.5", "not sure how to read"),
        ("1,5", "not sure how to read"),
        ("5.000.00", "not sure how to read"),
        ("5%", "not sure how to read"),
        ("0900000123", "not sure how to read"),
        ("1.5tr5", "not sure how to read"),
        ("l50k", "not sure how to read"),
        ("100 đồng đô la", "not sure how to read"),
        ("1tr5 rưỡi", "not sure how to read"),
        ("2 500k", "not sure how to read"),
        ("hai ba triệu", "not sure how to read"),
        ("100.505 nghìn 7 tỷ", "more than one"),
        ("2tr50", "Do you mean {one} or {other}"),
        ("hai triệu năm mươi", "Do you mean {one} or {other}"),
        ("1.500 triệu", "Do you mean {one} or {other}"),
        ("một trăm hai triệu", "Do you mean {one} or {other}"),
        ("500k và 1tr", "more than one"),
        ("2-3 triệu", "more than one"),
        ("500k x 2", "more than one"),
        ("2 em, mỗi em 500k", "more than one"),
        ("hai mươi em mỗi em 50k", "more than one"),
        ("mười lăm, mười sáu triệu", "more than one"),
        ("99999999999999999999", "too large"),
        ("9" * 90 + " tỷ", "too large"),
        ("vài triệu", "could not read"),
        ("mấy chục triệu", "could not read"),
        ("½ triệu", "could not read"),
        ("5² triệu", "could not read"),
        ("😀", "could not read"),
        ("\u200f\u200e", "could not read"),
        ("", "could not read"),
        ("5" * 5000, "could not read"),
        ("\u202e000.005", "hidden characters"),
        ("500\x00k", "hidden characters"),
    ],
)
def test_what_is_no_clear_sum_gets_a_sentence_of_its_own(typed: str, says: str) -> None:
    assert says in why(typed)


def test_an_unclear_sum_is_asked_back_with_both_readings() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_money("1.500 triệu")
    assert refusal.value.why.values == {"one": Cash(1_500_000), "other": Cash(1_500_000_000)}


def test_bounds_are_named() -> None:
    kind = Money(least=100_000, most=1_000_000_000, suggested=(500_000,))
    for typed, name, bound in (("50k", "least", 100_000), ("2 tỷ", "most", 1_000_000_000)):
        with pytest.raises(NotUnderstood) as refusal:
            kind.read(Heard(text=typed), TODAY)
        assert refusal.value.why.values[name] == Cash(bound)
        assert refusal.value.why.values["example"] == Cash(500_000)
    assert kind.read(Heard(text="100k"), TODAY) == Cash(100_000)


def test_the_example_of_a_refusal_fits_the_bounds() -> None:
    for least, most in ((1, 1000), (2_000_000, 3_000_000), (1, 10**12)):
        with pytest.raises(NotUnderstood) as refusal:
            Money(least, most).read(Heard(text="10 nghìn tỷ"), TODAY)
        assert least <= refusal.value.why.values["example"].minor <= most


def test_a_suggested_sum_is_answered_by_button_label_or_sum_but_never_by_number() -> None:
    kind = Money(suggested=(200_000, 500_000))
    labels = [texts.money(Cash(minor), "vi") for minor in (200_000, 500_000)]
    assert kind.hear(Heard(pick=1), TODAY, labels) == Cash(500_000)
    assert kind.hear(Heard(text=labels[1]), TODAY, labels) == Cash(500_000)
    with pytest.raises(NotUnderstood):
        kind.hear(Heard(text="2"), TODAY, labels)


def test_a_picture_is_no_sum() -> None:
    for heard in (Heard(photo=File("x")), Heard(document=File("x")), Heard(phone="0900000123")):
        with pytest.raises(NotUnderstood):
            Money().hear(heard, TODAY)


def test_the_shape_holds_bounds_and_options_and_is_made_once() -> None:
    kind = Money(1_000, 2_000, (1_500,), ("VND", "USD"))
    assert json.loads(json.dumps(kind.shape())) == ["Money", 1_000, 2_000, [1_500], ["VND", "USD"]]
    assert kind.shape() is kind.shape()


def test_bounds_that_make_no_sense_are_a_mistake_in_the_flow() -> None:
    for least, most, currencies in ((0, 1, ("VND",)), (2, 1, ("VND",)), (1, 2, ()), (1, 2, ("XXX",))):
        with pytest.raises(ValueError, match="no such sums"):
            Money(least, most, currencies=currencies)


def test_minor_units_are_those_in_which_sums_are_shown() -> None:
    assert {code: texts.digits_of(code) for code in DIGITS} == DIGITS


sums = st.integers(1, 10**12)


@given(sums, st.sampled_from(ALL), st.sampled_from(["vi", "en"]))
def test_a_sum_that_is_shown_can_be_typed_back(minor: int, currency: str, language: str) -> None:
    cash = Cash(minor, currency)
    assert read_money(texts.money(cash, language), ALL) == cash


@given(sums)
def test_common_spellings_of_any_sum_are_read_back(minor: int) -> None:
    for grouped in (f"{minor:,}", f"{minor:,}".replace(",", "."), f"{minor:,}".replace(",", " ")):
        assert read_money(f"{grouped} đ") == Cash(minor)
        if minor >= 1000:
            assert read_money(grouped) == Cash(minor)
    assert read_money(f"{minor}đ") == Cash(minor)
    if minor % 1000 == 0:
        assert read_money(f"{minor // 1000}k") == Cash(minor)


@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from(["tr", "trieu", " triệu ", "ty", " tỷ "]))
def test_a_digit_behind_a_unit_is_tenths(whole: int, tenth: int, unit: str) -> None:
    size = 1_000_000 if "tr" in unit else 1_000_000_000
    expected = Cash(whole * size + tenth * size // 10)
    assert read_money(f"{whole}{unit}{tenth}") == expected
    assert read_money(f"{whole}.{tenth}{unit}") == read_money(f"{whole},{tenth}{unit}") == expected


@given(st.integers(1, 10**9 - 1), st.booleans())
def test_any_sum_in_words_is_read_back(thousands: int, marks: bool) -> None:
    words = in_words(thousands) + " đồng"
    assert read_money(words if marks else folded(words)) == Cash(thousands * 1000)


@given(sums, st.sampled_from(ALL))
def test_a_sum_is_kept_and_loaded_unchanged(minor: int, currency: str) -> None:
    kind = Money()
    assert kind.load(json.loads(json.dumps(kind.keep(Cash(minor, currency))))) == Cash(minor, currency)


def why(typed: str) -> str:
    with pytest.raises(NotUnderstood) as refusal:
        read_money(typed)
    return refusal.value.why.source


def in_words(thousands: int) -> str:
    """A sum of thousands as it is said, all zeros spoken: 1 205 → "một triệu hai trăm linh năm nghìn"."""
    parts = [
        (thousands // 1_000_000, "tỷ"),
        (thousands // 1000 % 1000, "triệu"),
        (thousands % 1000, "nghìn"),
    ]
    first = next(i for i, (value, _) in enumerate(parts) if value)
    return " ".join(f"{hundreds(v, i > first)} {unit}" for i, (v, unit) in enumerate(parts) if v)


def hundreds(value: int, full: bool) -> str:
    names = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    hundred, ten, unit = value // 100, value // 10 % 10, value % 10
    said = [names[hundred], "trăm"] if hundred or full else []
    if ten == 0:
        if unit:
            said += (["linh"] if said else []) + [names[unit]]
    else:
        said += ["mười"] if ten == 1 else [names[ten], "mươi"]
        if unit:
            said.append({1: "mốt" if ten > 1 else "một", 5: "lăm"}.get(unit, names[unit]))
    return " ".join(said)
