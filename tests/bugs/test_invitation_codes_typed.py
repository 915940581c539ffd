"""A right invitation code typed alone was not understood; after a wrong one the question closed."""

from __future__ import annotations

import pytest

from bot.programme.codes import SYMBOLS, invite_code, invite_codes_in
from tests.support.rig import Rig, said

WELCOME, WRONG = "Welcome", "wrong or has expired"


@pytest.fixture
async def english(rig: Rig) -> Rig:
    rig.language = "en"
    return rig


@pytest.mark.parametrize(
    "typed",
    ["{code}", "{small}", "{blank}", "{joined}", "mã mời của tôi là {small}", "Dạ em gửi mã {joined}, em cảm ơn ạ!"],
)
async def test_a_right_code_is_taken_as_the_first_message(english: Rig, typed: str) -> None:
    code = await english.invite("unit_contact", "hoi-ccb")
    ways = {"code": code, "small": code.lower(), "blank": code.replace("-", " "), "joined": code.replace("-", "")}
    assert WELCOME in said(await english.says("invited", typed.format(**ways)))[0]


async def test_a_wrong_code_is_answered_and_the_right_one_then_taken(english: Rig) -> None:
    code = await english.invite("unit_contact", "hoi-ccb")
    assert WRONG in said(await english.says("invited", "AAAAA-AAAA2"))[0]
    assert WELCOME in said(await english.says("invited", code.lower()))[0]


async def test_the_question_stays_open_after_a_wrong_code(english: Rig) -> None:
    code = await english.invite("unit_contact", "hoi-ccb")
    await english.says("invited", "/code")
    for _time in range(2):
        [asked] = await english.says("invited", "AAAAA-AAAA2")
        assert WRONG in asked.text
        assert "for example" in asked.text
    assert WELCOME in said(await english.says("invited", f"my code is {code}"))[0]


async def test_whoever_has_no_code_may_stop(english: Rig) -> None:
    await english.says("invited", "/code")
    await english.says("invited", "AAAAA-AAAA2")
    [menu] = await english.press("invited", "✖️ Stop here")
    assert "What would you like to do?" in menu.text


async def test_ten_letters_that_are_no_code_are_words(english: Rig) -> None:
    assert WRONG not in said(await english.says("mai", "xem phan thuyet"))[0]
    assert WRONG not in said(await english.says("mai", "2345678923"))[0]


def test_codes_are_found_however_they_are_grouped() -> None:
    code = invite_code(lambda below: below - 3)
    for text in (code, f"{code[:5]}-{code[5:]}", f"{code[:3]} {code[3:6]} {code[6:]}", " ".join(code)):
        assert code in invite_codes_in(text)
        assert code in invite_codes_in(f"({text.lower()})")
    assert invite_codes_in("") == []
    assert all(set(found) <= set(SYMBOLS) for found in invite_codes_in("xin chào các bạn, cảm ơn nhiều nhé " * 9))
