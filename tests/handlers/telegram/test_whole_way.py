"""From Telegram's update to the call that answers it, with the real app between: groups, topics, refusals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.delivery import sender
from bot.storage.tables import contacts, pledges, roles
from tests.handlers.conformance.gift_talk import ANONYMOUS, NOWHERE, YES
from tests.handlers.conformance.messenger import House, vi
from tests.handlers.conformance.messengers import PollingMessenger
from tests.support.lived import prepare
from tests.telegram_api import updates
from tests.telegram_api.server import Call

ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
GROUP = {"id": -5200, "type": "group", "title": "Huyện A, điều hành"}
FORUM = {"id": -1005200, "type": "supergroup", "title": "Huyện A, điều hành", "is_forum": True}
SEVEN: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return await prepare(tmp_path_factory.mktemp("house") / "data")


@pytest.fixture
async def phone(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PollingMessenger]:
    monkeypatch.setattr(sender, "LINGER", 0.0)
    kind = PollingMessenger
    async with kind(House(template, tmp_path, **kind.settings)) as opened:
        assert isinstance(opened, PollingMessenger)
        yield opened


async def answers(phone: PollingMessenger, raw: dict[str, Any]) -> list[Call]:
    """The calls that make messages which an update causes."""
    before = len(phone.api.calls)
    async with asyncio.timeout(60):
        await phone.deliver(raw, 1)
        await phone.house.idle()
    return [call for call in phone.api.calls[before:] if call.method.startswith("send") and call.accepted]


async def test_a_picture_that_is_refused_leaves_the_code_and_the_sum(phone: PollingMessenger) -> None:
    await phone.come()
    await phone.says("/goptien", "1tr5", vi(ANONYMOUS), vi(NOWHERE))
    phone.api.trouble(400, "Bad Request: IMAGE_PROCESS_FAILED", method="sendPhoto")
    [thanks] = await phone.says(vi(YES))
    [(code,)] = await phone.house.rows(select(pledges.c.code))
    assert code in thanks.text
    assert thanks.picture is None


async def test_an_edited_sum_is_answered(phone: PollingMessenger) -> None:
    await phone.come()
    await phone.says("/goptien", "500k")
    edited = updates.update("edited_message", updates.text("5 triệu")["message"])
    [answer] = await answers(phone, edited)
    assert answer.params["text"].startswith("Tin đã sửa")


async def test_an_anonymous_administrators_invitation_stays_with_the_group_through_its_move_and_topics(
    phone: PollingMessenger,
) -> None:
    code = await phone.house.invite("official", "huyen-uy")
    await answers(phone, updates.message(ANONYMOUS_ADMIN, GROUP, text=f"/start {code}", sender_chat=GROUP))
    await answers(phone, updates.message(chat=FORUM, text="/menu@song_test_bot", **SEVEN))
    assert await answers(phone, updates.message(chat=FORUM, migrate_from_chat_id=GROUP["id"])) == []
    assert await answers(phone, updates.message(chat=GROUP, migrate_to_chat_id=FORUM["id"])) == []
    held = select(contacts.c.address, roles.c.role).join(roles, roles.c.contact_id == contacts.c.id)
    assert ("telegram:-1005200", "official") in [tuple(row) for row in await phone.house.rows(held)]
    digest = await answers(phone, updates.message(chat=FORUM, text="/tonghop@song_test_bot", **SEVEN))
    assert digest
    assert {(call.params["chat_id"], call.params["message_thread_id"]) for call in digest} == {(-1005200, 7)}
    phone.api.closed = {(-1005200, 7)}
    rest = await answers(phone, updates.message(chat=FORUM, text="/menu@song_test_bot", **SEVEN))
    assert [call.params.get("message_thread_id") for call in rest] == [None]
