"""Recipes of papers as the bot hands them out, and what every test of papers needs to look at them."""

from __future__ import annotations

from typing import Any

import zxingcpp

from tests.reports.conftest import lines

MM = 72 / 25.4
URL = "https://tiepsong.example/xac-nhan/SM7K2PQXR"
HOSTILE = [
    '#panic("executed")', '#read("/etc/passwd")', "#sys.inputs", "] #panic() [", "$ x^2 $ *b* _i_ `r` @ref <label>",
    '"); #panic(); ("', "\\u{41} \\ // c /* d */", "\\", "a\nb\r\tc", "K" * 120, "\u202eotsrever\u202c", "\0\x1b[31m",
    "Z" + "\u0351\u033e" * 40, "💙🎉👩‍🏫🏽", " \n ", "\ud800", "Москва 北京 กรุง عربى עברית",
    "\u200b" * 50, "\ufdfd" * 60,
]  # fmt: skip
CERTIFICATE: dict[str, Any] = {
    "make": "certificate",
    "form": "person",
    "state": ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    "authority": ["ỦY BAN NHÂN DÂN HUYỆN THANH OAI", "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM HUYỆN THANH OAI"],
    "title": "THƯ CẢM ƠN",
    "for_whom": "Trân trọng cảm ơn và ghi nhận tấm lòng của",
    "name": "Ông Nguyễn Đức Thịnh",
    "gift": "đã ủng hộ 05 máy tính xách tay và 2.500.000 ₫ cho chương trình “Sóng và máy tính cho em”.",
    "closing": "Món quà của bạn giúp học sinh khó khăn được học cùng bạn bè.",
    "place_and_day": "Thanh Oai, ngày 28 tháng 9 năm 2021",
    "signed_by": ["TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Trần Thị Minh Nguyệt"],
    "number": "Số: 0012/TCƠ-MTTQ",
    "code": "SM7K 2PQX R",
    "verify_url": URL,
    "verify_hint": "Quét mã hoặc mở tiepsong.example/xac-nhan để kiểm tra giấy này.",
}
ACKNOWLEDGEMENT: dict[str, Any] = {
    "make": "receipt",
    "authority": ["ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM HUYỆN THANH OAI", "BAN VẬN ĐỘNG"],
    "state": ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    "number": "Số: 0012/GXN-BVĐ",
    "place_and_day": "Thanh Oai, ngày 28 tháng 9 năm 2021",
    "title": "GIẤY XÁC NHẬN TIẾP NHẬN ỦNG HỘ",
    "subtitle": "Chương trình “Sóng và máy tính cho em”",
    "opening": "Ban vận động xác nhận đã tiếp nhận ủng hộ của:",
    "rows": [
        {"label": "Họ tên", "value": "Ông Nguyễn Đức Thịnh", "strong": True},
        {"label": "Địa chỉ", "value": "Thôn Kim Châu, xã Thanh Oai"},
    ],
    "columns": [
        {"title": "STT", "align": "center", "share": 2},
        {"title": "Tên hiện vật", "share": 8},
        {"title": "Số lượng", "align": "right", "share": 3},
    ],
    "items": [["1", "Máy tính xách tay Dell Latitude 7490", "3"], ["2", "Điện thoại Samsung Galaxy A12", "2"]],
    "sums": [
        {"label": "Số tiền", "value": "2.500.000 ₫", "strong": True},
        {"label": "Bằng chữ", "value": "Hai triệu năm trăm nghìn đồng"},
    ],
    "closing": "Giấy này được lập để nhà hảo tâm lưu giữ. Trân trọng cảm ơn!",
    "signatures": [
        {"office": "NGƯỜI NỘP", "how": "(Ký, ghi rõ họ tên)", "name": "Nguyễn Đức Thịnh"},
        {"office": "TRƯỞNG BAN", "how": "(Ký, đóng dấu)", "name": "Trần Thị Minh Nguyệt"},
    ],
    "code": "SM7K 2PQX R",
    "verify_url": URL,
    "verify_hint": "Quét mã hoặc mở tiepsong.example/xac-nhan để kiểm tra giấy này.",
}


def label(number: int, name: str = "Điện thoại Samsung Galaxy A12", note: str = "Đã kiểm tra") -> dict[str, Any]:
    return {"tag": f"TB-{number:04}", "name": name, "note": note, "url": f"https://tiepsong.example/t/TB{number:04}K7P"}


def squeezed(text: str) -> str:
    """Without spaces, for those at the end of a line are not drawn."""
    return "".join(text.split())


def codes(png: bytes) -> list[zxingcpp.Barcode]:
    """The QR codes on a picture of a page, from the top down and from the left to the right."""
    rows = lines(png)
    step = 3 if png[25] == 2 else 4
    grey = memoryview(b"".join(row[1::step] for row in rows)).cast("B", (len(rows), len(rows[0]) // step))
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), text_mode=zxingcpp.TextMode.Plain
    )
    return sorted(found, key=lambda code: (round(code.position.top_left.y / 20), code.position.top_left.x))
