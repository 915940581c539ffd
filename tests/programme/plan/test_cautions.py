"""A plan that is right is looked at once more: its prefix against prose, its bank numbers against the banks."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from bot import texts
from bot.programme.plan import Plan, load_plan
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
