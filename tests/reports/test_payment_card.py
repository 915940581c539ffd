"""The payment card is read back by other readers, and says in letters what its code says."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from bot.reports.card_letters import ASCII, FIGURES, MARKED, WORDS, figures, words
from bot.reports.payment_card import PaymentCard, payment_card
from bot.reports.vietqr import vietqr_text
from tests.reports.conftest import lines
from tests.support.rig import Rig

CARD = PaymentCard("970436", "0000020210923", 500_000, "TO7K2PQXR", "Vietcombank", "UY BAN MTTQ VIET NAM TP HA NOI")
SUMS = st.none() | st.integers(1, 10**13 - 1)


def read(png: bytes) -> list[str]:
    rows = lines(png)
    view = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    return [code.text for code in zxingcpp.read_barcodes(view)]


def ink(png: bytes) -> int:
    return sum(row.count(0) for row in lines(png))


@given(amount=SUMS, memo=st.text(st.sampled_from("ABCDEFGHJKMNPQRSTUVWXYZ23456789"), min_size=1, max_size=25))
@settings(max_examples=15, deadline=None)
def test_it_is_read_back_whatever_the_sum(amount: int | None, memo: str) -> None:
    card = PaymentCard("970436", "0000020210923", amount, memo, "Ngân hàng Dùng Thử", "DUNG THU")
    assert read(payment_card(card)) == [vietqr_text(card.bin, card.account, amount, memo)]


@pytest.mark.parametrize("trial", [False, True])
def test_the_band_of_a_trial_does_not_get_in_the_reader_s_way(trial: bool) -> None:
    png = payment_card(CARD, trial=trial)
    assert read(png) == [vietqr_text("970436", "0000020210923", 500_000, "TO7K2PQXR")]
    assert len(png) < 8_000


def test_the_memo_is_named_in_the_reader_s_language() -> None:
    english = structs.replace(CARD, note="Transfer note")
    assert payment_card(english) != payment_card(CARD)
    assert read(payment_card(english)) == read(payment_card(CARD))
    assert len(lines(payment_card(english))) == len(lines(payment_card(CARD)))


@pytest.mark.parametrize(("language", "note"), [("vi", "Nội dung chuyển khoản"), ("en", "Transfer note")])
async def test_a_donor_s_card_is_in_the_language_they_read(rig: Rig, language: str, note: str) -> None:
    rig.languages["mai"] = language
    for answer in ("/give_cash", "500k", "4", "1"):
        await rig.says("mai", answer)
    for said in ((await rig.says("mai", "1"))[-1], (await rig.says("mai", "/my_gifts"))[-1]):
        assert said.picture is not None
        assert said.picture["note"] == note


def test_each_thing_that_is_written_adds_ink() -> None:
    plain = PaymentCard(CARD.bin, CARD.account, CARD.amount, CARD.memo)
    assert ink(payment_card(CARD)) > ink(payment_card(plain)) + 1_000


def test_no_letter_is_blank_and_none_is_cut_off() -> None:
    for letter in ASCII[1:] + MARKED + MARKED.upper() + "–·…":
        rows = words(letter, 20)
        assert len(rows) == WORDS.high
        assert rows[0] == rows[-1] == b"\xff" * 20, letter
        assert any(row != b"\xff" * 20 for row in rows), letter
    for letter in ASCII[1:] + "đ":
        assert any(row != b"\xff" * 3 for row in figures(letter, 3)), letter
        assert len(figures(letter, 3)) == FIGURES.high


@given(text=st.text(max_size=300), across=st.integers(20, 120), most=st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_fits(text: str, across: int, most: int) -> None:
    rows = words(text, across, most)
    assert len(rows) <= most * WORDS.high
    assert {len(row) for row in rows} <= {across}
    assert {len(row) for row in figures(text, across)} <= {across}
