"""What an outside reader saw in pictures that we drew gives what was drawn; and no sum or moment is made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.bills.lines import passages
from bot.bank.bills.moments import moment_in
from bot.bank.bills.shape import TextLine
from bot.bank.bills.sums import sum_of
from bot.feeds.bill_child import bill_in
from tests.bank.bills.drawing import FILES, LAYOUTS, PREFIX, TODAY, TREATMENTS, ZONE, Drawn

PICTURES = sorted(FILES.glob("*.json"))


def page(*texts: tuple[str, float]) -> list[TextLine]:
    """Lines one below the other, each with its height."""
    lines, top = [], 0.0
    for text, height in texts:
        lines.append(TextLine(text, 0, top, top + height, height))
        top += 3 * height
    return lines


def test_every_layout_was_read_in_every_treatment() -> None:
    assert len(PICTURES) == len(LAYOUTS) * len(TREATMENTS) + 2


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_what_was_drawn_is_what_is_read(path: Path) -> None:
    drawn = msgspec.json.decode(path.read_bytes(), type=Drawn)
    found = bill_in(drawn.lines, PREFIX, ZONE, TODAY)
    assert (found.minor, found.at) == (drawn.minor, drawn.at)
    assert found.codes in ([drawn.code], [] if drawn.code in found.guesses or not drawn.code else [drawn.code])


@pytest.mark.parametrize(
    ("lines", "minor"),
    [
        ([("500.000 đ", 40)], 500_000),
        ([("500,000 VND", 40), ("Noi dung", 20), ("a", 20), ("b", 20)], 500_000),
        ([("VND 1,500,000.00", 40), ("a", 20), ("b", 20), ("c", 20)], 1_500_000),
        ([("500.000", 40), ("VND", 40), ("a", 20), ("b", 20), ("c", 20)], 500_000),
        ([("500.000 đ", 20), ("a", 20), ("b", 20), ("c", 20)], None),  # no taller than the rest
        ([("500.000 đ", 40), ("700.000 đ", 38), ("a", 20), ("b", 20), ("c", 20)], None),  # which of the two?
        ([("500.000 đ", 40), ("500.000 đ", 38), ("a", 20), ("b", 20), ("c", 20)], 500_000),
        ([("Số dư 900.000 đ", 40), ("a", 20), ("b", 20), ("c", 20)], None),
        ([("Phi 1.100 VND", 40), ("Hoan tien 5.000 d", 40)], None),
        ([("0000020210923", 40)], None),
        ([("500.000", 40)], None),  # of what?
        ([("50.00 VND", 40), ("12.34.567 VND", 40)], None),
    ],
)
def test_the_sum_is_the_tallest_or_none(lines: list[tuple[str, float]], minor: int | None) -> None:
    assert sum_of(page(*lines)) == minor


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20:15 ngày 27/09/2021", "2021-09-27 20:15"),
        ("27/09/2021 20:15:33", "2021-09-27 20:15"),
        ("27-09-202120:15", "2021-09-27 20:15"),
        ("Thứ Hai, 27.09.2021 - 8:05", "2021-09-27 08:05"),
        ("10.12.2021", None),  # a day alone, and one to come
        ("09:41", None),
        ("31/02/2021 10:00", None),
        ("02/10/2021 10:00", None),  # tomorrow
        ("01/06/2021 10:00", None),  # too long ago
        ("27/09/2021 10:00 28/09/2021 11:00", None),
        ("27/09/2021 25:10", None),
    ],
)
def test_the_moment_is_a_day_with_its_time(text: str, moment: str | None) -> None:
    found = moment_in([text], ZONE, TODAY)
    assert (found and f"{found:%Y-%m-%d %H:%M}") == moment


def test_two_moments_are_none() -> None:
    assert moment_in(["27/09/2021 10:00", "27/09/2021 10:01"], ZONE, TODAY) is None


def test_a_code_that_goes_on_in_the_next_line_or_column_is_found() -> None:
    wrapped = page(("UNG HO TO86", 20), ("452GU", 20))
    assert bill_in([msgspec.structs.replace(wrapped[1], top=25, bottom=45), wrapped[0]], PREFIX, ZONE, TODAY).codes == [
        "TO86452GU"
    ]
    beside = [TextLine("TO86", 0, 0, 20, 20), TextLine("452GU", 200, 2, 22, 20)]
    assert bill_in(beside[::-1], PREFIX, ZONE, TODAY).codes == ["TO86452GU"]


_lines = st.lists(
    st.builds(
        TextLine,
        st.text(max_size=60) | st.from_regex(r"[0-9.,:/ -]{1,20}(đ|VND| )?", fullmatch=True),
        *[st.floats(0, 2000)] * 3,
        st.floats(1, 200),
    ),
    max_size=30,
)


@given(_lines)
def test_whatever_stands_in_a_picture_is_answered(lines: list[TextLine]) -> None:
    found = bill_in(lines, PREFIX, ZONE, TODAY)
    assert found.minor is None or 0 < found.minor <= 10**12
    assert found.at is None or TODAY - timedelta(days=92) <= found.at.date() <= TODAY
    assert len(passages(lines)) <= 3 * len(lines)


@given(st.integers(1_000, 999_999_999), st.datetimes(datetime(2021, 8, 1), datetime(2021, 9, 30)))
def test_every_sum_and_every_moment_is_read_as_it_is_written(minor: int, at: datetime) -> None:
    rest = [("Nội dung chuyển tiền", 20.0), ("Người nhận", 20.0), ("Ủy ban", 20.0)]
    lines = page((f"{minor:,} VND".replace(",", "."), 50), (f"{at:%H:%M, %d/%m/%Y}", 20), *rest)
    found = bill_in(lines, PREFIX, ZONE, TODAY)
    assert found.minor == minor
    assert found.at == at.replace(second=0, microsecond=0, tzinfo=ZONE)
