"""A hundred wrong invitation codes from anybody locked every invited person out for an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.programme.people.invites import ALL_TRIES_A_MINUTE, NETWORK_TRIES_AN_HOUR, TRIES_AN_HOUR
from bot.storage.tables import invite_tries
from tests.support.rig import Rig

WRONG, MANY, WELCOME = "has expired", "compare it letter by letter", "Welcome"
NEAR, FAR = "a school", "another school"


@pytest.fixture
async def english(rig: Rig) -> Rig:
    rig.language = "en"
    return rig


async def tries(rig: Rig, who: str, code: str, network: str = NEAR) -> str:
    return (await rig.says(who, f"/start {code}", network=network))[0].text


async def written(rig: Rig) -> int:
    [[number]] = await rig.rows(select(func.count()).select_from(invite_tries))
    return int(number)


async def test_a_right_code_works_whoever_tries_wrong_ones(english: Rig) -> None:
    codes = [await english.invite("unit_contact", "hoi-ccb") for _who in range(2)]
    for number in range(120):
        await tries(english, f"stranger-{number // 4}", f"AAAAA-{number:05}", NEAR if number % 2 else FAR)
    assert WELCOME in await tries(english, "invited", codes[0])
    assert WELCOME in await tries(english, "stranger-0", codes[1]), "nor does it matter who tried wrong ones"


async def test_wrong_codes_of_one_contact_are_limited(english: Rig) -> None:
    said = [await tries(english, "stranger", f"AAAAA-{number:05}") for number in range(TRIES_AN_HOUR + 2)]
    assert [WRONG in text for text in said] == [True] * TRIES_AN_HOUR + [False] * 2
    assert MANY in said[-1]
    assert await written(english) == TRIES_AN_HOUR
    english.clock.moment += timedelta(hours=1, seconds=1)
    assert WRONG in await tries(english, "stranger", "AAAAA-AAAAA")
    assert await written(english) == 1, "older ones count no more, and are not kept"


async def test_wrong_codes_of_one_network_address_are_limited_whatever_the_cookie(english: Rig) -> None:
    for number in range(NETWORK_TRIES_AN_HOUR):
        english.clock.moment += timedelta(seconds=2)
        assert WRONG in await tries(english, f"stranger-{number}", f"AAAAA-{number:05}")
    assert MANY in await tries(english, "one more", "AAAAA-AAAAA")
    assert WRONG in await tries(english, "somebody else", "AAAAA-AAAAA", FAR)
    assert WRONG in await tries(english, "on a messenger that knows no address", "AAAAA-AAAAA", "")


async def test_a_flood_of_wrong_codes_writes_about_a_row_a_second(english: Rig) -> None:
    for number in range(ALL_TRIES_A_MINUTE + 20):
        assert WRONG in await tries(english, f"stranger-{number}", f"AAAAA-{number:05}", f"address {number}")
    assert await written(english) == ALL_TRIES_A_MINUTE
    english.clock.moment += timedelta(minutes=1)
    assert WRONG in await tries(english, "later", "AAAAA-AAAAA", "address of its own")
    assert await written(english) == ALL_TRIES_A_MINUTE + 1
