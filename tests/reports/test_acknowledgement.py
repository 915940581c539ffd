"""The acknowledgement: the layout of offices, every word of the recipe, and as many pages as its items need."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports import acknowledgement as receipt_file
from bot.reports.picture import draw
from bot.reports.press import press
from tests.reports.papers import ACKNOWLEDGEMENT, HOSTILE, MM, URL, codes, squeezed
from tests.reports.pdf_reading import page_count, pdf_spans, pdf_text


def made(**changed: Any) -> bytes:
    return draw({**ACKNOWLEDGEMENT, **changed})[0]


def words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for key, part in value.items() if key not in ("make", "align") for word in words(part)]
    if isinstance(value, list):
        return [word for part in value for word in words(part)]
    return [value] if isinstance(value, str) and value != URL else []


def test_every_word_of_the_recipe_stands_on_one_page() -> None:
    pdf = made()
    assert page_count(pdf) == 1
    said = squeezed(pdf_text(pdf))
    assert [word for word in words(ACKNOWLEDGEMENT) if squeezed(word) not in said] == []


def test_the_authority_stands_left_the_state_right_and_the_last_to_sign_at_the_right() -> None:
    [spans] = pdf_spans(made())
    begins = {span.text.strip(): span for span in spans}
    assert begins["BAN VẬN ĐỘNG"].x < 100 * MM < begins["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"].x
    assert begins["NGƯỜI NỘP"].x < 100 * MM < begins["TRƯỞNG BAN"].x
    assert begins["Nguyễn Đức Thịnh"].y == begins["Trần Thị Minh Nguyệt"].y < begins["NGƯỜI NỘP"].y - 20 * MM


def test_many_items_go_on_under_the_same_header_on_numbered_pages() -> None:
    items = [[str(number), f"Máy tính bảng số {number}", "1"] for number in range(1, 101)]
    pdf = made(items=items)
    pages = ["".join(span.text for span in page) for page in pdf_spans(pdf)]
    assert len(pages) == page_count(pdf) > 2
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, 1))
    assert all("Tên hiện vật" in page for page in pages if "Máy tính bảng số" in page)
    assert all(f"Máy tính bảng số {number}" in "".join(pages) for number in range(1, 101))
    assert "TRƯỞNG BAN" in pages[-1]
    assert "SM7K 2PQX R" in pages[-1]


def test_a_gift_of_money_needs_no_table_and_no_signature() -> None:
    pdf = made(columns=[], items=[], signatures=[], sums=[], subtitle="", closing="", opening="", number="")
    assert page_count(pdf) == 1
    assert "STT" not in pdf_text(pdf)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=160), st.text(max_size=600), st.text(max_size=60))
def test_any_words_stay_within_the_page(line: str, value: str, cell: str) -> None:
    pdf = made(authority=[line], number=line, rows=[{"label": line, "value": value}], items=[[cell, cell, cell]])
    for page in pdf_spans(pdf):
        assert all(28 * MM - 1 <= span.x <= 192 * MM and 5 * MM <= span.y <= 280 * MM for span in page)


def test_the_longest_words_break_and_keep_every_letter() -> None:
    wide = "W" * 160
    pdf = made(
        authority=[wide], title=wide[:120], rows=[{"label": wide, "value": "Ễ" * 600}], items=[[wide, wide, wide]]
    )
    said = squeezed(pdf_text(pdf))
    assert said.count("W") == 160 * 5 + 120
    assert said.count("Ễ") == 600
    for page in pdf_spans(pdf):
        for span in page:
            assert span.x + 0.8 * span.size * span.text.count("W") <= 192 * MM


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_drawn_and_never_run(text: str) -> None:
    pdf = made(title=text[:120], opening=text, rows=[{"label": text, "value": text}], items=[[text, text, text]])
    said = squeezed(pdf_text(pdf))
    assert "root:" not in said
    if text.isascii() and text.isprintable():
        assert said.count(squeezed(text)) >= 5


@pytest.mark.parametrize("items", [[["1"]], [[]], [["1", "x", "2", "3"]], [["1", "x", "2"], ["2"]]])
def test_items_that_do_not_match_the_columns_are_refused(items: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="one cell for each"):
        made(items=items)


def test_the_code_on_the_page_leads_to_its_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt_file, "press", lambda page, facts, **more: press(page, facts, "png", 150))
    assert [code.text for code in codes(made())] == [URL]


def test_the_same_recipe_gives_the_same_bytes_in_sound_letters() -> None:
    assert made() == made()
    assert b"CreationDate" not in made()
    assert b"LibertinusSerif-Bold" not in made()
