"""Ten schools whose lists are tables as anybody would make them, each in its own way and words."""

from __future__ import annotations

from tests.lists.invented import pupils
from tests.lists.schools.made import SchoolList, Sheet, book, of, school

STATE = ("PHÒNG GD&ĐT HUYỆN BẮC SƠN", "TRƯỜNG TIỂU HỌC SUỐI CẠN", "")
WORDS = {"poor": "Hộ nghèo", "near-poor": "Cận nghèo", "hardship": "Hoàn cảnh khó khăn"}


@school
def with_title_and_signatures() -> SchoolList:
    """A block of titles, one heading row, totals and signatures below."""
    sheet, told = Sheet("Danh sach"), {}
    sheet.title(*STATE, "DANH SÁCH HỌC SINH KHÓ KHĂN KHÔNG CÓ THIẾT BỊ HỌC TRỰC TUYẾN",
                "(Kèm theo Công văn số 45/CV-TH ngày 20/9/2021)", "", wide=8)  # fmt: skip
    sheet.add("STT", "Họ và tên học sinh", "Ngày sinh", "Lớp", "Họ tên phụ huynh", "Số điện thoại", "Diện", "Ghi chú")
    for number, one in enumerate(pupils(1, 9, ("3A", "4B", "5A")), 1):
        row = sheet.add(number, one.name, one.birth, one.class_name, one.guardian, one.phone, WORDS[one.household], "")
        told["Danh sach", row] = of(one, device=None, line=None)
    sheet.add("", "Tổng cộng: 9 học sinh", "", "", "", "", "", "")
    sheet.add()
    sheet.add("", "", "", "", "Suối Cạn, ngày 22 tháng 9 năm 2021")
    sheet.add("", "NGƯỜI LẬP BIỂU", "", "", "HIỆU TRƯỞNG")
    sheet.add("", "(Ký, ghi rõ họ tên)", "", "", "(Ký tên, đóng dấu)")
    sheet.add()
    sheet.add("", "Lò Thị Nhung", "", "", "Trần Văn Đoàn")
    return SchoolList("danh sach hs kho khan.xlsx", book(sheet), told)


@school
def two_line_headings() -> SchoolList:
    """Headings over two lines, merged: the birthday in three columns, x for sex and for the class of household."""
    sheet, told = Sheet("DS"), {}
    sheet.title("TRƯỜNG THCS HUA TRAI", "DANH SÁCH HỌC SINH ĐỀ NGHỊ HỖ TRỢ", wide=14)
    sheet.add("TT", "Họ đệm", "Tên", "Ngày, tháng, năm sinh", "", "", "Giới tính", "", "Lớp", "Đối tượng", "", "",
              "Cha (mẹ) hoặc người giám hộ", "")  # fmt: skip
    top = len(sheet.rows) - 1
    for column in (0, 1, 2, 8):
        sheet.merges.append((top, column, top + 1, column))
    sheet.merge(1, 3, 3)
    sheet.merge(1, 2, 6)
    sheet.merge(1, 3, 9)
    sheet.merge(1, 2, 12)
    sheet.add("", "", "", "Ngày", "Tháng", "Năm", "Nam", "Nữ", "", "Nghèo", "Cận nghèo", "Khó khăn", "Họ và tên", "ĐT")
    for number, one in enumerate(pupils(2, 8, ("6A", "7C"), 2009), 1):
        marks = ["x" if one.household == each else "" for each in ("poor", "near-poor", "hardship")]
        row = sheet.add(number, f"{one.family} {one.middle}", one.given, one.birth.day, one.birth.month, one.birth.year,
                        "" if one.girl else "x", "x" if one.girl else "", one.class_name, *marks, one.guardian,
                        one.phone)  # fmt: skip
        told["DS", row] = of(one, device=None, line=None)
    return SchoolList("DS 2 dong.xlsx", book(sheet), told)


@school
def exported_from_the_register() -> SchoolList:
    """What the school's program gives out: both parents, codes, and DT that is the people, ĐT that is the phone."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "MÃ HS", "HỌ VÀ TÊN", "NGÀY SINH ", "GIỚI TÍNH", "DT", "MÃ ĐỊNH DANH", "LỚP", "HỌ VÀ TÊN BỐ",
              "NGHỀ NGHIỆP BỐ", "HỌ VÀ TÊN MẸ", "NGHỀ NGHIỆP MẸ", "HỘ KHẨU", "SỐ CCCD CỦA BỐ/MẸ", "ĐT")  # fmt: skip
    for number, one in enumerate(pupils(3, 8, ("9A1",), 2007), 1):
        mother = number % 2
        row = sheet.add(number, f"25{number:08}", one.name.upper(), one.day, "Nữ" if one.girl else "Nam", "Thái",
                        f"00120700{number:04}", one.class_name, "" if mother else one.guardian, "" if mother else
                        "Nông dân", one.guardian if mother else "", "Nông dân" if mother else "", "Bản Hua Trai",
                        f"0360860{number:05}", one.phone)  # fmt: skip
        told["Sheet1", row] = of(one, household=None, device=None, line=None, name=one.name.upper())
    return SchoolList("DanhSachHocSinh_2021.xlsx", book(sheet), told)


@school
def a_sheet_for_each_class() -> SchoolList:
    """The class stands nowhere but in the name of its sheet."""
    sheets, told = [], {}
    everybody = pupils(4, 9, ("1A", "1B", "2A"), 2014)
    for name in ("1A", "1B", "2A"):
        sheet = Sheet(f"Lớp {name}")
        sheet.add("Stt", "Họ tên", "Sinh ngày", "Bố/mẹ", "Điện thoại", "Thiết bị cần")
        for number, one in enumerate((one for one in everybody if one.class_name == name), 1):
            need = "Máy và mạng" if one.device and one.line else "Máy tính" if one.device else "Mạng internet"
            row = sheet.add(number, one.name, one.birth, one.guardian, one.phone, need)
            told[sheet.name, row] = of(one, household=None)
        sheets.append(sheet)
    return SchoolList("khoi 1 2.xlsx", book(*sheets), told)


@school
def class_in_the_title() -> SchoolList:
    """One sheet a class, and above each table: Lớp: 6A - GVCN: …"""
    sheets, told = [], {}
    everybody = pupils(5, 8, ("6A", "6B"), 2010)
    for number, name in enumerate(("6A", "6B"), 1):
        sheet = Sheet(f"Sheet{number}")
        sheet.title(
            "TRƯỜNG THCS KIM ĐƯỜNG", f"DANH SÁCH HỌC SINH LỚP: {name} - GVCN: Đỗ Thị Hường", "Năm học 2021-2022"
        )
        sheet.add("SỐ TT", "HỌ VÀ TÊN", "NĂM SINH", "ĐỊA CHỈ", "TÊN PHỤ HUYNH", "SỐ ĐT PHỤ HUYNH")
        for place, one in enumerate((one for one in everybody if one.class_name == name), 1):
            row = sheet.add(place, one.name, one.day, "Thôn 3, Kim Đường", one.guardian, one.phone)
            told[sheet.name, row] = of(one, household=None, device=None, line=None)
        sheets.append(sheet)
    return SchoolList("Khoi 6.xlsx", book(*sheets), told)


@school
def merged_classes() -> SchoolList:
    """The class is one cell over all its pupils."""
    sheet, told = Sheet("HS"), {}
    sheet.add("Lớp", "STT", "Họ và tên", "Ngày tháng năm sinh", "Chủ hộ", "SĐT liên hệ", "Thuộc hộ")
    short = {"poor": "HN", "near-poor": "HCN", "hardship": "KK"}
    everybody = pupils(6, 9, ("8A", "8B", "8C"), 2008)
    for name in ("8A", "8B", "8C"):
        mine = [one for one in everybody if one.class_name == name]
        for number, one in enumerate(mine, 1):
            row = sheet.add(name if number == 1 else None, number, one.name, one.birth, one.guardian, one.phone,
                            short[one.household])  # fmt: skip
            if number == 1:
                sheet.merge(len(mine), 1, 0)
            told["HS", row] = of(one, device=None, line=None)
    return SchoolList("tong hop lop 8.xlsx", book(sheet), told)


@school
def classes_as_rows_between() -> SchoolList:
    """A row LỚP 4A above its pupils, whose numbers begin anew."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.title("DANH SÁCH HỌC SINH CÓ HOÀN CẢNH KHÓ KHĂN", "Trường TH Hồng Dương")
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Họ tên bố (mẹ)", "Điện thoại", "Hoàn cảnh")
    everybody = pupils(7, 9, ("4A", "4B", "4C"), 2012)
    for name in ("4A", "4B", "4C"):
        sheet.add(f"LỚP {name}")
        sheet.merge(1, 6, 0)
        for number, one in enumerate((one for one in everybody if one.class_name == name), 1):
            row = sheet.add(number, one.name, one.birth, one.guardian, one.phone, WORDS[one.household].lower())
            told["Sheet1", row] = of(one, device=None, line=None)
        sheet.add("", "Cộng lớp: 3 em")
    sheet.add("", "Tổng toàn trường: 9 em")
    return SchoolList("DSHS.xlsx", book(sheet), told)


@school
def grade_and_class_apart() -> SchoolList:
    """Khối 6 in one column, A in the next."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(
        "STT", "Khối", "Lớp", "Họ tên học sinh", "Ngày sinh", "Người giám hộ", "SĐT", "Không có máy", "Không có mạng"
    )
    for number, one in enumerate(pupils(8, 8, ("6A", "7B"), 2009), 1):
        row = sheet.add(number, int(one.class_name[0]), one.class_name[1], one.name, one.birth, one.guardian, one.phone,
                        "x" if one.device else None, "x" if one.line else None)  # fmt: skip
        told["Sheet1", row] = of(one, household=None)
    return SchoolList("khoi lop rieng.xlsx", book(sheet), told)


@school
def in_english() -> SchoolList:
    """An international school."""
    sheet, told = Sheet("Students"), {}
    sheet.add("No.", "Full name", "Date of birth", "Grade", "Parent / guardian", "Phone", "Household", "Needs")
    words = {"poor": "Poor", "near-poor": "Near-poor", "hardship": "Hardship"}
    for number, one in enumerate(pupils(9, 6, ("10A", "11B"), 2005), 1):
        need = "Device and internet" if one.device and one.line else "Device" if one.device else "Internet"
        row = sheet.add(
            number, one.name, one.birth, one.class_name, one.guardian, one.phone, words[one.household], need
        )
        told["Students", row] = of(one)
    return SchoolList("students.xlsx", book(sheet), told)


@school
def far_from_the_corner() -> SchoolList:
    """The table begins in column C of row 12, blank rows lie between, headings come again on each printed page."""
    sheet, told = Sheet("Trang 1"), {}
    for _blank in range(11):
        sheet.add()
    headings = ("", "", "TT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "Di động")
    sheet.add(*headings)
    for number, one in enumerate(pupils(10, 9, ("2C",), 2013), 1):
        if number in (4, 7):
            sheet.add()
            sheet.add("", "", f"Trang {number // 3 + 1}")
            sheet.add(*headings)
        row = sheet.add("", "", number, f"  {one.name}\u00a0", one.birth, one.class_name, one.guardian, one.phone)
        told["Trang 1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("in.xlsx", book(sheet), told)
