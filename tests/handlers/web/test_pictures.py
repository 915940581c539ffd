"""Pictures and papers are drawn on demand, and only for the chat they were sent to."""

from __future__ import annotations

from typing import Any

from bot.handlers.web import Limits
from tests.handlers.web.world import PNG, Open, Visitor, World, key

Web = tuple[World, Visitor, Visitor]
QR = {"make": "qr", "text": "000201"}


async def sent_to(world: World, visitor: Visitor, **what: Any) -> dict[str, Any]:
    page = await visitor.page()
    await world.say(visitor.session, "Mã chuyển khoản", **what)
    message: dict[str, Any] = (await page.hear())["message"]
    return message


async def test_a_picture_is_drawn_when_its_owner_asks(web: Web) -> None:
    world, lan, _ = web
    message = await sent_to(world, lan, picture=QR)
    assert not world.drawn
    answer = await lan.client.get(message["picture"])
    assert (answer.status, answer.content_type, await answer.read()) == (200, "image/png", PNG)
    assert world.drawn == [QR]
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Content-Disposition" not in answer.headers


async def test_the_same_picture_is_there_when_the_page_is_opened_anew(web: Web) -> None:
    world, lan, _ = web
    message = await sent_to(world, lan, picture=QR)
    assert (await lan.page()).hello["past"][0]["picture"] == message["picture"]


async def test_nobody_else_sees_a_picture(web: Web) -> None:
    world, lan, minh = web
    message = await sent_to(world, lan, picture=QR)
    assert (await minh.client.get(message["picture"])).status == 404
    await minh.page()
    await world.say(minh.session, "Của Minh", picture=QR)
    assert (await minh.client.get(message["picture"])).status == 404
    assert not world.drawn


async def test_a_token_that_was_not_given_out_opens_nothing(web: Web) -> None:
    world, lan, _ = web
    message = await sent_to(world, lan, picture=QR)
    token = message["picture"].rpartition("/")[2]
    number, _, signature = token.partition("-")
    forged = [f"2-{signature}", number, f"{number}-", f"{number}-{signature[:-1]}0x", "-", "²-" + signature, "9" * 30]
    for wrong in forged:
        assert (await lan.client.get(f"/chat/picture/{wrong}")).status == 404, wrong
    assert (await lan.client.get(f"/chat/document/{token}")).status == 404
    assert not world.drawn


async def test_a_paper_is_saved_under_its_name_and_never_shown_as_a_page(web: Web) -> None:
    world, lan, _ = web
    message = await sent_to(world, lan, document={"make": "thanks", "called": "Thư cảm ơn.pdf"})
    assert message["document"]["name"] == "Thư cảm ơn.pdf"
    answer = await lan.client.get(message["document"]["url"])
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Th%C6%B0%20c%E1%BA%A3m%20%C6%A1n.pdf"


async def test_a_file_somebody_sent_can_be_shown_to_a_reviewer_by_a_recipe(web: Web) -> None:
    world, lan, minh = web
    await lan.page()
    _, kept = await lan.upload(PNG, "may.png")
    message = await sent_to(world, minh, picture={"file": kept["ref"]})
    answer = await minh.client.get(message["picture"])
    assert (answer.status, await answer.read()) == (200, PNG)
    assert not world.drawn


async def test_what_somebody_sent_is_shown_to_nobody_else(web: Web) -> None:
    _, lan, minh = web
    page = await lan.page()
    _, kept = await lan.upload(PNG, "may.png")
    await page.send(id=key(1), photo=kept["ref"])
    assert (await lan.client.get(kept["url"])).status == 200
    await minh.come()
    assert (await minh.client.get(kept["url"])).status == 404
    lan.client.session.cookie_jar.clear()
    assert (await lan.client.get(kept["url"])).status == 404


async def test_drawing_cannot_be_asked_for_without_end(opened: Open) -> None:
    world, visitor = await opened(limits=Limits(picture_rate=0.001, picture_burst=3))
    lan = await visitor()
    message = await sent_to(world, lan, picture=QR)
    answers = [(await lan.client.get(message["picture"])).status for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert len(world.drawn) == 3


async def test_a_message_may_have_a_picture_and_a_paper(web: Web) -> None:
    world, lan, _ = web
    message = await sent_to(world, lan, picture=QR, document={"make": "thanks"})
    shown = await lan.client.get(message["picture"])
    saved = await lan.client.get(message["document"]["url"])
    assert (shown.content_type, saved.content_type) == ("image/png", "application/pdf")
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''1.pdf"


async def test_a_picture_is_to_be_saved_under_its_name_where_it_is_sent_as_a_document(web: Web) -> None:
    world, lan, minh = web
    message = await sent_to(world, lan, document={**QR, "name": "giấy/../chứng-nhận.png"})
    assert message["document"]["name"] == "giấy..chứng-nhận.png"
    answer = await lan.client.get(message["document"]["url"])
    assert (answer.content_type, await answer.read()) == ("image/png", PNG)
    name = "gi%E1%BA%A5y..ch%E1%BB%A9ng-nh%E1%BA%ADn.png"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert world.drawn == [QR]  # what the file is called is nothing to draw
    await minh.come()
    assert (await minh.client.get(message["document"]["url"])).status == 404


async def test_a_donor_s_name_on_a_paper_is_not_the_file_s(web: Web) -> None:
    world, lan, _ = web
    certificate = {"make": "certificate", "name": "Lê Thị Hảo Tâm"}
    for more, name in (({"called": "giay.pdf"}, "giay.pdf"), ({}, "1.pdf")):
        world.number = 0
        world.past.clear()
        message = await sent_to(world, lan, document=certificate | more)
        answer = await lan.client.get(message["document"]["url"])
        assert answer.headers["Content-Disposition"].endswith(f"''{name}")
    assert world.drawn == [certificate, certificate]


async def test_what_was_changed_has_another_address_and_the_old_one_gives_what_it_is_now(web: Web) -> None:
    world, lan, _ = web
    before = await sent_to(world, lan, picture=QR, document={"make": "thanks", "name": "1.pdf"})
    other = {"make": "qr", "text": "hai"}
    await world.change(lan.session, 1, "Mã mới", picture=other, document={"make": "thanks", "name": "2.pdf"})
    [now] = (await lan.page()).hello["past"]
    assert now["picture"] != before["picture"]
    assert now["document"]["name"] == "2.pdf"
    for address in (now["picture"], before["picture"]):
        assert (await lan.client.get(address)).status == 200
    assert world.drawn == [other, other]
    await world.change(lan.session, 1, "Không còn mã")
    assert (await lan.client.get(now["picture"])).status == 404
    assert (await lan.client.get(now["document"]["url"])).status == 404
