"""Headings as schools write them, and what their columns are taken for."""

from __future__ import annotations

import pytest

from bot.lists.titles import role_of

TITLES = {
    "number": ["STT", "TT", "Số TT", "Stt.", "No.", "Số thứ tự"],
    "name": ["Họ và tên", "Họ tên", "HỌ VÀ TÊN HỌC SINH", "Họ và tên HS", "Tên học sinh", "Họ, chữ đệm và tên",
             "Ho ten",
             "Full name", "Họ tên em", "Họ và tên trẻ", "Họ và tên khai sinh"],
    "family": ["Họ", "Họ đệm", "Họ và đệm", "Họ và tên đệm", "Họ lót"],
    "given": ["Tên", "TÊN"],
    "birth": ["Ngày sinh", "Ngày, tháng, năm sinh", "Sinh ngày", "Năm sinh", "Ngày tháng năm sinh", "DOB",
              "Ngày/tháng/năm sinh",
              "NTNS", "Ngay sinh"],
    "class": ["Lớp", "LỚP", "Lớp học", "Học lớp", "Class", "Tên lớp", "Khối lớp"],
    "grade": ["Khối", "Khối học"],
    "guardian": ["Họ tên phụ huynh", "Phụ huynh", "Họ tên cha/mẹ", "Họ tên bố (mẹ)", "Cha mẹ", "Người giám hộ", "Bố/mẹ",
                 "Họ và tên chủ hộ", "Tên PHHS", "Người nuôi dưỡng", "Con ông (bà)"],
    "father": ["Họ tên bố", "Họ và tên cha", "Cha"],
    "mother": ["Họ tên mẹ", "Mẹ"],
    "phone": ["Điện thoại", "SĐT", "Số điện thoại", "ĐT", "Số ĐT phụ huynh", "SĐT liên hệ", "Di động", "SĐT PH",
              "Số Zalo"],
    "father phone": ["SĐT bố", "Điện thoại cha"],
    "mother phone": ["SĐT mẹ"],
    "contact": ["Họ tên, SĐT phụ huynh", "Tên và số điện thoại phụ huynh"],
    "household": ["Diện", "Đối tượng", "Hoàn cảnh gia đình", "Hộ", "Thuộc hộ", "Diện chính sách", "Loại hộ",
                  "Hộ nghèo/cận nghèo"],
    "poor": ["Hộ nghèo", "Nghèo"],
    "near-poor": ["Cận nghèo", "Hộ cận nghèo"],
    "hardship": ["Khó khăn", "HS khó khăn"],
    "need": ["Nhu cầu", "Đề nghị hỗ trợ", "Thiết bị cần hỗ trợ", "Còn thiếu", "Nhu cầu hỗ trợ thiết bị"],
    "lacks device": ["Không có máy", "Chưa có thiết bị", "Thiếu máy tính", "Không có thiết bị học trực tuyến"],
    "lacks line": ["Không có mạng", "Chưa có Internet"],
    "has device": ["Có máy tính", "Thiết bị hiện có", "Đã có thiết bị"],
    "has line": ["Có mạng Internet", "Có kết nối Internet"],
    "consent": ["Phụ huynh đồng ý", "Đồng ý", "Phụ huynh đã đồng ý", "The guardian has agreed"],
    "result": ["Kết quả kiểm tra", "Result of the check"],
    None: ["Giới tính", "Nam", "Nữ", "Dân tộc", "DT", "Địa chỉ", "Nơi sinh", "Ghi chú", "Giáo viên chủ nhiệm",
           "SĐT GVCN",
           "Mã học sinh", "Mã định danh Bộ GD&ĐT", "Số CCCD", "Hộ khẩu thường trú", "Nghề nghiệp bố", "Năm sinh của mẹ",
           "Ngày cấp", "Ngày nhập học", "Thôn/xóm", "Điểm TB", "Học lực", "Tuổi", "SĐT học sinh", "Ký nhận", "Lớp cũ",
           "Chỗ ở hiện nay", "CMND cha", "Trường", "Xã", "Ngày vào Đoàn", "Email phụ huynh", "Tên trường"],
}  # fmt: skip


@pytest.mark.parametrize(("role", "title"), [(role, title) for role, titles in TITLES.items() for title in titles])
def test_a_heading_is_taken_for_what_it_says(role: str | None, title: str) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("top", "bottom", "role"),
    [
        ("Ngày, tháng, năm sinh", "Ngày", "day"), ("Ngày sinh", "Tháng", "month"), ("Ngày sinh", "Năm", "year"),
        ("Giới tính", "Nam", None), ("Giới tính", "Nữ", None), ("Đối tượng", "Cận nghèo", "near-poor"),
        ("Thông tin cha", "Họ tên", "father"), ("Thông tin mẹ", "SĐT", "mother phone"),
        ("Thông tin cha", "Năm sinh", None),
        ("Thông tin học sinh", "Họ và tên", "name"), ("Thông tin học sinh", "Ngày sinh", "birth"),
        ("Phụ huynh", "ĐT", "phone"),
        ("Thuộc diện", "Nghèo", "poor"), ("Thông tin liên hệ", "Điện thoại", "phone"),
        ("Họ và tên học sinh", "Họ đệm", "family"),
        ("Họ và tên", "Tên", "given"), ("Năm sinh", "Nam", "birth"), ("Năm sinh", "Nữ", "birth too"),
    ],
)  # fmt: skip
def test_two_lines_of_headings(top: str, bottom: str, role: str | None) -> None:
    assert role_of(top, bottom) == role
