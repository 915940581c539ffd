"""The VietQR text is the one the specification prints and the one another library builds, byte for byte."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_qr_pay import BanksObject, QRPay
from vietnam_qr_pay.crc16 import crc16ccitt

from bot.reports.vietqr import BANKS, LONGEST_MEMO, plain_memo, vietqr_text

bins = st.sampled_from([*BANKS.values(), "000000", "999999"])
accounts = st.from_regex(r"\A[A-Za-z0-9]{1,19}\Z")
amounts = st.none() | st.integers(1, 10**13 - 1) | st.integers(1, 500_000_000)
memos = st.text(max_size=60) | st.text(alphabet="Ủng hộ Sóng và máy tính SM7K2PQXR -.đĐ", max_size=60)


def parse(text: str) -> dict[str, str]:
    """The fields of a text: two digits of number, two of length, the value; raises ValueError unless they fill it."""
    fields: dict[str, str] = {}
    while text:
        head = re.match(r"[0-9]{4}", text)
        if head is None or len(text) < 4 + int(text[2:4]) or text[:2] in fields:
            raise ValueError(text)
        fields[text[:2]], text = text[4 : 4 + int(text[2:4])], text[4 + int(text[2:4]) :]
    return fields


def opened(text: str) -> dict[str, str]:
    """The fields of a whole QR text whose checksum is right, else ValueError."""
    if f"{crc16ccitt(text[:-4]):04X}" != text[-4:]:
        raise ValueError("checksum")
    return parse(text)


@pytest.mark.parametrize(
    ("bank_bin", "account", "amount", "memo", "text"),
    [
        # NAPAS, QR Code Format v1.5.2 (vietqr.net, October 2022), the example of a transfer to an account
        (
            "970403", "0011012345678", None, "",
            "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
        ),
        # README of github.com/subiz/vietqr
        (
            "970415", "0011001932418", 120000, "ủng hộ lũ lụt",
            "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN"
            "62170813ung ho lu lut6304C15C",
        ),
        # tests of github.com/subiz/vietqr
        (
            "970422", "0023457923442ASDFLJ", 40123, "chuyen khoan alsdkf laksjdflk asjdflja slkdalks",
            "00020101021238630010A0000007270133000697042201190023457923442ASDFLJ0208QRIBFTTA53037045405401235802VN"
            "62290825chuyen khoan alsdkf laksj6304E5DB",
        ),
        # README of vietnam-qr-pay, an account at ACB
        (
            "970416", "257678859", 1000, "Chuyen tien",
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704540410005802VN"
            "62150811Chuyen tien6304BBB8",
        ),
        (
            "970416", "257678859", None, "",
            "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F",
        ),
    ],
)  # fmt: skip
def test_published_samples_come_out_byte_for_byte(
    bank_bin: str, account: str, amount: int | None, memo: str, text: str
) -> None:
    assert vietqr_text(bank_bin, account, amount, memo) == text


@given(bins, accounts, amounts, memos)
def test_the_text_equals_that_of_another_library(bank_bin: str, account: str, amount: int | None, memo: str) -> None:
    other = QRPay.init_viet_qr(
        bank_bin=bank_bin,
        bank_number=account,
        amount=None if amount is None else str(amount),
        purpose=plain_memo(memo) or None,
    )
    assert vietqr_text(bank_bin, account, amount, memo) == other.build()


@given(bins, accounts, amounts, memos)
def test_everything_can_be_read_back_out_of_it(bank_bin: str, account: str, amount: int | None, memo: str) -> None:
    text = vietqr_text(bank_bin, account, amount, memo)
    fields = opened(text)
    receiver = parse(fields["38"])
    assert receiver["00"] == "A000000727"
    assert receiver["02"] == "QRIBFTTA"
    assert parse(receiver["01"]) == {"00": bank_bin, "01": account}
    assert fields.get("54") == (None if amount is None else str(amount))
    assert (parse(fields["62"]) if "62" in fields else {}).get("08", "") == plain_memo(memo)
    assert (fields["01"], fields["53"], fields["58"]) == ("11" if amount is None else "12", "704", "VN")
    assert text.isascii()
    assert list(fields) == sorted(fields)


@given(bins, accounts, amounts, memos, st.data())
def test_any_changed_character_is_noticed(
    bank_bin: str, account: str, amount: int | None, memo: str, data: st.DataObject
) -> None:
    text = vietqr_text(bank_bin, account, amount, memo)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda c: c != text[place]))
    with pytest.raises(ValueError, match="checksum"):
        opened(text[:place] + other + text[place + 1 :])


@given(memos)
def test_a_memo_keeps_only_what_every_bank_keeps(memo: str) -> None:
    plain = plain_memo(memo)
    assert re.fullmatch(r"([A-Za-z0-9]+( [A-Za-z0-9]+)*)?", plain)
    assert len(plain) <= LONGEST_MEMO
    assert plain_memo(plain) == plain


@pytest.mark.parametrize(
    ("memo", "plain"),
    [
        ("SM-7K2P-QXR", "SM7K2PQXR"),
        ("SM7K2PQXR Đặng Thị Ưởng ủng hộ", "SM7K2PQXR Dang Thi Uong u"),
        ("đường\u00a0Điện\tBiên\nPhủ", "duong Dien Bien Phu"),
        ("cafe\u0301 💙 <b>&amp;", "cafe bamp"),
        ("1234567890123456789012345678", "1234567890123456789012345"),
        ("123456789012345678901234 x", "123456789012345678901234"),
        ("₫…💙", ""),
    ],
)
def test_a_memo_loses_its_marks_and_its_tail(memo: str, plain: str) -> None:
    assert plain_memo(memo) == plain


@pytest.mark.parametrize("bank_bin", ["", "97043", "9704366", "97043a", "٩٧٠٤٣٦", "970436\n", "Vietcombank"])
def test_a_bin_that_is_not_six_digits_is_refused(bank_bin: str) -> None:
    with pytest.raises(ValueError, match="BIN is six digits"):
        vietqr_text(bank_bin, "0011001932418", None, "")


@pytest.mark.parametrize("account", ["", "0011 0019", "0011.0019", "1" * 20, "số 1", "١٢٣", "12\n", "1|2"])
def test_an_account_with_anything_but_letters_and_digits_is_refused(account: str) -> None:
    with pytest.raises(ValueError, match="account is 1 to 19"):
        vietqr_text("970436", account, None, "")


@pytest.mark.parametrize("amount", [0, -1, 10**13])
def test_a_sum_that_cannot_be_transferred_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="whole number of đồng"):
        vietqr_text("970436", "0011001932418", amount, "")


def test_the_banks_agree_with_another_list() -> None:
    elsewhere: dict[str, set[str]] = {}
    for bank in BanksObject.values():
        elsewhere.setdefault(bank.bin, set()).add(bare(bank.short_name))
    for name, bank_bin in BANKS.items():
        assert bare(name) in elsewhere[bank_bin], name
    assert len(set(BANKS.values())) == len(BANKS)


def bare(name: str) -> str:
    return re.sub("[^a-z]|bank", "", name.lower())
