"""Twelve schools with forms of their own: both parents, cells with two things in them, columns that mislead."""

from __future__ import annotations

from datetime import date

from tests.lists.invented import pupils
from tests.lists.schools.made import SchoolList, Sheet, book, of, school, text


@school
def both_parents_under_one_heading() -> SchoolList:
    """Thông tin cha, Thông tin mẹ, each over a name, a year of birth and a number."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "Thông tin học sinh", "", "", "Thông tin cha", "", "", "Thông tin mẹ", "", "", "Ghi chú")
    sheet.merge(1, 3, 1)
    sheet.merge(1, 3, 4)
    sheet.merge(1, 3, 7)
    sheet.add("", "Họ và tên", "Ngày sinh", "Lớp", "Họ tên", "Năm sinh", "SĐT", "Họ tên", "Năm sinh", "SĐT", "")
    for number, one in enumerate(pupils(21, 8, ("4D",), 2012), 1):
        parent, other = [one.guardian, 1980, one.phone], ["", None, ""]
        both = [*other, *parent] if number % 3 == 0 else [*parent, *other]
        row = sheet.add(number, one.name, one.birth, one.class_name, *both, "")
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("cha me.xlsx", book(sheet), told)


@school
def guardian_and_phone_in_one_cell() -> SchoolList:
    """Bố Nguyễn Văn Hùng - 0900…, as it is easier to type."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("TT", "Họ tên HS", "Ngày sinh", "Lớp", "Họ tên, SĐT phụ huynh")
    ways = ("{guardian} - {phone}", "{guardian} ({phone})", "Mẹ: {guardian}, ĐT {phone}", "{guardian}\n{phone}")
    for number, one in enumerate(pupils(22, 8, ("2A",), 2013)):
        cell = ways[number % 4].format(guardian=one.guardian, phone=one.phone)
        row = sheet.add(number + 1, one.name, one.birth, one.class_name, cell)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("hs.xlsx", book(sheet), told)


@school
def what_they_have_already() -> SchoolList:
    """What the child has, not what it lacks; "Không" is a need, "Có" is none."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT", "Có thiết bị học trực tuyến",
              "Có kết nối Internet")  # fmt: skip
    for number, one in enumerate(pupils(23, 8, ("9C",), 2007), 1):
        row = sheet.add(number, one.name, one.birth, one.class_name, one.guardian, one.phone,
                        "Không" if one.device else "Có", "Không" if one.line else "Có")  # fmt: skip
        told["Sheet1", row] = of(one, household=None)
    return SchoolList("khao sat.xlsx", book(sheet), told)


@school
def a_column_of_wishes() -> SchoolList:
    """Nhu cầu in whole words."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(
        "STT", "Họ và tên", "Ngày/tháng/năm sinh", "Lớp", "Cha/Mẹ", "Số ĐT liên hệ", "Hoàn cảnh gia đình", "Nhu cầu"
    )
    words = {"poor": "Hộ nghèo", "near-poor": "Hộ cận nghèo", "hardship": "Gia đình khó khăn"}
    for number, one in enumerate(pupils(24, 9, ("7D",), 2009), 1):
        both, machine = ("máy tính bảng + sim 4G", "Điện thoại thông minh")
        need = both if one.device and one.line else machine if one.device else "Chỉ cần mạng Internet"
        row = sheet.add(
            number, one.name, one.birth, one.class_name, one.guardian, one.phone, words[one.household], need
        )
        told["Sheet1", row] = of(one)
    return SchoolList("nhu cau.xlsx", book(sheet), told)


@school
def other_names_and_days() -> SchoolList:
    """Teachers' names, the day of admission, the head of the household, codes: columns that look like ours."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "Giáo viên chủ nhiệm", "Ngày nhập học", "Họ tên học sinh", "Sinh ngày", "Nơi sinh", "Lớp cũ",
              "Lớp", "Người đỡ đầu", "SĐT GVCN", "SĐT phụ huynh", "Số CCCD", "Ngày cấp")  # fmt: skip
    for number, one in enumerate(pupils(25, 8, ("10C",), 2006), 1):
        row = sheet.add(number, "Đỗ Thị Hường", date(2021, 9, 5), one.name, one.birth, "Hà Nội", "9A", one.class_name,
                        one.guardian, "0900000999", one.phone, f"0012060{number:05}", date(2020, 3, 4))  # fmt: skip
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("ho so.xlsx", book(sheet), told)


@school
def side_by_side() -> SchoolList:
    """Two tables beside each other, to save paper."""
    sheet = Sheet("Sheet1")
    headings = ["STT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT"]
    sheet.add(*headings, "", *headings)
    everybody = pupils(26, 8, ("3A", "3B"), 2013)
    for number in range(4):
        left, right = everybody[number], everybody[number + 4]
        sheet.add(number + 1, left.name, left.day, left.class_name, left.guardian, left.phone, "",
                  number + 5, right.name, right.day, right.class_name, right.guardian, right.phone)  # fmt: skip
    return SchoolList("hai cot.xlsx", book(sheet), {}, refused="side by side")


@school
def no_headings_at_all() -> SchoolList:
    """Somebody cut the first row off."""
    sheet = Sheet("Sheet1")
    for number, one in enumerate(pupils(27, 6, ("3A",), 2013), 1):
        sheet.add(number, one.name, one.birth, one.class_name, one.guardian, one.phone)
    return SchoolList("khong tieu de.xlsx", book(sheet), {}, refused="no headings")


@school
def pasted_lines() -> SchoolList:
    """As copied out of a sheet on a phone: tabs, no file."""
    rows, told = [["TT", "Họ tên", "Ngày sinh", "Lớp", "PH", "SĐT", "Hộ"]], {}
    words = {"poor": "nghèo", "near-poor": "cận nghèo", "hardship": "khó khăn"}
    for number, one in enumerate(pupils(28, 6, ("6C",), 2010), 1):
        rows.append([str(number), one.name, one.day, one.class_name, one.guardian, one.phone, words[one.household]])
        told["", len(rows)] = of(one, device=None, line=None)
    return SchoolList("", text(rows, "\t", "utf-8"), told)


@school
def filtered_and_hidden() -> SchoolList:
    """A filter hides two rows, a column of marks is hidden; a hidden sheet holds last year's list."""
    sheet, told = Sheet("Năm nay"), {}
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Lớp", "Tên cha mẹ", "Điện thoại", "Điểm TB")
    for number, one in enumerate(pupils(29, 8, ("12A",), 2004), 1):
        row = sheet.add(number, one.name, one.birth, one.class_name, one.guardian, one.phone, 7.5)
        told["Năm nay", row] = of(one, household=None, device=None, line=None)
    sheet.hidden_rows += [3, 4]
    sheet.hidden_columns += [6]
    return SchoolList("loc.xlsx", book(sheet), told)


@school
def minority_and_long_names() -> SchoolList:
    """Names of two words, of five, with hyphens and apostrophes, of one letter; a mark in front of the given name."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(
        "STT", "Họ", "Tên đệm và tên", "Ngày sinh", "Lớp", "Họ tên người nuôi dưỡng", "Số điện thoại người nuôi dưỡng"
    )
    names = (("Giàng", "A Páo"), ("Y", "Hương"), ("H'", "Bia Niê"), ("Nguyễn Hoàng", "Thị Bảo Ngọc"),
             ("Thào", "Thị Dở"), ("Hồ", "Văn K'Rin"))  # fmt: skip
    for number, (one, (family, rest)) in enumerate(zip(pupils(30, 6, ("5D",), 2011), names, strict=True), 1):
        row = sheet.add(number, family, rest, one.birth, one.class_name, one.guardian, one.phone)
        told["Sheet1", row] = of(
            one, household=None, device=None, line=None, name=f"{family} {rest}".replace("' ", "'")
        )
    return SchoolList("vung cao.xlsx", book(sheet), told)


@school
def notes_in_the_cells() -> SchoolList:
    """Rows of remarks between pupils, ticks that are words, a class as a number, numbers after names."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Lớp", "Họ tên PHHS", "SĐT PHHS", "Hộ nghèo", "Hộ cận nghèo", "Ghi chú")
    for number, one in enumerate(pupils(31, 8, ("5",), 2011), 1):
        mark = {"poor": ("có", "không"), "near-poor": ("", "1"), "hardship": ("", "")}[one.household]
        household = one.household if one.household != "hardship" else None
        row = sheet.add(number, one.name, one.birth, 5, one.guardian, one.phone, *mark, "chuyển đến 1/9/2021")
        told["Sheet1", row] = of(one, device=None, line=None, household=household)
        if number == 4:
            sheet.add("", "(Bốn em trên đã có đơn của gia đình)")
    return SchoolList("ghi chu.xlsx", book(sheet), told)


@school
def several_tables_one_sheet() -> SchoolList:
    """I. Khối 6 and II. Khối 7, each with headings of its own in another order."""
    sheet, told = Sheet("Sheet1"), {}
    everybody = pupils(32, 8, ("6A", "7A"), 2009)
    sheet.add("I. DANH SÁCH KHỐI 6")
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT")
    for number, one in enumerate(everybody[:4], 1):
        row = sheet.add(number, one.name, one.birth, one.class_name, one.guardian, one.phone)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    sheet.add()
    sheet.add("II. DANH SÁCH KHỐI 7")
    sheet.add("STT", "Lớp", "Họ và tên", "Ngày sinh", "SĐT", "Phụ huynh")
    for number, one in enumerate(everybody[4:], 1):
        row = sheet.add(number, one.class_name, one.name, one.birth, one.phone, one.guardian)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("hai khoi.xlsx", book(sheet), told)
