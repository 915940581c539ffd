"""Encodings and delimiters."""

from __future__ import annotations

import unicodedata

import pytest

from bot.bank.statements import Unreadable
from bot.sheets.text import decoded
from tests.bank.statements.making import take, text

ROWS = [["Ngày", "Có", "Nội dung"], ["21/11/2026", "5000", "Ủng hộ đợt vận động Sóng và máy tính"]]


def in_1258(content: str) -> bytes:
    """As Windows writes Vietnamese: the tone as a mark of its own, all else in one letter."""
    out = ""
    for letter in unicodedata.normalize("NFC", content):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tones
    return out.encode("cp1258")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_and_delimiter_reads_the_same(delimiter: str, encoding: str, end: str) -> None:
    if encoding == "cp1258":
        content = in_1258(text(ROWS, delimiter, end=end).decode())
    else:
        content = text(ROWS, delimiter, encoding, end)
    statement = take(content)
    assert [line.memo for line in statement.lines] == ["Ủng hộ đợt vận động Sóng và máy tính"]
    assert (statement.form.encoding, statement.form.delimiter) == (encoding, delimiter)


def test_letters_in_parts_come_out_whole() -> None:
    rows = [[unicodedata.normalize("NFD", cell) for cell in row] for row in ROWS]
    assert take(text(rows)).lines == take(text(ROWS)).lines


def test_western_text_is_not_taken_for_vietnamese() -> None:
    assert decoded("Date,Credit\n¡Così! Müller".encode("cp1252"))[1] == "cp1252"


def test_noughts_control_marks_and_turned_text_leave_the_memo() -> None:
    content = "Ngày,Có,Nội dung\n21/11/2026,5000,a\0b\x07c\u202edef\u200b  g\n".encode()
    assert take(content).lines[0].memo == "abcdef g"


@pytest.mark.parametrize(
    "content", [b"", b"   \r\n\r\n", b"\xff\xfe\x00", b"\0" * 5000, b"{\\rtf1 x", b"\x81\x8d,\xf2"]
)
def test_what_is_no_text_is_no_table(content: bytes) -> None:
    with pytest.raises(Unreadable) as why:
        take(content)
    assert why.value.reason == "not a table"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "encrypted or old format"),
        (b"%PDF-1.7 x", "pdf or picture"),
        (b"\x89PNG\r\n\x1a\nx", "pdf or picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "pdf or picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "pdf or picture"),
        (b"OFXHEADER:100\nDATA:OFXSGML\n<OFX>", "bank message"),
        (b'<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?>\n<OFX>', "bank message"),
        (b"{1:F01BFTVVNVXAXXX0000000000}{2:I940}{4:\n:20:1\n:25:0900000111\n", "bank message"),
        (b":20:STARTUMS\n:25:0900000111\n:60F:C210924VND1,\n", "bank message"),
    ],
)
def test_what_is_another_kind_of_file_is_named_as_such(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as why:
        take(content, "sao ke.xls")
    assert why.value.reason == reason


def test_a_million_columns_do_no_harm() -> None:
    with pytest.raises(Unreadable) as why:
        take(b"," * 1_000_000)
    assert why.value.reason == "not a table"
    assert len(take(text(ROWS) + b"," * 1_000_000).lines) == 1


def test_more_rows_than_allowed_are_too_large() -> None:
    with pytest.raises(Unreadable) as why:
        take(b"\n" * 60_000)
    assert why.value.reason == "not a table"
    with pytest.raises(Unreadable) as why:
        take(text(ROWS) + b"\n" * 60_000)
    assert why.value.reason == "too large"
