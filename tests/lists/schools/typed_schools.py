"""Ten schools whose programs, fonts or fingers have changed what was typed."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from tests.bank.statements.old_fonts import in_tcvn3, in_vni
from tests.lists.invented import pupils
from tests.lists.schools.made import SchoolList, Sheet, book, of, school, text

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Lớp", "Họ tên phụ huynh", "Số điện thoại")


def _serial(day: date, zero: date) -> int:
    return (day - zero).days


@school
def days_from_1904() -> SchoolList:
    """An old Mac's workbook; every second day is a bare number."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(*HEADINGS)
    for number, one in enumerate(pupils(11, 6, ("5B",), 2011), 1):
        day = _serial(one.birth, date(1904, 1, 1)) if number % 2 else one.birth
        row = sheet.add(number, one.name, day, one.class_name, one.guardian, one.phone)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("mac.xlsx", book(sheet, from_1904=True), told)


@school
def days_in_every_dress() -> SchoolList:
    """Dates, numbers and texts in one column, among them words."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(*HEADINGS)
    for number, one in enumerate(pupils(12, 9, ("7A",), 2009)):
        day = one.birth
        dress = (
            day, f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day:%y}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}",
            f"ngày {day.day} tháng {day.month} năm {day.year}", _serial(day, date(1899, 12, 30)), f"{day:%Y-%m-%d}",
            f"{day.day} /{day.month}/ {day.year}",
        )  # fmt: skip
        row = sheet.add(number + 1, one.name, dress[number], one.class_name, one.guardian, one.phone)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("ngay thang.xlsx", book(sheet), told)


@school
def phones_without_their_zero() -> SchoolList:
    """Numbers to Excel: the leading zero is gone; others with spaces, dots, +84, two in a cell, or as a link."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(*HEADINGS)
    for number, one in enumerate(pupils(13, 8, ("9B",), 2007)):
        home = one.phone
        typed = (
            int(home), float(home), f"{home[:4]} {home[4:7]} {home[7:]}", f"{home[:4]}.{home[4:7]}.{home[7:]}",
            f"+84{home[1:]}", f"84{home[1:]}", f"'{home}", f"ĐT: {home}",
        )  # fmt: skip
        row = sheet.add(number + 1, one.name, one.birth, one.class_name, one.guardian, typed[number])
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("sdt.xlsx", book(sheet), told)


@school
def in_vntime() -> SchoolList:
    """Everything in .VnTime (TCVN3)."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.title(in_tcvn3("Danh sách học sinh có hoàn cảnh khó khăn"))
    sheet.add(*(in_tcvn3(one) for one in HEADINGS), in_tcvn3("Thuộc diện"))
    words = {"poor": "Hộ nghèo", "near-poor": "Hộ cận nghèo", "hardship": "Khó khăn"}
    for number, one in enumerate(pupils(14, 8, ("6D",), 2010), 1):
        row = sheet.add(number, in_tcvn3(one.name), one.day, one.class_name, in_tcvn3(one.guardian), one.phone,
                        in_tcvn3(words[one.household]))  # fmt: skip
        told["Sheet1", row] = of(one, device=None, line=None)
    return SchoolList("ds vntime.xlsx", book(sheet), told, asked="font")


@school
def in_vni_times() -> SchoolList:
    """Everything in VNI-Times."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(*(in_vni(one) for one in HEADINGS))
    for number, one in enumerate(pupils(15, 8, ("6E",), 2010), 1):
        row = sheet.add(number, in_vni(one.name), one.birth, one.class_name, in_vni(one.guardian), one.phone)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("ds vni.xlsx", book(sheet), told, asked="font")


@school
def through_an_english_office() -> SchoolList:
    """LibreOffice in English made dates of what it could, with day and month exchanged; the rest is text."""
    sheet, told = Sheet("Sheet1"), {}
    sheet.add(*HEADINGS)
    for number, one in enumerate(pupils(16, 10, ("8D",), 2008), 1):
        day = one.birth
        turned = date(day.year, day.day, day.month) if day.day <= 12 else one.day
        row = sheet.add(number, one.name, turned, one.class_name, one.guardian, one.phone)
        told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("english.xlsx", book(sheet), told, asked="days")


@school
def semicolons() -> SchoolList:
    """A CSV of a Vietnamese Excel."""
    rows, told = [["DANH SÁCH HỌC SINH NGHÈO", "", "", "", "", ""], list(HEADINGS)], {}
    for number, one in enumerate(pupils(17, 6, ("3C",), 2013), 1):
        rows.append([str(number), one.name, one.day, one.class_name, one.guardian, one.phone])
        told["", len(rows)] = of(one, household=None, device=None, line=None)
    return SchoolList("ds.csv", text(rows, ";"), told)


@school
def unicode_text() -> SchoolList:
    """Excel's "Unicode text": UTF-16 and tabs, marks written apart from their letters."""
    rows, told = [list(HEADINGS)], {}
    for number, one in enumerate(pupils(18, 6, ("3D",), 2013), 1):
        apart = unicodedata.normalize("NFD", one.name)
        rows.append([str(number), apart, one.day, one.class_name, one.guardian, one.phone.removeprefix("0")])
        told["", len(rows)] = of(one, household=None, device=None, line=None)
    return SchoolList("ds.csv", text(rows, "\t", "utf-16"), told)


@school
def moments_and_bare_years() -> SchoolList:
    """Days with a midnight behind them; of three children only the year is known, or the month."""
    sheet, told, faulty = Sheet("Sheet1"), {}, {}
    sheet.add(*HEADINGS)
    for number, one in enumerate(pupils(19, 8, ("1C",), 2014), 1):
        typed = {
            2: one.birth.year,
            5: f"{one.birth:%m/%Y}",
            7: str(one.birth.year),
            4: f"{one.birth:%d/%m/%Y} 00:00:00",
        }
        day = typed.get(number, datetime(one.birth.year, one.birth.month, one.birth.day))
        row = sheet.add(number, one.name, day, one.class_name, one.guardian, one.phone)
        if number in (2, 5, 7):
            faulty["Sheet1", row] = "birth"
        else:
            told["Sheet1", row] = of(one, household=None, device=None, line=None)
    return SchoolList("nam sinh.xlsx", book(sheet), told, faulty)


@school
def slips_of_the_finger() -> SchoolList:
    """What a careful reader would send back: no such day, no name, no number, the same child twice."""
    sheet, told, faulty = Sheet("Sheet1"), {}, {}
    sheet.add(*HEADINGS, "Diện chính sách")
    everybody = pupils(20, 8, ("5C",), 2011)
    for number, one in enumerate(everybody, 1):
        cells = [number, one.name, one.day, one.class_name, one.guardian, one.phone, "Hộ nghèo"]
        why = ""
        if number == 2:
            cells[2], why = "31/02/2011", "birth"
        elif number == 3:
            cells[5], why = one.phone[:-2], "phone"
        elif number == 5:
            cells[1], why = "", "name"
        elif number == 6:
            cells[2], why = f"{one.birth:%d/%m}/1011", "birth"
        elif number == 8:
            cells[2], why = "", "birth"
        row = sheet.add(*cells)
        if why:
            faulty["Sheet1", row] = why
        else:
            told["Sheet1", row] = of(one, device=None, line=None, household="poor")
    again = everybody[0]
    row = sheet.add(9, again.name, again.day, again.class_name, again.guardian, again.phone, "Hộ nghèo")
    faulty["Sheet1", row] = "twice"
    return SchoolList("loi.xlsx", book(sheet), told, faulty)


def _small(name: str) -> str:
    """A name as that font keeps it: its marked capitals are small letters in a font of capitals."""
    plain = "ĂÂÊÔƠƯĐ"
    return "".join(letter if letter.isascii() or letter in plain else letter.lower() for letter in name)
