"""Words of a plan on a page: never markup, their language told, phone numbers that can be called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.site.plan_words import plan_words


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("Trao máy cho em", "vi", "Trao máy cho em"),
        ("Trao máy cho em", "en", '<span lang="vi">Trao máy cho em</span>'),
        ("Devices for pupils", "en", "Devices for pupils"),
        ("<b>&", "en", "&lt;b&gt;&amp;"),
    ],
)
def test_the_language_is_told_where_it_is_not_the_page_s(text: str, lang: str, shown: str) -> None:
    assert plan_words(text, lang) == shown


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Bà An: 0900 000 301", ["0900000301"]),
        ("(+84 900 000 301) hoặc 0900.000.302.", ["+84900000301", "0900000302"]),
        ("024 3387 1234", ["02433871234"]),
        ("Tài khoản 190000003011234, TK0900000301", []),
    ],
)
def test_phone_numbers_can_be_called_and_other_numbers_cannot(text: str, called: list[str]) -> None:
    shown = str(plan_words(text, "vi", calls=True))
    assert [part.partition('"')[0] for part in shown.split('href="tel:')[1:]] == called


@given(st.text())
def test_nothing_a_plan_says_becomes_markup(text: str) -> None:
    shown = str(plan_words(text, "vi"))
    assert not set("<>\"'") & set(shown)
