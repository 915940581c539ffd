"""What is said on a page reaches the core once and is confirmed only when it is safe."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.kind import File
from bot.handlers.web import Limits
from bot.messages import Incoming
from bot.web.session import Sessions
from tests.handlers.web.world import PNG, SECRET, START, Open, Visitor, World, key

Web = tuple[World, Visitor, Visitor]


async def test_a_text_becomes_an_update_of_this_session(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page("?lang=en")
    await page.send(id=key(1), text="500k")
    assert await page.hear() == {"ack": key(1)}
    chat = lan.session
    assert world.updates == [
        Incoming(
            channel="web",
            chat=chat,
            person=chat,
            id=f"{chat}:{key(1)}",
            at=START,
            language="en",
            text="500k",
            network=Sessions(SECRET).network("127.0.0.1"),
        )
    ]


async def test_a_press_becomes_an_update_with_the_buttons_data(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    await page.send(id=key(1), button="t7:2:0")
    assert await page.hear() == {"ack": key(1)}
    assert (world.updates[0].button, world.updates[0].text) == ("t7:2:0", None)


async def test_nothing_is_confirmed_before_it_is_safe(web: Web) -> None:
    world, lan, _ = web
    safe = asyncio.Event()

    async def held(update: Incoming) -> None:
        await safe.wait()

    world.answer = held
    page = await lan.page()
    await page.send(id=key(1), text="500k")
    frames = asyncio.create_task(page.hear())
    while not world.updates:  # noqa: ASYNC110 - however long it takes to come in
        await asyncio.sleep(0.002)
    await asyncio.wait([frames], timeout=0.05)
    assert not frames.done()
    safe.set()
    assert await frames == {"ack": key(1)}


async def test_a_message_sent_twice_is_confirmed_twice_and_taken_once(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    for _time in range(2):
        await page.send(id=key(1), text="500k")
        assert await page.hear() == {"ack": key(1)}
    assert [update.text for update in world.updates] == ["500k"]


async def test_the_same_key_of_two_visitors_is_two_messages(web: Web) -> None:
    world, lan, minh = web
    for visitor in (lan, minh):
        page = await visitor.page()
        await page.send(id=key(1), text="500k")
        assert await page.hear() == {"ack": key(1)}
    assert len(world.updates) == 2
    assert len({update.id for update in world.updates}) == 2


async def test_a_full_queue_asks_to_repeat_and_the_repetition_is_taken(web: Web) -> None:
    world, lan, _ = web
    world.full = 1
    page = await lan.page()
    await page.send(id=key(1), text="500k")
    assert await page.hear() == {"full": key(1)}
    await page.send(id=key(1), text="500k")
    assert await page.hear() == {"ack": key(1)}
    assert len(world.updates) == 1


async def test_a_core_that_breaks_is_no_business_of_the_page(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    world, lan, _ = web

    async def breaks(update: Incoming) -> None:
        raise RuntimeError("the disk is gone")

    world.answer = breaks
    page = await lan.page()
    await page.send(id=key(1), text="500k")
    assert await page.hear() == {"error": "server", "key": key(1)}
    assert "the disk is gone" in caplog.text
    world.answer = None
    await page.send(id=key(2), text="600k")
    assert await page.hear() == {"ack": key(2)}


async def test_one_page_s_messages_are_taken_in_the_order_they_were_sent(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    for number in range(15):
        await page.send(id=key(number), text=str(number))
    assert [(await page.hear())["ack"] for _ in range(15)] == [key(number) for number in range(15)]
    assert [update.text for update in world.updates] == [str(number) for number in range(15)]


async def test_a_photo_is_handed_on_with_what_the_server_knows_of_it(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    _, kept = await lan.upload(PNG, "anh%20m%C3%A1y.png")
    await page.send(id=key(1), photo=kept["ref"])
    assert await page.hear() == {"ack": key(1)}
    assert world.updates[0].photo == File(kept["ref"], "anh máy.png", "image/png", len(PNG))


async def test_nobody_can_send_a_file_of_somebody_else(web: Web) -> None:
    world, lan, minh = web
    await lan.page()
    _, kept = await lan.upload(PNG, "a.png")
    page = await minh.page()
    await page.send(id=key(1), photo=kept["ref"])
    assert await page.hear() == {"error": "file", "key": key(1)}
    await page.send(id=key(2), document="web:../../../../etc/passwd")
    assert await page.hear() == {"error": "file", "key": key(2)}
    assert not world.updates


async def test_the_dots_show_while_the_bot_is_at_work(web: Web) -> None:
    world, lan, _ = web
    world.handler._wire.thinking._patience = 0.0
    page = await lan.page()
    await page.send(id=key(1), text="500k")
    frames = [await page.hear(), await page.hear()]
    assert {"typing": True} in frames
    assert {"ack": key(1)} in frames
    await world.say(lan.session, "Cảm ơn bạn!")
    assert (await page.hear())["message"]["text"] == "Cảm ơn bạn!"


async def test_no_dots_where_the_answer_is_quick(web: Web) -> None:
    world, lan, _ = web

    async def answers(update: Incoming) -> None:
        assert update.chat in world.handler._wire.thinking._since
        await world.say(update.chat, "Cảm ơn bạn!")

    world.answer = answers
    page = await lan.page()
    await page.send(id=key(1), text="500k")
    assert "message" in await page.hear()
    assert await page.hear() == {"ack": key(1)}
    assert not world.handler._wire.thinking._since


async def test_before_the_start_and_after_the_stop_pages_are_asked_to_come_back(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    await world.handler.stop()
    assert await page.closed() == 1001
    late = await lan.wire()
    assert await late.hear() == {"error": "server"}
    assert await late.closed() == 1013
    await world.handler.start(world.accept)
    assert (await lan.page()).hello["past"] == []


async def test_a_session_has_a_limit_of_open_pages(opened: Open) -> None:
    _, visitor = await opened(limits=Limits(sockets=2))
    lan, minh = await visitor(), await visitor()
    first, _second = await lan.page(), await lan.page()
    third = await lan.wire()
    assert await third.hear() == {"error": "pages"}
    assert await third.closed() == 4429
    await minh.page()
    await first.ws.close()
    await lan.page()


async def test_a_proxy_or_an_address_that_shuts_pages_out_is_told_to_the_operator(
    web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    _world, lan, _ = web
    await lan.come()
    answer = await lan.client.get("/chat/ws", headers={"Origin": lan.origin})
    assert answer.status == 400
    answer = await lan.client.get("/chat/ws", headers={"Origin": "https://elsewhere.example.org/" + "x" * 500})
    assert answer.status == 403
    upgrade, origin = (record.getMessage() for record in caplog.records if record.name == "bot.handlers.web.wire")
    assert "Upgrade" in upgrade
    assert "PUBLIC_URL" in origin
    assert len(origin) < 200
