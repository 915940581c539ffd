"""What a heading says its column holds."""

from __future__ import annotations

import re
from typing import Final

from bot.lists.shape import Role
from bot.lists.words import has, words

LONGEST: Final = 120
"""Characters; longer cells are sentences."""

_FOREIGN: Final = (
    "giao vien", "gvcn", "gv", "chu nhiem", "noi sinh", "que quan", "dia chi", "cho o", "noi o", "hogd khau",
    "dan toc", "dt", "ton giao", "nghe nghiep", "nghe", "cccd", "cmnd", "cmt", "dinh danh", "code", "ma hs",
    "ma hoc sinh", "ngay cap", "noi cap", "nhap hoc", "ngay vao", "lop cu", "nam truoc", "email", "diem", "hoc luc",
    "hanh kiem", "ghi chu", "bhyt", "tuoi", "gioi tinh", "address", "gender", "sex", "note", "notes", "remarks",
    "thon", "xom", "xa", "quoc tich", "code hs", "hieu truong", "ky nhan", "chu ky", "ten thanh", "year hoc",
)  # fmt: skip
_NAMES: Final = re.compile(
    r" (?:ho va ten|ho ten|ho chu dem va ten|ho dem va ten|ho ten dem va ten|hoten|full name|fullname|student name"
    r"|ten hoc sinh|ten hs|hoc sinh|student|pupil|name) "
)
_FAMILY: Final = re.compile(
    r" (?:ho|ho dem|ho va dem|ho va ten dem|ho ten dem|ho lot|ho va chu dem|ho va chu lot|ho chu dem|ho va ten lot"
    r"|last name|family name|surname) "
)
_GIVEN: Final = re.compile(r" (?:ten|ten dem va ten|dem va ten|chu dem va ten|ten goi|given name|first name) ")
_BIRTH: Final = (
    "ngay sinh", "sinh ngay", "year sinh", "nam sinh", "ngay thang year sinh", "ngay thang nam sinh", "date of birth",
    "birth date", "birthday", "dob", "born", "ntns", "ngay thang sinh",
)  # fmt: skip
_PHONE: Final = (
    "dien thoai", "sdt", "so dt", "di dong", "phone", "mobile", "zalo", "lien he", "lien lac", "tel", "hotline",
)  # fmt: skip
_FATHER: Final = ("cha", "bo", "ba", "father")
_MOTHER: Final = ("me", "ma", "mother")
_KEEPER: Final = (
    "ong ba", "con ong",     "phu huynh", "ph", "phhs", "giam hogd", "giam ho", "bao hogd", "nuoi duong", "do dau",
    "chu hogd", "bao ho",
    "nguoi than", "guardian", "parent", "parents", "nguoi dai dien",
)  # fmt: skip
_NOT_OF_CONCERN: Final = (
    "nghe", "nghe nghiep", "year sinh", "nam sinh", "ngay sinh", "cccd", "cmnd", "so cccd", "dia chi", "email", "tuoi",
    "dan toc", "noi o", "cho o", "trinh do", "co quan", "quan he", "moi quan he", "ky ten", "chu ky",
)  # fmt: skip
"""What lists tell of parents besides name and number."""
_DEVICE: Final = ("may", "thiet bi", "dien thoai", "may tinh", "laptop", "ipad", "device", "computer", "tablet")
_LINE: Final = ("mang", "internet", "wifi", "ket noi", "4g", "sim", "connection")
_LACKS: Final = ("khong co", "chua co", "thieu", "khong", "chua", "no", "lacks", "without")
_HAS: Final = ("co", "dang co", "hien co", "da co", "has", "owns")
_NEED: Final = (
    "nhu cau",
    "de nghi",
    "de xuat",
    "nguyen vong",
    "con thieu",
    "thieu gi",
    "dang thieu",
    "needs",
    "need",
    "ho tro",
)
_HOUSEHOLD: Final = (
    "dien", "doi tuong", "hoan canh", "hogd", "thuoc hogd", "chinh sach", "che do", "household", "loai hogd",
    "thuoc ho", "loai ho",
)  # fmt: skip
_NUMBER: Final = frozenset(
    (" stt ", " row number ", " tt ", " so tt ", " so thu tu ", " no ", " # ", " so ", " thu tu ")
)


def role_of(top: str, bottom: str = "") -> Role | None:
    """The role of a column with this heading, or these two, the upper one over several columns; None for no concern.

    Parents come before anything else, for their names, days and numbers are headed as the child's are.
    """
    if len(top) > LONGEST or len(bottom) > LONGEST:
        return None
    both, own = words(f"{top} {bottom}"), words(bottom or top)
    if both.strip() == "":
        return None
    if has(both, "ket qua kiem tra", "result of the check"):
        return "result"
    if own in _NUMBER:
        return "number"
    parent = _parent(both)
    if parent is not None:
        return _of_parent(both, own, parent)
    if has(both, *_PHONE) and not has(both, *_NEED, *_LACKS, "thong minh", "gd dien thoai"):
        return None if has(both, *_FOREIGN) or has(both, "hoc sinh", "hs", "student", "truong") else "phone"
    if has(both, "dong y", "cam ket", "consent", "agreed"):
        return "consent"
    return _of_child(both, own)


def _of_child(both: str, own: str) -> Role | None:
    if own in (" ngay ", " day ") and has(both, *_BIRTH):
        return "day"
    if own in (" thang ", " month ") and has(both, *_BIRTH):
        return "month"
    if own in (" nu ", " nam ") and has(both, *_BIRTH) and (own == " nu " or has(both, "year")):
        return "birth" if own == " nam " else "birth too"  # the day stands under the child's sex
    if (own == " year " or own == " nam ") and has(both, *_BIRTH):
        return "year"  # Nam without its mark
    if has(own, *_FOREIGN):
        return None
    if has(own, *_BIRTH) or own == " sinh ":
        return "birth"
    need = _need(both)
    if need is not None:
        return need
    if has(own, "lop", "class") and len(own.split()) <= 4:
        return "class"
    if has(own, "khoi"):
        return "grade"
    if own == " grade ":
        return "class"
    if _FAMILY.fullmatch(own):
        return "family"
    if _GIVEN.fullmatch(own):
        return "given"
    household = _household(both, own)
    if household is not None:
        return household
    return "name" if _NAMES.search(own) else None


def _parent(both: str) -> Role | None:
    """Whose column it is, if a parent's."""
    father, mother = has(both, *_FATHER), has(both, *_MOTHER)
    if has(both, *_KEEPER) or (father and mother):
        return "guardian"
    if has(both, "ministry", "mo coi"):
        return None
    return "father" if father else "mother" if mother else None


def _of_parent(both: str, own: str, parent: Role) -> Role | None:
    """The column of a parent's name, number, or both in one cell; nothing else of theirs is of concern."""
    if has(own, *_NOT_OF_CONCERN):
        return None
    if has(both, "dong y", "consent", "agreed"):
        return "consent"
    number, named = has(own, *_PHONE), has(own, "ten", "ho ten", "name")
    who = "" if parent == "guardian" else f"{parent} "
    if number and named:
        return _ROLES[f"{who}contact"]
    if number:
        return _ROLES[f"{who}phone"]
    return parent


_ROLES: Final[dict[str, Role]] = {
    "contact": "contact", "father contact": "father contact", "mother contact": "mother contact",
    "phone": "phone", "father phone": "father phone", "mother phone": "mother phone",
}  # fmt: skip


def _need(both: str) -> Role | None:
    device, line = has(both, *_DEVICE), has(both, *_LINE)
    if has(both, *_NEED):
        return "need"
    if device and line:
        return None
    if device or line:
        if has(both, *_LACKS):
            return "lacks device" if device else "lacks line"
        if has(both, *_HAS):
            return "has device" if device else "has line"
    return None


def _household(both: str, own: str) -> Role | None:
    if own.count(" ngheo ") > 1:
        return "household"
    if has(own, "can ngheo", "hcn", "near poor"):
        return "near-poor"
    if has(own, "ngheo", "hn", "poor") and not has(own, *_HOUSEHOLD[:3]):
        return "poor"
    if has(own, "kho khan", "kk") and not has(own, *_HOUSEHOLD):
        return "hardship"
    return "household" if has(both, *_HOUSEHOLD) else None
