from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import AverageDay, Either, Payroll, Pays
from bot.chat.kinds.payroll import FEWEST, LEAST_PAY, MOST_PAY, MOST_PEOPLE, one_day, read_column
from bot.chat.phrase import Cash, _

TODAY = date(2021, 9, 27)
PAYS = st.integers(LEAST_PAY, 200_000_000)


def dotted(pay: int) -> str:
    return f"{pay:,}".replace(",", ".")


WAYS = (
    str,
    dotted,
    lambda pay: f"{pay:,}",
    lambda pay: f"{pay:,}".replace(",", " "),
    lambda pay: f"{dotted(pay)} đ",
    lambda pay: f"{dotted(pay)}đ",
    lambda pay: f"{dotted(pay)} VNĐ",
    lambda pay: f"7\tTrần Văn Thử\t{dotted(pay)}",
    lambda pay: f"12. Cô Hai Mẫu: {dotted(pay)} đồng",
)


@settings(max_examples=200)
@given(st.integers(0, 10**15), st.integers(1, 31))
def test_one_day_is_rounded_half_up_to_the_dong(total: int, divisor: int) -> None:
    exact = Decimal(total) / Decimal(divisor) if total % divisor else Decimal(total // divisor)
    if (2 * total) % divisor:  # no half, so that Decimal's own digits decide nothing
        assert one_day(total, divisor) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert abs(2 * (one_day(total, divisor) * divisor - total)) <= divisor


@pytest.mark.parametrize(("total", "divisor", "day"), [(11, 22, 1), (10, 22, 0), (33, 22, 2), (22, 22, 1), (0, 22, 0)])
def test_half_a_dong_becomes_a_whole_one(total: int, divisor: int, day: int) -> None:
    assert one_day(total, divisor) == day


@settings(max_examples=60)
@given(
    st.lists(st.tuples(PAYS, st.sampled_from(WAYS)), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n", "\n\n"])
)
def test_a_pasted_column_is_read_whole(rows: list[tuple[int, object]], end: str) -> None:
    text = end.join(way(pay) for pay, way in rows)  # type: ignore[operator]  # hypothesis draws them as objects
    assert read_column(text) == [pay for pay, _way in rows]


@settings(max_examples=60)
@given(st.lists(PAYS, min_size=3, max_size=30))
def test_title_and_total_are_no_pays(pays: list[int]) -> None:
    lines = ["STT\tHọ và tên\tLương tháng 9/2021", *map(dotted, pays), "", f"Tổng cộng: {dotted(sum(pays))}"]
    kind = Payroll()
    read = kind.hear(Heard(text="\n".join(lines)), TODAY)
    assert read == Pays(len(pays), sum(pays))
    assert kind.load(json.loads(json.dumps(kind.keep(read)))) == read


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    try:
        pays = read_column(text)
    except NotUnderstood:
        return
    assert pays
    assert all(LEAST_PAY <= pay <= MOST_PAY for pay in pays)


@pytest.mark.parametrize(
    ("text", "pays"),
    [
        ("8,5tr\n9 triệu\n7tr250", [8_500_000, 9_000_000, 7_250_000]),
        ("8.500.000; 9.000.000; 7tr5", [8_500_000, 9_000_000, 7_500_000]),
        ("8.500.000 9.000.000 7tr5", [8_500_000, 9_000_000, 7_500_000]),
        ("8500000\t9000000", [8_500_000, 9_000_000]),
        ("8 500 000", [8_500_000]),
        ("Lương tháng 9\n8.500.000", [8_500_000]),
    ],
)
def test_pays_as_people_paste_them(text: str, pays: list[int]) -> None:
    assert read_column(text) == pays


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("8.500.000\n8,5\n7.000.000", 2),  # millions? thousands?
        ("8.500.000\n9.000.000 1.200.000", 2),  # pay and allowance
        ("8.500.000\n-7.000.000", 2),
        ("8.500.000\n500 USD", 2),
        ("8.500.000\n7.000.000\n½ triệu", 3),
    ],
)
def test_what_is_unclear_is_named_by_its_line(text: str, line: int) -> None:
    with pytest.raises(NotUnderstood) as no:
        read_column(text)
    assert no.value.why.values == {"number": line}


def test_the_pay_of_one_or_two_is_not_added_up_but_the_rest_of_a_column_is() -> None:
    with pytest.raises(NotUnderstood, match="Of fewer than"):
        Payroll().hear(Heard(text="8.500.000\n9.000.000"), TODAY)
    more = Payroll(Pays(FEWEST, 30_000_000)).hear(Heard(text="8.500.000"), TODAY)
    assert more == Pays(FEWEST + 1, 38_500_000)


def test_five_thousand_people_fit_and_one_more_does_not() -> None:
    column = "\n".join(["6.500.000"] * MOST_PEOPLE)
    assert Payroll().hear(Heard(text=column), TODAY) == Pays(MOST_PEOPLE, MOST_PEOPLE * 6_500_000)
    with pytest.raises(NotUnderstood, match="at most"):
        Payroll().hear(Heard(text=column + "\n6.500.000"), TODAY)


def test_another_beginning_of_the_column_is_another_question() -> None:
    assert Payroll().shape() != Payroll(Pays(3, 30_000_000)).shape()


@settings(max_examples=60)
@given(PAYS, st.integers(1, 5_000), st.integers(2, 31))
def test_an_average_becomes_the_day_of_all_together(pay: int, people: int, divisor: int) -> None:
    kind = AverageDay(people, divisor)
    day = kind.hear(Heard(text=dotted(pay)), TODAY)
    assert day == Cash(one_day(pay * people, divisor))
    assert kind.load(json.loads(json.dumps(kind.keep(day)))) == day


def test_an_average_day_is_not_divided_again() -> None:
    assert AverageDay(45, 1).hear(Heard(text="280k"), TODAY) == Cash(45 * 280_000)


def test_a_choice_around_a_private_answer_is_private_too() -> None:
    assert Either(Payroll(), {"month": _("Average monthly pay")}).private
    assert AverageDay(3, 22).private


@pytest.mark.parametrize(
    "kind", [Payroll(), Payroll(Pays(3, 30_000_000)), Either(Payroll(), {"all": _("That is all")})]
)
def test_a_file_is_taken_whatever_it_is_and_kept_as_a_file(kind: Any) -> None:
    file = File("web:f", "luong.pdf", "application/pdf", 10**9)
    value = kind.hear(Heard(document=file), TODAY)
    assert value == file
    assert kind.load(json.loads(json.dumps(kind.keep(value)))) == file
    assert kind.show(value).source == "a file"


def test_what_is_kept_out_of_the_history_stays_out_of_it_where_it_may_be_skipped() -> None:
    assert Payroll().or_skip().private
