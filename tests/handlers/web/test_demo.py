"""The demonstration's bar exists only in a demonstration, and there each person has a chat of their own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.handlers.web import DemoPart, Limits
from bot.handlers.web.demo import STEPS
from tests.handlers.web.world import Open, Visitor, World, key

PEOPLE = {
    "donor": DemoPart({"vi": "Nhà hảo tâm", "en": "Donor"}),
    "unit": DemoPart({"vi": "Đầu mối", "en": "Unit contact"}, "demo-unit"),
}

Demo = tuple[World, Visitor, list[str]]


@pytest.fixture
async def demo(opened: Open) -> Demo:
    steps: list[str] = []
    world: World

    async def move(step: str) -> datetime:
        steps.append(step)
        world.minutes += 60
        return world.now()

    world, visitor = await opened(people=PEOPLE, move_clock=move, limits=Limits(rate=0.001, burst=8))
    return world, await visitor(), steps


async def test_without_a_demonstration_there_is_no_trace_of_it(opened: Open) -> None:
    world, visitor = await opened()
    lan = await visitor()
    assert "data-demo" not in await lan.come()
    for path in ("/chat/demo", "/chat/demo/clock"):
        assert (await lan.client.get(path)).status == 404
    answer = await lan.client.post("/chat/demo/clock", data=b'{"to":"hour"}', headers={"Origin": lan.origin})
    assert answer.status == 404
    page = await lan.page("?as=unit")
    await page.send(id=key(1), text="a")
    await page.hear()
    assert world.updates[0].chat == lan.session


async def test_each_person_has_a_chat_of_their_own(demo: Demo) -> None:
    world, lan, _ = demo
    assert "data-demo" in await lan.come()
    for query, chat in (("", "{}-donor"), ("?as=donor", "{}-donor"), ("?as=unit", "demo-unit")):
        page = await lan.page(query)
        await page.send(id=key(len(world.updates) + 1), text="a")
        await page.hear()
        assert world.updates[-1].chat == chat.format(lan.session)
        assert world.updates[-1].id.startswith(world.updates[-1].chat + ":")


async def test_a_person_who_does_not_exist_cannot_be_played(demo: Demo) -> None:
    _, lan, _ = demo
    await lan.come()
    page = await lan.wire("?as=nobody")
    assert await page.hear() == {"error": "session"}


async def test_the_bar_says_who_there_is_in_the_visitor_s_language(demo: Demo) -> None:
    _, lan, _ = demo
    answer = await (await lan.client.get("/chat/demo?lang=en")).json()
    assert answer["people"] == [{"key": "donor", "label": "Donor"}, {"key": "unit", "label": "Unit contact"}]
    assert answer["steps"] == list(STEPS)


async def test_a_message_to_another_person_is_announced(demo: Demo) -> None:
    world, lan, _ = demo
    donor, unit = await lan.page("?as=donor"), await lan.page("?as=unit")
    await world.say("demo-unit", "Thứ Ba rồi!")
    assert await donor.hear() == {"elsewhere": "unit"}
    assert (await unit.hear())["message"]["text"] == "Thứ Ba rồi!"


@pytest.mark.parametrize("step", STEPS)
async def test_the_clock_moves_and_says_what_time_it_is(demo: Demo, step: str) -> None:
    world, lan, steps = demo
    await lan.come()
    before = (await (await lan.client.get("/chat/demo/clock")).json())["now"]
    answer = await lan.client.post("/chat/demo/clock", json={"to": step}, headers={"Origin": lan.origin})
    assert (await answer.json())["now"] == world.now().isoformat() != before
    assert steps == [step]


async def test_only_a_visitor_of_ours_moves_the_clock_and_only_by_known_steps(demo: Demo) -> None:
    _, lan, steps = demo
    body, ours = b'{"to":"hour"}', {"Origin": lan.origin}
    assert (await lan.client.post("/chat/demo/clock", data=body, headers=ours)).status == 403
    await lan.come()
    evil = {"Origin": "https://evil.example"}
    assert (await lan.client.post("/chat/demo/clock", data=body, headers=evil)).status == 403
    for wrong in (b"", b"{", b'{"to":"2099"}', b'{"to":5}', b"[]"):
        assert (await lan.client.post("/chat/demo/clock", data=wrong, headers=ours)).status == 400
    assert steps == []


async def test_the_clock_cannot_be_spun(demo: Demo) -> None:
    _, lan, steps = demo
    await lan.come()
    answers = [
        (await lan.client.post("/chat/demo/clock", json={"to": "hour"}, headers={"Origin": lan.origin})).status
        for _ in range(10)
    ]
    assert answers.count(429) == 2
    assert len(steps) == 8


def test_people_without_a_clock_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="both"):
        World(tmp_path, people=PEOPLE)
