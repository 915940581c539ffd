"""Ten more schools, thought of once there was a reader: what its rules might have stumbled over."""

from __future__ import annotations

from tests.lists.invented import pupils
from tests.lists.schools.made import SchoolList, Sheet, book, of, school, text


@school
def one_heading_over_two_columns() -> SchoolList:
    """Họ và tên, merged over the family name's column and the given name's."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "Họ và tên", "", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT")
    sheet.merge(1, 2, 1)
    for number, one in enumerate(pupils(41, 8, ("3B",), 2013), 1):
        row = sheet.add(
            number, f"{one.family} {one.middle}", one.given, one.birth, one.class_name, one.guardian, one.phone
        )
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("gop.xlsx", book(sheet), told)


@school
def a_heading_forgotten() -> SchoolList:
    """The same without merging: nothing stands over the given names."""
    rows, told = [["STT", "Họ và tên", "", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT"]], {}
    for number, one in enumerate(pupils(42, 8, ("3B",), 2013), 1):
        rows.append(
            [str(number), f"{one.family} {one.middle}", one.given, one.day, one.class_name, one.guardian, one.phone]
        )
        told["", len(rows)] = of(one, household=None, device=None, line=None)
    return SchoolList("quen.csv", text(rows), told)


@school
def a_column_to_sort_by() -> SchoolList:
    """The given name once more, in a column of its own."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "Họ và tên", "Tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT")
    for number, one in enumerate(pupils(43, 8, ("3B",), 2013), 1):
        row = sheet.add(number, one.name, one.given, one.birth, one.class_name, one.guardian, one.phone)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("sap xep.xlsx", book(sheet), told)


@school
def birthdays_by_sex() -> SchoolList:
    """Ngày sinh, under it Nam and Nữ: the day stands under the child's sex; then the columns are numbered."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("TT", "Họ và tên", "Ngày, tháng, năm sinh", "", "Lớp", "Họ tên cha", "Họ tên mẹ", "SĐT liên hệ")
    sheet.merge(1, 2, 2)
    sheet.add("", "", "Nam", "Nữ", "", "", "", "")
    sheet.add(1, 2, 3, 4, 5, 6, 7, 8)
    for number, one in enumerate(pupils(44, 8, ("4E",), 2012), 1):
        day = ("", one.birth) if one.girl else (one.birth, "")
        both = (one.guardian, "") if number % 2 else ("", one.guardian)
        row = sheet.add(number, one.name, *day, one.class_name, *both, one.phone)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("nam nu.xlsx", book(sheet), told)


@school
def numbers_before_the_names() -> SchoolList:
    """1. Nguyễn Văn An; no column of numbers, a title that talks of households and machines."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("DANH SÁCH HỌC SINH HỘ NGHÈO KHÔNG CÓ MÁY TÍNH - PHỤ HUYNH ĐÃ XÁC NHẬN")
    sheet.merge(1, 6, 0)
    sheet.add("Họ và tên", "Ngày sinh", "Lớp", "Người giám hộ", "Điện thoại", "Mã sổ")
    for number, one in enumerate(pupils(45, 8, ("4E",), 2012), 1):
        row = sheet.add(f"{number}. {one.name}", one.day, one.class_name, one.guardian, one.phone, f"S{number}")
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    sheet.add("Tổng: 8 em")
    sheet.add("Hiệu trưởng", "", "", "Người lập")
    return SchoolList("so trong ten.xlsx", book(sheet), told)


@school
def a_phone_for_each_parent() -> SchoolList:
    """One name, two numbers, of which one is often blank."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT bố", "SĐT mẹ")
    for number, one in enumerate(pupils(46, 8, ("2D",), 2014), 1):
        phones = (one.phone, "") if number % 2 else ("", one.phone)
        row = sheet.add(number, one.name, one.birth, one.class_name, one.guardian, *phones)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("hai so.xlsx", book(sheet), told)


@school
def excel_made_days_of_classes() -> SchoolList:
    """5/1 became the fifth of January; nobody knows which class that was."""
    sheet, told, faulty = Sheet("Sheet1"), {}, {}
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT")
    for number, one in enumerate(pupils(47, 6, ("5/2",), 2011), 1):
        row = sheet.add(number, one.name, one.day, one.birth if number == 3 else "5/2", one.guardian, one.phone)
        if number == 3:
            faulty["Sheet1", row] = "class"
        else:
            told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("lop.xlsx", book(sheet), told, faulty)


@school
def without_marks() -> SchoolList:
    """Typed without any marks, headings too."""
    rows, told = [["stt", "ho ten", "ngay sinh", "lop", "phu huynh", "so dien thoai", "thuoc ho"]], {}
    plain = str.maketrans("ễầêạàùũươồảáĐđạứíịỹữấằúâơăệýổốủỗ", "eaeaauuuoaaaDdauiiyuaauaoaeyoouo")
    words = {"poor": "ho ngheo", "near-poor": "ho can ngheo", "hardship": "kho khan"}
    for number, one in enumerate(pupils(48, 6, ("6B",), 2010), 1):
        name, guardian = one.name.translate(plain), one.guardian.translate(plain)
        rows.append([str(number), name, one.day, one.class_name, guardian, one.phone, words[one.household]])
        told["", len(rows)] = of(one, device=None, line=None, name=name, guardian=guardian)
    return SchoolList("khong dau.csv", text(rows, ","), told)


@school
def many_sheets_of_another_sort() -> SchoolList:
    """A sheet of instructions, a sheet of figures by class, and the list."""
    about, figures, sheet = Sheet("Hướng dẫn"), Sheet("Thống kê"), Sheet("DS")
    about.add("Hướng dẫn: điền họ tên, ngày sinh, số điện thoại phụ huynh vào trang DS")
    figures.add("STT", "Lớp", "Sĩ số", "Hộ nghèo", "Cận nghèo")
    figures.add(1, "7A", 35, 4, 2)
    told = {}
    sheet.add("STT", "Họ và tên", "Ngày sinh", "Lớp", "Phụ huynh", "SĐT")
    for number, one in enumerate(pupils(49, 6, ("7A",), 2009), 1):
        row = sheet.add(number, one.name, one.birth, one.class_name, one.guardian, one.phone)
        told["DS", row] = of(one, household=None, device=None, line=None)
    return SchoolList("nhieu trang.xlsx", book(about, figures, sheet), told)


@school
def kindergarten_groups() -> SchoolList:
    """Classes with names: Mầm 1, Chồi A, Lá 2."""
    sheet, told = Sheet("Trường MN Hoa Sen"), {}
    sheet.add("STT", "Họ và tên trẻ", "Ngày sinh", "Nhóm lớp", "Họ tên bố/mẹ", "Số điện thoại")
    for number, one in enumerate(pupils(50, 6, ("Mầm 1", "Chồi A", "Lá 2"), 2016), 1):
        row = sheet.add(number, one.name, one.birth, one.class_name, one.guardian, one.phone)
        told[sheet.name, row] = of(one, household=None, device=None, line=None)
    return SchoolList("mam non.xlsx", book(sheet), told)
