"""The certificate: one page, every letter of the name, nothing over the edge, and a code that leads to the truth."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports import certificate as certificate_file
from bot.reports.certificate import PAGE
from bot.reports.picture import draw
from bot.reports.press import press, printable
from tests.reports.conftest import lines
from tests.reports.papers import CERTIFICATE, HOSTILE, URL, codes, squeezed
from tests.reports.pdf_reading import page_count, pdf_spans, pdf_text

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
WORD = st.text(LETTERS + LETTERS.upper() + "fiflWM.-&0123456789", min_size=1, max_size=60)
NAMES = st.lists(WORD, min_size=1, max_size=40).map(lambda words: " ".join(words)[:200])
LONGEST: dict[str, Any] = {
    "title": "W" * 60, "for_whom": "W" * 120, "name": "W" * 200, "gift": "W" * 400, "closing": "W" * 300,
    "place_and_day": "W" * 120, "authority": ["W" * 120] * 4, "signed_by": ["W" * 120] * 4, "number": "W" * 60,
    "code": "W" * 40, "verify_hint": "W" * 120, "state": ["W" * 120] * 2,
}  # fmt: skip


def made(**changed: Any) -> bytes:
    return draw({**CERTIFICATE, **changed})[0]


def assert_nothing_touches(pdf: bytes) -> None:
    """From the head to the closing words, each line begins below the marks that hang from the line before it."""
    [spans] = pdf_spans(pdf)
    foot = next(at for at, span in enumerate(spans) if span.text.startswith("Số"))
    for above, below in pairwise(spans[:foot]):
        same_line = abs(above.y - below.y) < 0.01
        assert same_line or above.y - below.y >= 0.246 * above.size + 0.894 * below.size - 0.1, (above, below)
    low = min(span.y for span in spans[:foot])
    assert low > max(span.y for span in spans[foot:])


@settings(max_examples=25, deadline=None)
@given(NAMES, st.sampled_from(["person", "organisation"]))
def test_a_name_of_any_length_stands_there_whole_on_one_page(name: str, form: str) -> None:
    pdf = made(name=name, form=form)
    assert page_count(pdf) == 1
    assert squeezed(printable(name)) in squeezed(pdf_text(pdf))
    assert_nothing_touches(pdf)


@pytest.mark.parametrize("form", ["person", "organisation"])
@pytest.mark.parametrize("name", ["Ễ", "W" * 200, "Ỹ " * 100, "Ộ" * 25, "Công ty TNHH MTV " * 11, "Mỹ " + "ễ" * 197])
def test_the_shortest_and_the_widest_names_fit(form: str, name: str) -> None:
    pdf = made(name=name, form=form)
    assert page_count(pdf) == 1
    assert squeezed(name) in squeezed(pdf_text(pdf))
    assert_nothing_touches(pdf)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=200), st.text(max_size=400))
def test_any_text_at_all_gives_one_page(name: str, gift: str) -> None:
    assert page_count(made(name=name, gift=gift)) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_and_never_run(text: str) -> None:
    pdf = made(**dict.fromkeys(["title", "for_whom", "gift", "closing", "number", "verify_hint"], text[:60]), name=text)
    assert page_count(pdf) == 1
    said = pdf_text(pdf)
    assert "root:" not in said
    if text.isascii() and text.isprintable():
        assert squeezed(text) in squeezed(said)


def test_with_every_line_as_long_as_allowed_the_margins_stay_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate_file, "PPI", 40)
    usual, longest = (lines(made(**{**changed, "as": "png"})) for changed in ({}, LONGEST))
    per_mm, across = 40 / 25.4, len(usual[0]) // 4
    assert across == pytest.approx(297 * per_mm, abs=1)
    left, right, top, bottom = (round(mm * per_mm) for mm in (23, 274, 17, 193))
    assert usual != longest
    for y, (one, other) in enumerate(zip(usual, longest, strict=True)):
        if top <= y < bottom:
            assert one[: 4 * left] == other[: 4 * left]
            assert one[4 * right :] == other[4 * right :]
        else:
            assert one == other


def test_the_press_stops_rather_than_let_a_text_run_over() -> None:
    facts = {"language": "vi", "text": "W" * 500}
    page = "#context fitted(facts.text, 20mm, 20mm, steps(12pt, 5pt), 9pt)"
    with pytest.raises(RuntimeError, match="does not fit"):
        press(page, facts)


def test_a_name_in_one_line_is_set_larger_than_one_that_needs_three() -> None:
    sizes = []
    for name in ("Lê Na", "Công ty Cổ phần Thương mại Dịch vụ Viễn thông " * 4):
        [spans] = pdf_spans(made(name=name))
        sizes.append(next(span.size for span in spans if span.text.startswith(name[:4])))
    assert sizes[0] == 42
    assert 15 < sizes[1] < 25


def test_the_code_leads_to_the_page_that_verifies_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate_file, "PPI", 55)  # half of the picture's: what reads reads there
    png, mime = draw({**CERTIFICATE, "as": "png"})
    assert mime == "image/png"
    assert [code.text for code in codes(png)] == [URL]


def test_the_paper_says_all_the_words_of_the_recipe_and_can_be_clicked() -> None:
    pdf, mime = draw(json.loads(json.dumps(CERTIFICATE)))
    assert mime == "application/pdf"
    said = squeezed(pdf_text(pdf))
    for value in CERTIFICATE.values():
        for line in value if isinstance(value, list) else [value]:
            assert line in ("certificate", "person", URL) or squeezed(line) in said
    assert f"({URL})".encode() in pdf


def test_the_same_recipe_gives_the_same_bytes_without_a_date() -> None:
    made(name="somebody else")
    assert made() == made()
    assert b"CreationDate" not in made()
    assert b"CreateDate" not in made()


def test_the_weight_with_misplaced_vietnamese_marks_is_not_used() -> None:
    assert b"LibertinusSerif-Bold" not in made() + made(form="organisation")


def test_what_is_empty_is_left_out() -> None:
    empty = dict.fromkeys(["for_whom", "gift", "closing", "place_and_day", "number", "verify_hint"], "")
    pdf = made(**empty, authority=[], signed_by=[], state=[])
    assert squeezed(pdf_text(pdf)) == squeezed("THƯ CẢM ƠN Ông Nguyễn Đức Thịnh SM7K 2PQX R")


@pytest.mark.parametrize("signed_by", [[], ["CHỦ TỊCH"], ["CHỦ TỊCH", "Trần Thị Minh Nguyệt"]])
def test_one_to_three_lines_may_sign(signed_by: list[str]) -> None:
    assert squeezed(pdf_text(made(signed_by=signed_by))).endswith(squeezed("".join(signed_by) or "năm 2021"))


def test_every_word_of_the_page_comes_from_the_recipe() -> None:
    assert PAGE.isascii()
