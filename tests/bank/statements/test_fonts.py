"""The fonts of the 1990s: what was typed in them comes out, and nothing else is taken for them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sheets.fonts import conversion, from_tcvn3, from_vni
from tests.bank.statements.making import take, text, workbook
from tests.bank.statements.old_fonts import SMALL, in_tcvn3, in_vni

WORDS = st.text(st.sampled_from(SMALL + "abcdegh iklmnopqrstuvxy 0123456789,.:/-"), max_size=60)
TITLES = ["Ngày giao dịch", "Số chứng từ", "Diễn giải", "Ghi nợ", "Ghi có", "Số dư"]


@settings(deadline=None)
@given(WORDS)
def test_what_was_typed_comes_out(typed: str) -> None:
    assert from_tcvn3(in_tcvn3(typed)) == typed
    assert from_vni(in_vni(typed)) == typed
    capitals = unicodedata.normalize("NFC", typed.upper())
    assert from_vni(in_vni(capitals)) == capitals


@pytest.mark.parametrize(("typed", "read"), [(in_tcvn3, from_tcvn3), (in_vni, from_vni)])
def test_the_font_is_known_by_the_words_of_titles(typed: object, read: object) -> None:
    assert callable(typed)
    assert conversion([typed(title) for title in TITLES]) is read


@pytest.mark.parametrize(
    "texts",
    [
        TITLES,
        ["Date", "Credit", "Müller", "Così"],
        ["Ngay", "So tien"],
        [],
        ["café crème", "naïve"],
        ["Ngày", "Số tiền", "Noäi dung"],
    ],
)
def test_other_text_is_left_as_it_is(texts: list[str]) -> None:
    assert conversion(texts) is None


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_a_whole_statement_typed_so(typed: object) -> None:
    assert callable(typed)
    rows = [
        [typed(cell) for cell in row]
        for row in (
            ["Số tài khoản: 0900000111"],
            TITLES,
            ["24/09/2021", "BC00001", "Ủng hộ sóng và máy tính", "", "500.000", "1.500.000"],
            ["25/09/2021", "BN00002", "Mua thẻ nhớ cho học sinh", "50.000", "", "1.450.000"],
            ["Tổng cộng", "", "", "50.000", "500.000"],
        )
    ]
    for content, name in (
        (text(rows, ";"), "a.csv"),
        (workbook(rows), "a.xlsx"),
        (text(rows, ";").decode().encode("latin-1"), "a.csv"),
    ):
        statement = take(content, name)
        assert [line.minor for line in statement.lines] == [500_000, -50_000]
        assert statement.lines[1].memo == "Mua thẻ nhớ cho học sinh"
        assert [one.told for one in statement.sums] == [one.found for one in statement.sums] == [500_000, 50_000]
