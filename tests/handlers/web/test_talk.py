"""Every open page of a session shows the whole talk, once and in order, whatever was missed."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.handlers.web import Past
from bot.handlers.web.talk import PAGE
from tests.handlers.web.world import PNG, Visitor, World, key

Web = tuple[World, Visitor, Visitor]


def texts(talk: dict[str, Any]) -> list[str]:
    return [said.get("text", "") for said in talk["past"]]


async def test_a_message_reaches_every_page_of_its_chat_and_no_other(web: Web) -> None:
    world, lan, minh = web
    one, two, other = await lan.page(), await lan.page(), await minh.page()
    assert await world.say(lan.session, "Chào <b>Lan</b>!", "Tiền", "Máy tính") == "1"
    for page in (one, two):
        assert await page.hear() == {
            "message": {
                "id": 1,
                "text": "Chào <b>Lan</b>!",
                "at": "2021-10-05T01:00:00Z",
                "buttons": [{"label": "Tiền", "data": "data-Tiền"}, {"label": "Máy tính", "data": "data-Máy tính"}],
            }
        }
    await world.say(minh.session, "Chào Minh!")
    assert (await other.hear())["message"]["text"] == "Chào Minh!"


async def test_with_no_page_open_a_message_is_kept_and_shown_when_one_opens(web: Web) -> None:
    world, lan, _ = web
    await lan.come()
    assert await world.say(lan.session, "Thứ Ba rồi, mời bạn báo cáo.") == "kept"
    assert texts((await lan.page()).hello) == ["Thứ Ba rồi, mời bạn báo cáo."]


async def test_a_page_that_comes_back_gets_only_what_it_missed(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    await world.say(lan.session, "một")
    await page.ws.close()
    await world.say(lan.session, "hai")
    await world.say(lan.session, "ba")
    back = await lan.page(since=1)
    assert (texts(back.hello), back.hello["reset"]) == (["hai", "ba"], False)


async def test_a_page_away_for_too_long_starts_anew_with_the_newest(web: Web) -> None:
    world, lan, _ = web
    await lan.come()
    for number in range(PAGE + 5):
        await world.say(lan.session, str(number))
    back = await lan.page(since=2)
    assert back.hello["reset"]
    assert back.hello["more"]
    assert texts(back.hello) == [str(number) for number in range(5, PAGE + 5)]
    await back.send(older=back.hello["past"][0]["id"])
    older = (await back.hear())["older"]
    assert texts(older) == ["0", "1", "2", "3", "4"]
    assert not older["more"]


async def test_what_is_said_while_the_past_is_on_its_way_comes_after_it(web: Web) -> None:
    world, lan, _ = web
    asked, go = asyncio.Event(), asyncio.Event()
    whole = world.history

    async def slow(address: str, before: int | None, limit: int, since: int = 0) -> list[Past]:
        past = await whole(address, before, limit, since)
        asked.set()
        await go.wait()
        return past

    world.handler._talks._history = slow
    await lan.come()
    await world.say(lan.session, "trước")
    page = await lan.wire()
    await page.send(since=0)
    await asked.wait()
    assert await world.say(lan.session, "trong khi") == "2"
    go.set()
    assert texts((await page.hear())["hello"]) == ["trước"]
    assert (await page.hear())["message"]["text"] == "trong khi"


async def test_ones_own_words_show_on_the_other_pages_and_in_the_past(web: Web) -> None:
    _world, lan, _ = web
    one, two = await lan.page(), await lan.page()
    await one.send(id=key(1), text="<b>500k</b>")
    assert await one.hear() == {"ack": key(1)}
    shown = {"key": key(1), "text": "<b>500k</b>", "at": "2021-10-05T01:00:00Z"}
    assert await two.hear() == {"mine": shown}
    assert (await lan.page()).hello["past"] == [shown]


async def test_a_press_shows_on_the_other_pages_and_in_the_past(web: Web) -> None:
    _world, lan, _ = web
    one, two = await lan.page(), await lan.page()
    await one.send(id=key(1), button="t1:0")
    await one.hear()
    assert (await two.hear())["mine"]["button"] == "t1:0"
    assert (await lan.page()).hello["past"][0]["button"] == "t1:0"


async def test_ones_own_photo_and_paper_show_in_the_past(web: Web) -> None:
    _world, lan, _ = web
    page = await lan.page()
    _, photo = await lan.upload(PNG, "a.png")
    _, paper = await lan.upload(b"ten,lop\nAn,5A\n", "danh-sach.csv")
    await page.send(id=key(1), photo=photo["ref"])
    await page.send(id=key(2), document=paper["ref"])
    await page.hear()
    await page.hear()
    first, second = (await lan.page()).hello["past"]
    assert first["picture"] == photo["url"]
    assert "document" not in first
    assert second["document"] == {"url": paper["url"], "name": "danh-sach.csv", "mime": "text/csv"}
    shown = await lan.client.get(first["picture"])
    assert (shown.status, await shown.read()) == (200, PNG)


async def test_a_page_that_does_not_read_is_let_go_and_holds_nobody_up(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    reading: Any = page.ws._response.connection
    reading.transport.pause_reading()
    for _time in range(4000):
        if await asyncio.wait_for(world.say(lan.session, "x" * 4000), 5) == "kept":
            break
    else:
        raise AssertionError("a page that never reads was fed for ever")
    assert not world.handler._rooms.of(lan.session) or await world.say(lan.session, "y") == "kept"


async def test_pages_that_left_are_forgotten(web: Web) -> None:
    world, lan, _ = web
    pages = [await lan.page() for _ in range(3)]
    assert len(world.handler._rooms.everyone()) == 3
    for page in pages:
        await page.ws.close()
    for _time in range(100):
        if not world.handler._rooms.everyone():
            break
        await asyncio.sleep(0.01)
    assert not world.handler._rooms.everyone()
    assert not world.handler._rooms._in


async def test_a_change_reaches_open_pages_under_the_number_of_the_message_it_changes(web: Web) -> None:
    world, lan, minh = web
    page, other = await lan.page(), await minh.page()
    await world.say(lan.session, "Đã hứa", "Dừng")
    await page.hear()
    assert await world.change(lan.session, 1, "Đã nhận", "Dừng") == "1"
    at = {"at": "2021-10-05T01:00:00Z", "changed": "2021-10-05T01:00:00Z"}
    buttons = [{"label": "Dừng", "data": "data-Dừng"}]
    assert await page.hear() == {"message": {"id": 1, "change": 2, "text": "Đã nhận", "buttons": buttons, **at}}
    assert await world.change(lan.session, 1, "Đã trao") == "1"
    assert await page.hear() == {"message": {"id": 1, "change": 3, "text": "Đã trao", "buttons": [], **at}}
    await world.say(minh.session, "Chào Minh!")
    assert (await other.hear())["message"]["text"] == "Chào Minh!"


async def test_with_no_page_open_a_change_is_kept_and_the_next_one_still_finds_its_place(web: Web) -> None:
    world, lan, _ = web
    await lan.come()
    await world.say(lan.session, "Đã hứa")
    await world.say(lan.session, "Việc khác")
    for text in ("Đã nhận", "Đã trao"):
        assert await world.change(lan.session, 1, text) == "1"
    world.minutes = 5
    past = (await lan.page()).hello["past"]
    assert [(said["id"], said.get("change"), said["text"]) for said in past] == [
        (1, 4, "Đã trao"),
        (2, None, "Việc khác"),
    ]


async def test_a_page_that_comes_back_hears_what_was_changed_wherever_it_stands(web: Web) -> None:
    world, lan, _ = web
    await lan.come()
    for number in range(PAGE + 5):
        await world.say(lan.session, str(number + 1))
    last = PAGE + 5
    await world.change(lan.session, 2, "far above")
    await world.change(lan.session, last - 3, "near")
    await world.say(lan.session, "new")
    back = await lan.page(since=last)
    assert (texts(back.hello), back.hello["reset"]) == (["far above", "near", "new"], False)
    for since in (last + 2, last + 3):  # a change, then a message, was the last it had
        again = await lan.page(since=since)
        assert not again.hello["reset"]
        assert "far above" not in texts(again.hello)
        assert texts(again.hello)[-1] == "new" if since == last + 2 else texts(again.hello) == []


async def test_a_page_that_loads_anew_gets_what_was_changed_far_above_only_when_it_asks_for_it(web: Web) -> None:
    world, lan, _ = web
    await lan.come()
    for number in range(PAGE + 5):
        await world.say(lan.session, str(number + 1))
    await world.change(lan.session, 2, "far above")
    page = await lan.page()
    assert "far above" not in texts(page.hello)
    await page.send(older=page.hello["past"][0]["id"])
    assert texts((await page.hear())["older"]) == ["1", "far above", "3", "4", "5"]
