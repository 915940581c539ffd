"""Units with official names are found in the database, and so are those who hold a role there."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.chat.kind import folded
from bot.programme.people.role_list import holders_of_roles
from bot.programme.people.units import search_units
from bot.storage.tables import units
from tests.support.books import acting
from tests.support.rig import Rig


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Xã Krông Bông’Ya", "Bong'Ya"),
        ("Xã Krông Bông’Ya", "krong bongya"),
        ("Xã Krông Bông’Ya", "Krông Bông ‘Ya"),
        ("Phường Xuân Hương – Đà Lạt", "xuân hương-đà lạt"),
        ("Xã Đạ Tẻh'Pơ", "Đạ Tẻh’Pơ"),
        ("Xã Đạ Tẻh'Pơ", "da tehpo"),
        ("Xã Ea Súp - M’Lang", "ea sup-m'lang"),
    ],
)
async def test_a_unit_and_its_people_are_found_as_people_type_the_name(rig: Rig, name: str, said: str) -> None:
    async with rig.work() as work:
        number = await rig.unit(work, "cao-vien")
        await work.execute(update(units).where(units.c.id == number).values(name=name, folded=folded(name)))
    async with acting(rig, "manager") as tx:
        assert [unit.name for unit in await search_units(tx, words=said)] == [name]
        held = await holders_of_roles(tx, said)
        assert held
        assert {one.unit for one in held} == {name}
