"""What is no fault of a plan and may still go wrong: a prefix that prose holds, another bank's number, no successor."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from typing import Final

from bot.chat.phrase import Phrase, _
from bot.programme.plan.bank_names import registered_number
from bot.programme.plan.gifts import Account
from bot.programme.plan.schema import Plan
from bot.reports.vietqr import BANKS

PROSE: Final = """
NGUYEN TRAN LE PHAM HOANG HUYNH PHAN VU VO DANG BUI DO HO NGO DUONG LY DINH MAI TRUONG LAM VAN THI NGOC MINH ANH HUONG
THU HA SON NAM KHANH TUAN QUANG PHUC THANH HAI LONG TRANG MY YEN NHUNG SANG TAM NGHIA XUAN DUC BAO GIANG CHAU QUYNH
PHUONG HIEN NHAT OANH UNG CHUYEN TIEN CK DONG GOP SONG VA MAY TINH CHO EM QUY KHUYEN HOC MUA NGAY LUONG LOP XA GIUP CAC
CHUC MUNG TRO SINH CONG DOAN TAP THE TOI TAI TU DEN
"""
"""What memos of transfers are mostly made of: the commonest names, and what people write."""
ALSO_CALLED: Final = {
    "oceanbank": "970414",
    "donga": "970406",
    "lienvietpost": "970449",
    "cb": "970444",
    "vcbneo": "970444",
    "mbbank": "970422",
    "nganhangquandoi": "970422",
    "vietcapital": "970454",
    "banviet": "970454",
    "hongleong": "970442",
    "indovina": "970434",
    "public": "970439",
    "standardchartered": "970410",
    "uob": "970458",
    "vrb": "970421",
    "woori": "970457",
}
"""Earlier and other names, and banks that only receive; the numbers as in vietnam-qr-pay 1.0.0 and VietQR's list."""


def cautions(plan: Plan) -> list[Phrase]:
    """What whoever runs the drive should look at again; [] where nothing stands out."""
    found = []
    if (prose := _prose(plan.code_prefix)) is not None:
        found.append(
            _(
                "Ordinary words hold the prefix {prefix} of the codes, e.g. {words}: more transfers than needed will "
                "wait for a person. Letters that never meet, like SM or VX, are better; only before the first gift.",
                prefix=plan.code_prefix,
                words=prose,
            )
        )
    for account in plan.cash.accounts if plan.cash else ():
        if (caution := _bank(account)) is not None:
            found.append(caution)
    return [*found, *_without_heirs(plan)]


def _without_heirs(plan: Plan) -> list[Phrase]:
    """Units that owe reports up to a day, and no unit after it does."""
    reporting = {unit.key for unit in plan.units if unit.reports}
    return [
        _(
            "“{name}” owes reports until {day}, and no unit after it: name its successor, and write reports = true "
            "there.",
            name=unit.name,
            day=unit.valid_to,
        )
        for unit in plan.units
        if unit.reports and unit.valid_to is not None and unit.successor not in reporting
    ]


def _prose(prefix: str) -> str | None:
    """The words that hold a prefix, by themselves or where two meet; None where none do."""
    words = PROSE.split()
    for word in words:
        if prefix in word:
            return word
    for one, other in product(words, words):
        at = f"{one}{other}".find(prefix)
        if 0 <= at < len(one) < at + len(prefix):
            return f"{one} {other}"
    return None


def _bank(account: Account) -> Phrase | None:
    """What is odd about an account's bank and its number."""
    names = [name for name, number in BANKS.items() if number == account.bin]
    others = [name for name, number in ALSO_CALLED.items() if number == account.bin]
    if not names and not others:
        return _(
            "No bank is known by the number {bin} of the account {number}: nobody could pay by its QR picture. Please "
            "compare it with the bank's own.",
            bin=account.bin,
            number=account.number,
        )
    registered = registered_number(account.bank)
    if registered == account.bin:
        return None
    called = _bare(account.bank)
    known = {_bare(name): number for name, number in BANKS.items()} | ALSO_CALLED
    mine = [name for name in (*map(_bare, names), *others) if called and (name in called or called in name)]
    theirs = registered or known.get(called)
    if not mine or (theirs is not None and theirs != account.bin):
        return _(
            "The number {bin} of the account {number} is that of {known}, not of {bank}: people would pay another "
            "bank.",
            bin=account.bin,
            number=account.number,
            known=", ".join(names) or others[0].upper(),
            bank=account.bank,
        )
    return None


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    return re.sub("[^a-z]|bank|nganhang", "", re.sub(r"[\s.-]", "", plain).lower())
