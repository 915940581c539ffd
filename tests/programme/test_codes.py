"""Codes survive the slips of hand, ear and keyboard; what they cannot survive they notice."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.codes import (
    BODY,
    SYMBOLS,
    fold_code,
    invite_code,
    new_code,
    read_code,
    repair,
    shown,
)

PREFIX = "SM"
codes = st.randoms(use_true_random=False).map(lambda r: new_code(PREFIX, r.randrange))
places = st.integers(0, BODY - 1)


def put(code: str, place: int, symbol: str) -> str:
    """The code with the symbol at that place of its body replaced."""
    at = len(code) - BODY + place
    return code[:at] + symbol + code[at + 1 :]


def test_a_fresh_code_has_the_prefix_and_seven_symbols_and_reads_as_itself() -> None:
    for _ in range(200):
        code = new_code(PREFIX)
        assert re.fullmatch(f"SM[{SYMBOLS}]{{7}}", code)
        assert read_code(code, PREFIX) == repair(code, PREFIX) == code


def test_a_fresh_code_holds_a_digit_so_that_it_is_no_prose() -> None:
    source = random.Random(3)
    assert all(re.search("[2-9]", new_code(PREFIX, source.randrange)[2:]) for _ in range(3_000))


def test_no_symbol_looks_like_another() -> None:
    assert len(set(SYMBOLS)) == len(SYMBOLS) == 31
    assert not set(SYMBOLS) & set("01OIL")


def test_a_code_is_shown_in_groups_of_at_most_four() -> None:
    assert shown("SM7K2PQXR") == "SM-7K2P-QXR"
    assert shown("7K2PQXR".rjust(11, "A")) == "AAAA-7K2P-QXR"


@given(
    codes,
    st.sampled_from([" ", "-", ".", "", " / ", "\u00a0", "\n", "_"]),
    st.booleans(),
    st.booleans(),
)
def test_any_grouping_and_any_case_is_read_with_or_without_the_prefix(
    code: str, gap: str, lower: bool, bare: bool
) -> None:
    typed = gap.join(code[2:] if bare else code)
    assert read_code(typed.lower() if lower else typed, PREFIX) == code


@given(codes)
def test_what_is_shown_reads_back(code: str) -> None:
    assert read_code(f" #{shown(code)}. ", PREFIX) == code
    assert read_code("".join(chr(ord(c) + 0xFEE0) for c in code), PREFIX) == code, "full-width letters"


@given(codes, places, st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_noticed_and_mended(code: str, place: int, symbol: str) -> None:
    typed = put(code, place, symbol)
    assert read_code(typed, PREFIX) == (code if typed == code else None)
    assert repair(typed, PREFIX) == code
    assert repair(typed[2:].lower(), PREFIX) == code


@given(codes, places, st.sampled_from("01OIL?*žж₫"))
def test_a_look_alike_or_any_foreign_letter_counts_as_one_wrong_symbol(code: str, place: int, symbol: str) -> None:
    typed = put(code, place, symbol)
    if symbol.isalnum() and symbol not in "ž":
        assert read_code(typed, PREFIX) is None
        assert repair(typed, PREFIX) == code


def test_every_wrong_symbol_at_every_place_is_mended_exhaustively() -> None:
    code = new_code(PREFIX, random.Random(1).randrange)
    for place in range(BODY):
        for symbol in SYMBOLS + "01OIL":
            assert repair(put(code, place, symbol), PREFIX) == code


def test_every_pair_of_neighbours_at_every_place_is_noticed_when_swapped() -> None:
    source = random.Random(5)
    wanted = {(place, frozenset(pair)) for place in range(BODY - 1) for pair in combinations(SYMBOLS, 2)}
    while wanted:
        code = new_code(PREFIX, source.randrange)
        for place in range(BODY - 1):
            pair = code[2 + place : 4 + place]
            if (place, frozenset(pair)) in wanted:
                wanted.remove((place, frozenset(pair)))
                swapped = put(put(code, place, pair[1]), place + 1, pair[0])
                assert read_code(swapped, PREFIX) is None
                assert repair(swapped, PREFIX) is None


@given(codes, st.lists(places, min_size=2, max_size=2, unique=True))
def test_any_two_symbols_that_changed_places_are_noticed_and_never_mistaken(code: str, two: list[int]) -> None:
    first, second = two
    swapped = put(put(code, first, code[2 + second]), second, code[2 + first])
    assert repair(swapped, PREFIX) == (code if swapped == code else None)


@given(codes, st.data())
def test_two_wrong_symbols_are_always_noticed(code: str, data: st.DataObject) -> None:
    first, second = data.draw(st.lists(places, min_size=2, max_size=2, unique=True))
    typed = put(
        put(code, first, data.draw(st.sampled_from(SYMBOLS))),
        second,
        data.draw(st.sampled_from(SYMBOLS)),
    )
    assert read_code(typed, PREFIX) == (code if typed == code else None)


def test_a_wholly_wrong_text_is_mended_about_one_time_in_five() -> None:
    source = random.Random(7)
    texts = ["".join(source.choices(SYMBOLS, k=7)) for _ in range(4000)]
    assert 0.19 < sum(repair(text, PREFIX) is not None for text in texts) / 4000 < 0.25


@given(codes)
def test_a_slip_in_the_prefix_is_mended_if_the_rest_is_right(code: str) -> None:
    assert read_code("5M" + code[2:], PREFIX) is None
    assert repair("5M" + code[2:], PREFIX) == code
    assert repair("5M" + put(code, 3, "0")[2:], PREFIX) is None


def test_a_code_without_its_prefix_is_not_read_in_another_drive() -> None:
    source = random.Random(3)
    elsewhere = [new_code("MT", source.randrange)[2:] for _ in range(500)]
    assert not any(read_code(body, PREFIX) for body in elsewhere)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sm 7k\u00e1", "AS"),  # Telex: a and s give á
        ("sm 7k\u00e2", "AA"),
        ("sm 7k\u0111", "DD"),
        ("sm 7k\u0111", "D9"),  # VNI: d and 9 give đ
        ("sm 7k\u01b0", "UW"),
        ("sm 7k\u1ea3", "A3"),
        ("sm 7k\u1ef9", "YX"),
    ],
)
def test_a_symbol_swallowed_by_a_vietnamese_keyboard_comes_back(typed: str, meant: str) -> None:
    body = "7K" + meant
    draws = iter([SYMBOLS.index(c) for c in body + "P"])
    code = new_code(PREFIX, lambda _: next(draws))
    for form in (typed + code[6:], typed.upper() + code[6:].lower()):
        assert read_code(form, PREFIX) is None
        assert repair(form, PREFIX) == code


def test_a_tone_key_pressed_later_in_the_word_comes_back_too() -> None:
    draws = iter([SYMBOLS.index(c) for c in "UMX7K"])
    code = new_code(PREFIX, lambda _: next(draws))
    assert repair("SM \u0168M 7K" + code[-2:], PREFIX) == code  # "umx" arrives as "ũm"


@pytest.mark.parametrize(
    "text",
    ["", "SM", "7K2PQX", "SM7K2PQXRR", "xin chào", "💙", "A" * 5000, "ﷺ" * 70, "ế" * 8],
)
def test_other_texts_are_no_codes(text: str) -> None:
    assert read_code(text, PREFIX) is None
    assert repair(text, PREFIX) is None


@given(st.text())
def test_any_text_gives_a_right_code_or_none(text: str) -> None:
    for found in (read_code(text, PREFIX), repair(text, PREFIX)):
        assert found is None or read_code(found, PREFIX) == found


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_code(fold_code(text)) == fold_code(text)


def test_folding_keeps_capital_letters_and_digits_only() -> None:
    assert fold_code(" sm-7k2p qxr. ") == "SM7K2PQXR"
    assert fold_code("Đà Nẵng ₫ 💙") == "DANANG"


@pytest.mark.parametrize("prefix", ["", "SÓNG", "S M", "TOOLONG", "S\n", "-"])
def test_a_bad_prefix_is_refused(prefix: str) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: new_code(prefix),
        lambda: read_code("7K2PQXR", prefix),
        lambda: repair("7K2PQXR", prefix),
    )
    for call in calls:
        with pytest.raises(ValueError, match="prefix"):
            call()


@given(st.from_regex(r"\A[A-Z0-9]{1,6}\Z"), st.randoms(use_true_random=False))
def test_any_prefix_of_letters_and_digits_works_and_its_case_does_not_matter(prefix: str, r: random.Random) -> None:
    code = new_code(prefix.lower(), r.randrange)
    assert code.startswith(prefix)
    assert read_code(shown(code), prefix.lower()) == code
    assert repair(put(code, 2, "0"), prefix) == code


def test_an_invite_is_ten_symbols_and_never_the_same() -> None:
    invites = {invite_code() for _ in range(1000)}
    assert len(invites) == 1000
    assert all(re.fullmatch(f"[{SYMBOLS}]{{10}}", invite) for invite in invites)
