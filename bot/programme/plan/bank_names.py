"""The names under which banks are registered, as plans write them: which number is meant by one."""

from __future__ import annotations

import re
from typing import Final

from bot.chat.kind import folded

REGISTERED: Final = {
    "An Bình": "970425",
    "Á Châu": "970416",
    "Nông nghiệp và Phát triển Nông thôn Việt Nam": "970405",
    "Bắc Á": "970409",
    "Bảo Việt": "970438",
    "Bản Việt": "970454",
    "Đầu tư và Phát triển Việt Nam": "970418",
    "Xây dựng Việt Nam": "970444",
    "Ngoại thương Công nghệ số": "970444",
    "Hợp tác xã Việt Nam": "970446",
    "Đông Á": "970406",
    "Số Vikki": "970406",
    "Xuất Nhập khẩu Việt Nam": "970431",
    "Dầu Khí Toàn Cầu": "970408",
    "Kỷ nguyên Thịnh vượng": "970408",
    "Phát triển Thành phố Hồ Chí Minh": "970437",
    "Hong Leong Việt Nam": "970442",
    "Indovina": "970434",
    "Kiên Long": "970452",
    "Bưu Điện Liên Việt": "970449",
    "Lộc Phát Việt Nam": "970449",
    "Quân đội": "970422",
    "Đại Dương": "970414",
    "Việt Nam Hiện Đại": "970414",
    "Hàng Hải": "970426",
    "Nam Á": "970428",
    "Quốc Dân": "970419",
    "Phương Đông": "970448",
    "Xăng dầu Petrolimex": "970430",
    "Thịnh vượng và Phát triển": "970430",
    "Public Việt Nam": "970439",
    "Đại Chúng Việt Nam": "970412",
    "Sài Gòn Thương Tín": "970403",
    "Sài Gòn Công Thương": "970400",
    "Sài Gòn": "970429",
    "Đông Nam Á": "970440",
    "Sài Gòn - Hà Nội": "970443",
    "Shinhan Việt Nam": "970424",
    "Standard Chartered": "970410",
    "Kỹ thương Việt Nam": "970407",
    "Tiên Phong": "970423",
    "United Overseas Bank": "970458",
    "Quốc tế Việt Nam": "970441",
    "Việt Á": "970427",
    "Việt Nam Thương Tín": "970433",
    "Ngoại thương Việt Nam": "970436",
    "Công thương Việt Nam": "970415",
    "Việt Nam Thịnh Vượng": "970432",
    "Việt - Nga": "970421",
    "Woori Việt Nam": "970457",
}
"""What follows "Ngân hàng TMCP", as in vietnam-qr-pay 1.0.0; and the later names of PGBank, GPBank and VCBNeo."""
_FORM: Final = re.compile(
    r"^(?:(?:ngan hang|nh|thuong mai|tm|co phan|cp|tmcp|nhtmcp|tnhh|mot thanh vien|mtv|lien doanh)(?: |$))+"
)
_LONG: Final = {
    "vn": "viet nam",
    "tp": "thanh pho",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "ptnt": "phat trien nong thon",
    "va": "",
}


def registered_number(name: str) -> str | None:
    """The number of the bank that is registered so, whatever its form of company, branch and short name beside it."""
    said = f"{_core(name)} "
    meant = [one for one in _CORES if said.startswith(f"{one} ")]
    return _CORES[max(meant, key=len)] if meant else None


def _core(name: str) -> str:
    words = re.sub(r"\W+", " ", folded(name)).split()
    whole = " ".join(filter(None, (_LONG.get(word, word) for word in words)))
    return re.split(r"\b(?:chi nhanh|cn|pgd)\b", _FORM.sub("", whole))[0].strip()


_CORES: Final = {_core(name): number for name, number in REGISTERED.items()}
