"""The text inside a VietQR: a bank transfer ready to be scanned, built without asking anybody.

Layout: NAPAS, "Technical Specifications on NAPAS QR Switching, Part IV: QR Code Format", version 1.5.2, which fills in
EMVCo's "QR Code Specification for Payment Systems, Merchant-Presented Mode". Every field is a two-digit number, a
two-digit length and a value; some values are fields again.
"""

from __future__ import annotations

import re
import unicodedata
from binascii import crc_hqx

LONGEST_MEMO = 25

BANKS = {
    "Agribank": "970405",
    "BIDV": "970418",
    "VietinBank": "970415",
    "Vietcombank": "970436",
    "ABBANK": "970425",
    "ACB": "970416",
    "Bac A Bank": "970409",
    "BaoViet Bank": "970438",
    "BVBank": "970454",
    "Co-opBank": "970446",
    "Eximbank": "970431",
    "GPBank": "970408",
    "HDBank": "970437",
    "KienlongBank": "970452",
    "LPBank": "970449",
    "MB": "970422",
    "MBV": "970414",
    "MSB": "970426",
    "Nam A Bank": "970428",
    "NCB": "970419",
    "OCB": "970448",
    "PGBank": "970430",
    "PVcomBank": "970412",
    "Sacombank": "970403",
    "Saigonbank": "970400",
    "SCB": "970429",
    "SeABank": "970440",
    "SHB": "970443",
    "Shinhan Bank": "970424",
    "Techcombank": "970407",
    "TPBank": "970423",
    "VIB": "970441",
    "Viet A Bank": "970427",
    "VietBank": "970433",
    "Vikki Bank": "970406",
    "VPBank": "970432",
}
"""The number ("mã BIN") of each bank that takes VietQR transfers, by the name people use.

Given by the State Bank of Vietnam under Decision 38/2007/QĐ-NHNN; this is its list of March 2024 (letter 1589),
checked against the banks of vietnam-qr-pay 1.0.0. Three of them have a new name for the old number since:
MBV (was OceanBank), Vikki Bank (was DongA Bank), LPBank (was LienVietPostBank).
"""


def vietqr_text(bank_bin: str, account: str, amount: int | None, memo: str) -> str:
    """The text to draw as a QR for a transfer to `account`, 1 to 19 letters or digits, at the bank with that BIN.

    `amount` is in whole đồng; None leaves it to the donor. `memo` goes through `plain_memo`: begin it with the code,
    for what is beyond 25 characters is cut off. Raises ValueError for a BIN, account or amount no bank could accept.
    The 24/7 transfer carries less than 500 million đồng, so for more the donor's bank may refuse the code.
    """
    if not re.fullmatch(r"[0-9]{6}", bank_bin):
        raise ValueError(f"a bank's BIN is six digits, e.g. 970436 for Vietcombank; not {bank_bin!r}")
    if not re.fullmatch(r"[A-Za-z0-9]{1,19}", account):
        raise ValueError(f"an account is 1 to 19 letters or digits without spaces or dots; not {account!r}")
    if amount is not None and not 0 < amount < 10**13:
        raise ValueError(f"an amount is a whole number of đồng, from 1 up to 13 digits; not {amount}")
    purpose = plain_memo(memo)
    receiver = _field("00", bank_bin) + _field("01", account)
    text = (
        _field("00", "01")  # version of the layout
        + _field("01", "11" if amount is None else "12")  # may be used many times, or for this one transfer
        + _field("38", _field("00", "A000000727") + _field("01", receiver) + _field("02", "QRIBFTTA"))
        + _field("53", "704")  # đồng, in ISO 4217
        + ("" if amount is None else _field("54", str(amount)))
        + _field("58", "VN")
        + (_field("62", _field("08", purpose)) if purpose else "")
        + "6304"  # the checksum's own number and length are part of what it covers
    )
    return f"{text}{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"  # CRC-16/CCITT-FALSE


def plain_memo(memo: str) -> str:
    """What every bank keeps of a memo: A-Z, a-z, 0-9 and single spaces, without tone marks, at most 25 characters."""
    bare = unicodedata.normalize("NFKD", memo).replace("đ", "d").replace("Đ", "D")
    return " ".join(re.sub(r"[^A-Za-z0-9\s]", "", bare).split())[:LONGEST_MEMO].rstrip()


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}"
