"""A plan that is right is looked at once more: its prefix against prose, its bank numbers against the banks."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from vietnam_qr_pay import BanksObject
from vietnam_qr_pay.constants.banks import Bank

from bot import texts
from bot.programme.plan import Plan, load_plan
from bot.programme.plan.bank_names import registered_number
from bot.programme.plan.cautions import ALSO_CALLED, cautions
from bot.reports.vietqr import BANKS

PLAN = load_plan("vinh-tuong")


def said(plan: Plan) -> list[str]:
    return [texts.plain(caution, "en") for caution in cautions(plan)]


def at(bank: str, bin: str) -> Plan:
    assert PLAN.cash is not None
    account = msgspec.structs.replace(PLAN.cash.accounts[0], bank=bank, bin=bin)
    return msgspec.structs.replace(PLAN, cash=msgspec.structs.replace(PLAN.cash, accounts=(account,)))


@pytest.mark.parametrize(("prefix", "words"), [("TN", "NHAT N"), ("TO", "TOI"), ("MT", "NAM T"), ("NH", "ANH")])
def test_a_prefix_that_prose_holds_is_named_with_an_example(prefix: str, words: str) -> None:
    [line] = said(msgspec.structs.replace(PLAN, code_prefix=prefix))
    assert f"the prefix {prefix}" in line
    assert prefix in line.partition("e.g. ")[2].partition(":")[0].replace(" ", "")


@pytest.mark.parametrize("prefix", ["SM", "VT", "VX", "QK"])
def test_letters_that_never_meet_are_fine(prefix: str) -> None:
    assert said(msgspec.structs.replace(PLAN, code_prefix=prefix)) == []


def test_every_bank_by_each_of_its_names_is_fine() -> None:
    for name, bin in {**BANKS, **ALSO_CALLED}.items():
        assert said(at(name, bin)) == [], name
    for name, bin in (("Ngân hàng TMCP Đầu tư và Phát triển Việt Nam (BIDV)", "970418"), ("MB Bank", "970422"),
                      ("Đông Á", "970406"), ("Vietcombank CN Hà Nội", "970436")):  # fmt: skip
        assert said(at(name, bin)) == [], name


@pytest.mark.parametrize("bank", BanksObject.values(), ids=lambda bank: bank.short_name)
def test_every_bank_by_its_registered_name_is_fine_and_means_no_other(bank: Bank) -> None:
    if registered_number(bank.name) is not None:
        assert said(at(bank.name, bank.bin)) == []
    else:
        assert bank.bin not in BANKS.values()


@pytest.mark.parametrize(
    ("bank", "bin"),
    [
        ("Ngân hàng TMCP Ngoại thương Việt Nam", "970436"),
        ("NGÂN HÀNG THƯƠNG MẠI CỔ PHẦN NGOẠI THƯƠNG VIỆT NAM - Chi nhánh Hà Nội", "970436"),
        ("NH TMCP Ngoại thương VN", "970436"),
        ("Ngân hàng Nông nghiệp & PTNT Việt Nam", "970405"),
        ("Ngân hàng TMCP Phát triển TPHCM", "970437"),
        ("Ngân hàng TMCP Sài Gòn – CN Hà Nội", "970429"),
        ("Ngân hàng TMCP Sài Gòn - Hà Nội", "970443"),
        ("Ngan hang TMCP Hang Hai Viet Nam", "970426"),
        ("Ngân hàng TMCP Thịnh vượng và Phát triển", "970430"),
    ],
)
def test_a_registered_name_is_compared_leniently(bank: str, bin: str) -> None:
    assert said(at(bank, bin)) == []
    other = "970407"
    [line] = said(at(bank, other))
    assert "is that of Techcombank" in line


def test_a_unit_that_owes_reports_and_ends_without_an_heir_is_named() -> None:
    first, second, *rest = [unit for unit in PLAN.units if unit.reports]
    assert rest
    ended = msgspec.structs.replace(first, valid_to=date(2021, 9, 25))
    others = tuple(unit for unit in PLAN.units if unit.key != first.key)
    [line] = said(msgspec.structs.replace(PLAN, units=(*others, ended)))
    assert f"“{first.name}” owes reports until 25 Sep 2021" in line
    followed = msgspec.structs.replace(ended, successor=second.key)
    assert said(msgspec.structs.replace(PLAN, units=(*others, followed))) == []


def test_a_number_that_no_bank_has_or_another_one_is_told() -> None:
    [line] = said(at("Vietcombank", "970488"))
    assert "No bank is known by the number 970488" in line
    [line] = said(at("BIDV", "970436"))
    assert "is that of Vietcombank, not of BIDV" in line
    [line] = said(at("Vietcombank", "970418"))
    assert "is that of BIDV, not of Vietcombank" in line
