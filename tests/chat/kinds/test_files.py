from __future__ import annotations

import json
from datetime import date

import pytest

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import Document, Photo
from bot.chat.phrase import _

TODAY = date(2026, 11, 21)


def why(kind: Photo | Document, heard: Heard) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as refusal:
        kind.hear(heard, TODAY)
    return refusal.value


def test_a_picture_may_come_as_a_picture_or_as_a_file() -> None:
    assert Photo().hear(Heard(photo=File("r1")), TODAY).ref == "r1"
    assert Photo().hear(Heard(document=File("r2", mime="image/png")), TODAY).ref == "r2"


@pytest.mark.parametrize(
    "heard", [Heard(text="ảnh đây"), Heard(phone="1"), Heard(document=File("r", mime="text/html"))]
)
def test_what_is_no_picture_is_told(heard: Heard) -> None:
    assert "send a picture" in why(Photo(), heard).why.source


def test_too_big_a_file_is_told_the_limit() -> None:
    values = why(Photo(), Heard(photo=File("r", size=50_000_000))).why.values
    assert values == {"size": "50 MB", "most": "10 MB"}
    assert why(Document(), Heard(document=File("r", "a.xlsx", size=5_000_001))).why.values == {
        "size": "6 MB",
        "most": "5 MB",
    }
    assert Photo().hear(Heard(photo=File("r", size=10_000_000)), TODAY)


def test_a_document_is_told_by_its_ending() -> None:
    assert Document().hear(Heard(document=File("r", "Danh sách.XLSX")), TODAY).name == "Danh sách.XLSX"
    for name in ("a.xls", "A.ODS", "a.csv"):
        assert Document().hear(Heard(document=File("r", name)), TODAY).name == name
    for name in ("danh-sach.exe", "xlsx", "", "a.xlsx.exe"):
        assert "cannot be read here" in why(Document(), Heard(document=File("r", name))).why.source


@pytest.mark.parametrize(
    ("name", "word"),
    [("a.mt940", "MT940"), ("a.sta", "MT940"), ("a.ofx", "OFX"),
     ("a.qfx", "OFX"), ("a.pdf", "PDF"), ("anh.jpg", "picture")],
)  # fmt: skip
def test_a_table_in_another_form_is_told_how_to_become_one(name: str, word: str) -> None:
    told = why(Document(), Heard(document=File("r", name))).why.source
    assert word in told
    assert ".xlsx" in told
    assert "cannot be read here" in why(Document(endings=("csv",)), Heard(document=File("r", name))).why.source


def test_what_is_no_document_is_told() -> None:
    assert "send a file" in why(Document(), Heard(text="danh sách")).why.source
    assert "a picture cannot be read here" in why(Document(), Heard(photo=File("r", "a.xlsx"))).why.source


def test_a_name_shows_what_it_is_and_leads_nowhere() -> None:
    read = Document().hear(Heard(document=File("r", "../..\\a\u202e\x00.csv")), TODAY)
    assert read.name == ".._.._a .csv"
    assert "cannot be read" in why(Document(), Heard(document=File("r", "a\u202excsv.exe"))).why.source


def test_a_file_is_kept_loaded_and_shown() -> None:
    file = File("r", "a.csv", "text/csv", 10)
    for kind in (Photo(), Document()):
        assert kind.load(json.loads(json.dumps(kind.keep(file)))) == file
    assert (Photo().show(file), Document().show(file), Document().show(File("r"))) == (
        _("a picture"),
        "a.csv",
        _("a file"),
    )


def test_shapes_hold_the_limits() -> None:
    assert (Photo(1).shape(), Document(2, ("csv",)).shape()) == (["Photo", 1], ["Document", 2, ["csv"]])
