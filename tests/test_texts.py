"""Sentences and values as people of each language read them; whatever a value holds stays a value."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from babel.numbers import format_decimal
from hypothesis import given as examples
from hypothesis import strategies as st

from bot import texts
from bot.chat.phrase import Cash, _, _n, given

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HOSTILE = [
    "<b>fat</b>",
    "</b>",
    "<script>alert(1)</script>",
    "{drive}",
    "{0}",
    "{",
    "}}",
    "%(name)s",
    "&lt;b&gt;",
    "a & b",
    "đ\n<i>",
]


def test_a_sentence_is_said_in_the_language_of_the_reader() -> None:
    assert texts.text(_("Total: {total}", total=Cash(500_000)), "vi") == "Tổng cộng: 500.000\u00a0đ"
    assert texts.text(_("Total: {total}", total=Cash(500_000)), "en") == "Total: 500,000\u00a0VND"


def test_a_sentence_that_no_catalog_has_is_said_as_written() -> None:
    assert texts.text(_("Never translated: {name}.", name="An"), "vi") == "Never translated: An."


def test_several_lines_are_said_one_below_the_other() -> None:
    assert texts.text([_("Yes"), "THCS Cao Viên", _("No")], "vi") == "Có\nTHCS Cao Viên\nKhông"


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert texts.text(_('Write vi = "{…}".'), "en") == 'Write vi = "{…}".'


def test_a_phrase_within_a_phrase_is_said_in_the_same_language() -> None:
    said = _("• Money: <b>{sum}</b> ({gifts})", sum=Cash(0), gifts=_n("{n} gift", "{n} gifts", 0))
    assert texts.text(said, "vi") == "• Tiền: <b>0\u00a0đ</b> (0 lượt ủng hộ)"
    assert texts.text(said, "en") == "• Money: <b>0\u00a0VND</b> (0 gifts)"


@pytest.mark.parametrize(
    ("n", "english", "vietnamese"),
    [(0, "0 days left", "Còn 0 ngày"), (1, "1 day left", "Còn 1 ngày"), (2, "2 days left", "Còn 2 ngày"),
     (1_000, "1,000 days left", "Còn 1.000 ngày")],
)  # fmt: skip
def test_counting_follows_the_grammar_of_the_language(n: int, english: str, vietnamese: str) -> None:
    left = _n("{n} day left", "{n} days left", n)
    assert (texts.text(left, "en"), texts.text(left, "vi")) == (english, vietnamese)


# --- values ---


@pytest.mark.parametrize(
    ("cash", "vietnamese", "english"),
    [
        (Cash(0), "0\u00a0đ", "0\u00a0VND"),
        (Cash(999), "999\u00a0đ", "999\u00a0VND"),
        (Cash(12_500_000), "12.500.000\u00a0đ", "12,500,000\u00a0VND"),
        (Cash(10**15), "1.000.000.000.000.000\u00a0đ", "1,000,000,000,000,000\u00a0VND"),
        (Cash(9_950, "USD"), "99,50\u00a0US$", "US$99.50"),
        (Cash(5_000, "JPY"), "5.000\u00a0¥", "JP¥5,000"),
    ],
)
def test_money_is_written_by_each_country_s_custom(cash: Cash, vietnamese: str, english: str) -> None:
    assert (texts.money(cash, "vi"), texts.money(cash, "en")) == (vietnamese, english)


@examples(st.integers(0, 10**15), st.sampled_from(texts.LANGUAGES))
def test_no_digit_of_a_sum_is_lost(minor: int, language: str) -> None:
    assert int("".join(c for c in texts.money(Cash(minor), language) if c.isdigit())) == minor


@pytest.mark.parametrize(("currency", "digits"), [("VND", 0), ("JPY", 0), ("USD", 2), ("EUR", 2)])
def test_digits_of_a_currency(currency: str, digits: int) -> None:
    assert texts.digits_of(currency) == digits


@examples(st.integers(-(10**18), 10**18), st.sampled_from(texts.LANGUAGES))
def test_a_number_is_written_as_in_the_world_s_collection_of_customs(value: int, language: str) -> None:
    assert texts.number(value, language) == format_decimal(value, locale=texts.LOCALES[language])


@pytest.mark.parametrize(
    ("number", "vietnamese", "english"),
    [(7, "7", "7"), (1_234_567, "1.234.567", "1,234,567"), (-1_200, "-1.200", "-1,200")],
)
def test_a_number_has_its_thousands_apart(number: int, vietnamese: str, english: str) -> None:
    assert (texts.shown(number, "vi"), texts.shown(number, "en")) == (vietnamese, english)


def test_a_day_comes_before_its_month() -> None:
    assert texts.shown(date(2021, 9, 5), "vi") == "5/9/2021"
    assert texts.shown(date(2021, 9, 5), "en") == "5 Sep 2021"


def test_a_moment_is_told_in_the_time_of_the_drive() -> None:
    moment = datetime(2021, 9, 28, 17, 30, tzinfo=UTC)
    assert texts.shown(moment, "vi", HANOI) == "00:30, 29/9/2021"
    assert texts.shown(moment, "en", HANOI) == "00:30, 29 Sep 2021"


def test_words_of_a_plan_come_in_the_language_or_in_the_one_there_is() -> None:
    assert texts.shown({"vi": "máy tính", "en": "computer"}, "en") == "computer"
    assert texts.shown({"vi": "máy tính"}, "en") == "máy tính"
    assert texts.shown({"vi": "máy tính", "en": ""}, "en") == "máy tính"


def test_a_list_stands_one_below_the_other_and_nothing_is_a_dash() -> None:
    assert texts.shown(["a", 1_000, _("Yes")], "vi") == "a\n1.000\nCó"
    assert texts.shown(None, "vi") == "–"


@pytest.mark.parametrize("value", [1.5, b"bytes", object()])
def test_what_people_cannot_read_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be shown"):
        texts.shown(value, "vi")


# --- hostile values ---


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_value_is_never_markup_and_never_a_place_for_another_value(value: str, language: str) -> None:
    label = {"vi": value, "en": value}
    for phrase in (
        _("• {label}: <b>{value}</b>", label=value, value=given(value)),
        _("• {label}: <b>{value}</b>", label=label, value=[value]),
    ):
        said = texts.text(phrase, language)
        assert [tag for tag in ("<b>", "</b>", "<i>", "<script>") if tag in said] == ["<b>", "</b>"]
        assert said.count("<") == said.count(">") == 2
        assert texts.unmarked(said) == f"• {value}: {value}"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_line_that_is_no_sentence_is_a_value_too(value: str) -> None:
    assert "<" not in texts.text(value, "vi")
    assert texts.plain(value, "vi") == value


@examples(st.text())
def test_any_text_comes_out_as_it_went_in(value: str) -> None:
    assert texts.plain(given(value), "vi") == value
    assert texts.plain(_("Unit: {unit}.", unit=value), "en") == f"Unit: {value}."


def test_markup_of_our_own_is_taken_off() -> None:
    assert texts.unmarked("<b>Xã &lt;b&gt;</b> · <code>TO-7K2P-QXR</code> <i>&amp;</i>") == "Xã <b> · TO-7K2P-QXR &"


# --- languages and catalogs ---


@pytest.mark.parametrize(
    ("told", "language"), [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("vi", "vi"), ("fr", "vi"), ("", "vi")]
)
def test_whoever_does_not_ask_for_english_is_spoken_to_in_vietnamese(told: str, language: str) -> None:
    assert texts.known(told) == language


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of catalogs."""
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    return folder


def write(folder: Path, said: str, ending: str, at: float) -> None:
    catalog = Catalog(locale="vi")
    catalog.add("Yes", said)
    made = BytesIO()
    (write_mo if ending == "mo" else write_po)(made, catalog)
    path = folder / f"messages.{ending}"
    path.write_bytes(made.getvalue())
    os.utime(path, (at, at))


def test_the_source_of_a_catalog_is_enough(folder: Path) -> None:
    write(folder, "Có ạ", "po", at=1_000)
    assert texts.catalog.__wrapped__("vi").gettext("Yes") == "Có ạ"


def test_a_compiled_catalog_serves_only_while_it_is_fresh(folder: Path) -> None:
    write(folder, "Có", "mo", at=1_000)
    write(folder, "Có ạ", "po", at=2_000)
    assert texts.catalog.__wrapped__("vi").gettext("Yes") == "Có ạ"
    write(folder, "Có", "mo", at=2_000)
    assert texts.catalog.__wrapped__("vi").gettext("Yes") == "Có"
