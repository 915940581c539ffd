"""Vietnamese as the fonts of the 1990s have it: letters that borrow the places of Western ones."""

from __future__ import annotations

import unicodedata

# TCVN 5712:1993, as glibc's TCVN5712-1 has it, letter by letter; the reader's own table is written another way.
SMALL = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
PLACES = (
    "a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4"
    "e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
)
TCVN3 = dict(zip(SMALL, bytes.fromhex(PLACES).decode("latin-1"), strict=True))
TCVN3 |= dict(zip("ĂÂÊÔƠƯĐ", bytes.fromhex("a1a2a3a4a5a6a7").decode("latin-1"), strict=True))

VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
VNI_HATS = {"\u0302": "âáàåãä", "\u0306": "êéèúüë"}  # without a tone, then with each of the five
VNI_ALONE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "ơ": "ô", "ư": "ö"}
HORN = "\u031b"


def in_tcvn3(text: str) -> str:
    """Text in TCVN3, a Western letter for each of ours; capitals with a tone are small ones in another font."""
    return "".join(TCVN3.get(c) or TCVN3.get(c.lower(), c) for c in unicodedata.normalize("NFC", text))


def in_vni(text: str) -> str:
    """Text in VNI: a vowel and a sign after it."""
    return "".join(_vni(c) for c in unicodedata.normalize("NFC", text))


def _vni(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter.isupper():
        return _vni(letter.lower()).upper()
    if letter in VNI_ALONE:
        return VNI_ALONE[letter]
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tones = [mark for mark in marks if mark in VNI_TONES]
    if HORN in marks:
        return VNI_ALONE[{"o": "ơ", "u": "ư"}[base]] + VNI_TONES[tones[0]]
    hat = next((mark for mark in marks if mark in VNI_HATS), None)
    if hat is None:
        return base + VNI_TONES[tones[0]]
    return base + VNI_HATS[hat][1 + list(VNI_TONES).index(tones[0]) if tones else 0]
