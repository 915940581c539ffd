"""Official names of places are found as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.people.unit_names import APOSTROPHES, example_unit, named_in, searchable
from bot.programme.plan import load_plan

NAMES = ("Xã Ea H’Leo", "Xã Ea Kar", "Xã Chân Mây - Lăng Cô", "Phường Văn Miếu – Quốc Tử Giám", "Xã Cư M’gar", "Xã An",
         "Xã Krông Bông’Ya", "Phường Xuân Hương – Đà Lạt", "Xã Đạ Tẻh'Pơ", "Xã Ea Súp - M’Lang")  # fmt: skip


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ea h'leo", "Xã Ea H’Leo"),
        ("tôi ở Ea HLeo nhé", "Xã Ea H’Leo"),
        ("cho xã chân mây-lăng cô ạ", "Xã Chân Mây - Lăng Cô"),
        ("Văn Miếu Quốc Tử Giám", "Phường Văn Miếu – Quốc Tử Giám"),
        ("cu mgar", "Xã Cư M’gar"),
        ("xã An", "Xã An"),
        ("krong bongya", "Xã Krông Bông’Ya"),
        ("xuân hương-đà lạt", "Phường Xuân Hương – Đà Lạt"),
        ("Đạ Tẻh’Pơ", "Xã Đạ Tẻh'Pơ"),
        ("da tehpo", "Xã Đạ Tẻh'Pơ"),
        ("ea sup-m'lang", "Xã Ea Súp - M’Lang"),
    ],
)
def test_a_unit_is_named(said: str, name: str) -> None:
    assert [NAMES[at] for at in named_in(said, NAMES)] == [name]


@pytest.mark.parametrize("said", ["", "an tâm nhé", "cho các cháu"])
def test_a_short_name_needs_its_kind(said: str) -> None:
    assert named_in(said, NAMES) == []


@given(st.sampled_from(NAMES), st.sampled_from(APOSTROPHES), st.sampled_from("-–—‑"))
def test_apostrophes_and_dashes_of_any_sort_are_alike(name: str, mark: str, dash: str) -> None:
    assert searchable(name.replace("’", mark).replace("-", dash).replace("–", dash)) == searchable(name)


@pytest.mark.parametrize(("slug", "name"), [("thanh-oai", "Cao Vien"), ("vinh-tuong", "An Tuong")])
def test_the_example_is_the_drives_own(slug: str, name: str) -> None:
    assert example_unit(load_plan(slug)) == name
