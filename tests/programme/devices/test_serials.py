"""Numbers on devices: folded so that one number is one device, and IMEIs checked to the digit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kind import Heard, NotUnderstood
from bot.flows.devices.serial_number import SerialNumber
from bot.programme.devices.serials import fold_serial, has_imei, luhn, read_serial, sure_serial

KNOWN = ("490154203237518", "356938035643809", "352099001761481")
"""IMEIs that are printed in public as examples."""


@pytest.mark.parametrize("imei", KNOWN)
def test_a_known_imei_is_right(imei: str) -> None:
    assert luhn(imei)
    assert read_serial(f"{imei[:2]}-{imei[2:8]}-{imei[8:14]}-{imei[14:]}", imei=True) == imei


@given(st.sampled_from(KNOWN), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_of_an_imei_is_noticed(imei: str, place: int, off: int) -> None:
    wrong = imei[:place] + str((int(imei[place]) + off) % 10) + imei[place + 1 :]
    assert not luhn(wrong)
    with pytest.raises(NotUnderstood):
        read_serial(wrong, imei=True)
    assert read_serial(wrong, imei=False) == wrong


@given(st.text("0123456789", min_size=14, max_size=14))
def test_every_row_of_digits_has_just_one_check_digit(body: str) -> None:
    assert sum(luhn(body + str(last)) for last in range(10)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "C02X41KJ",
        "c02x-41kj",
        " s/n: C02X 41KJ ",
        "SN.C02X.41KJ",
        "Serial number: c02x41kj",
        "Số máy: C02X41KJ",
        "Ｃ02X41KJ",
    ],
)
def test_one_number_typed_in_many_ways_is_one_number(typed: str) -> None:
    assert read_serial(typed, imei=False) == "C02X41KJ"


@given(st.text(max_size=150))
def test_what_is_folded_stays_folded(text: str) -> None:
    folded = fold_serial(text)
    assert folded.isalnum() or not folded
    assert folded == folded.upper()
    assert fold_serial(folded) == folded


@given(st.text("ABCDEFXYZ0123456789", min_size=4, max_size=40), st.sampled_from(" -./_"), st.booleans())
def test_spaces_dashes_and_small_letters_make_no_other_number(serial: str, mark: str, small: bool) -> None:
    typed = mark.join(serial[i : i + 4] for i in range(0, len(serial), 4))
    assert fold_serial(typed.lower() if small else typed) == serial


@pytest.mark.parametrize("typed", ["abc", "A" * 41, "", "---", "0000000", "xxxx", "1" * 200])
def test_what_can_be_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read_serial(typed, imei=False)


@pytest.mark.parametrize("typed", ["49015420323751", "4901542032375180"])
def test_an_imei_with_a_digit_too_few_or_too_many_is_told_apart(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="An IMEI has"):
        read_serial(typed, imei=True)
    assert read_serial(typed, imei=False) == typed


def test_only_things_with_a_radio_have_an_imei() -> None:
    assert [sort for sort in ("phone", "tablet", "wifi", "laptop", "sim", "desktop") if has_imei(sort)] == [
        "phone",
        "tablet",
        "wifi",
    ]


@pytest.mark.parametrize("typed", ["không", "Không có số", "none", "ko có ạ", "-"])
def test_a_plain_no_means_that_there_is_no_number(typed: str) -> None:
    assert SerialNumber(True).hear(Heard(text=typed), date(2021, 9, 28)) == ""


def test_letters_alone_are_a_number_only_if_somebody_says_so() -> None:
    assert not sure_serial("XONGROI")
    assert sure_serial("XONG1")


@pytest.mark.parametrize(
    "typed",
    ["To be filled by O.E.M.", "to be filled by oem", "Default string", "System Serial Number", "S/N: 0000000",
     "000000", "0000001", "123456789", "0123456789", "12345678901234567890", "987654321", "XXXXXXXX", "xx00xx",
     "1111 1111",     "Not Specified", "NULL", "unknown", "SN00000000", "0123456789ABCDEF", "Không rõ", "chưa có"],
)  # fmt: skip
def test_what_makers_leave_in_is_no_device_s_own_number(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="own number"):
        read_serial(typed, imei=False)


@pytest.mark.parametrize("typed", ["C02X41KJ", "5CD0123456", "PF1234AB", "8901240000000012345", "R58M12345", "1357911"])
def test_a_real_number_is_not_taken_for_a_filler(typed: str) -> None:
    assert read_serial(typed, imei=False) == typed
