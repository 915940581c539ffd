"""Vietnamese typed in the fonts of the 1990s: TCVN3 (.VnTime, .VnArial) and VNI, which borrow Western letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from operator import itemgetter

Convert = Callable[[str], str]

# TCVN 5712:1993, the byte of each letter; its capitals are small letters in a font of capitals.
_TCVN3_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
_TCVN3 = {first + place: letter for first, letters in _TCVN3_LETTERS.items() for place, letter in enumerate(letters)}

# A vowel of VNI is a letter and the sign after it; some stand alone.
_VNI_SIGNS = {
    "a": {"ù": "á", "ø": "à", "û": "ả", "õ": "ã", "ï": "ạ", "ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ",
          "â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"},
    "e": {"ù": "é", "ø": "è", "û": "ẻ", "õ": "ẽ", "ï": "ẹ", "â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"ù": "ó", "ø": "ò", "û": "ỏ", "õ": "õ", "ï": "ọ", "â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
    "ô": {"ù": "ớ", "ø": "ờ", "û": "ở", "õ": "ỡ", "ï": "ợ", "": "ơ"},
    "u": {"ù": "ú", "ø": "ù", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "ö": {"ù": "ứ", "ø": "ừ", "û": "ử", "õ": "ữ", "ï": "ự", "": "ư"},
    "y": {"ù": "ý", "ø": "ỳ", "û": "ỷ", "õ": "ỹ"},
    "": {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"},
}  # fmt: skip
_VNI_SMALL = {base + sign: letter for base, signs in _VNI_SIGNS.items() for sign, letter in signs.items()}
_VNI = {
    **{base.upper() + sign: letter.upper() for base, signs in _VNI_SIGNS.items() for sign, letter in signs.items()},
    **{key.upper(): letter.upper() for key, letter in _VNI_SMALL.items()},
    **_VNI_SMALL,
}
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_BORROWED = re.compile("[\u00a1-\u00fe]")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
# What stands in the titles of statements, payrolls and lists of names, with its marks.
_TITLES = re.compile(
    r"\b(ngày|số|tiền|nội|dung|diễn|giải|giao|dịch|nợ|có|dư|tài|khoản|họ|và|tên|lương|cộng|tổng|thực|lĩnh|"
    r"chức|vụ|ghi|phát|sinh|đơn|vị|lớp|trường|học|sinh|địa|chỉ|điện|thoại|tháng|năm|người|chứng|từ)\b",
    re.IGNORECASE,
)
FEWEST = 2
LOOKED_AT = 2000
"""Cells among which the font is sought."""


def from_tcvn3(text: str) -> str:
    """Text whose letters are TCVN3's, in Unicode."""
    return text if text.isascii() else text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text whose letters are VNI's, in Unicode."""
    return text if text.isascii() else _VNI_LETTER.sub(lambda found: _VNI[found[0]], text)


def font_of(convert: Convert) -> str:
    """What a conversion is called: tcvn3 or vni."""
    return "tcvn3" if convert is from_tcvn3 else "vni"


def looks_old(texts: Iterable[str]) -> bool:
    """Whether texts have letters that these fonts borrow, and none that only Unicode has for Vietnamese."""
    some = [text for text in islice(texts, LOOKED_AT) if not text.isascii()]
    return any(_BORROWED.search(text) for text in some) and not any(_VIETNAMESE.search(text) for text in some)


def conversion(texts: Iterable[str]) -> Convert | None:
    """How to make these texts Unicode, if they are of such a font and the words of titles then come out; else None."""
    some = list(islice(texts, LOOKED_AT))
    if not looks_old(some):
        return None
    words, convert = max(((_title_words(map(way, some)), way) for way in (from_tcvn3, from_vni)), key=itemgetter(0))
    return convert if words >= FEWEST + _title_words(some) else None


def _title_words(texts: Iterable[str]) -> int:
    return sum(len(_TITLES.findall(text)) for text in texts)
