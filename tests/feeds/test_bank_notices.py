"""SePay and Casso get their 200 only after the commit, and nobody else gets anything; the log keeps no secret."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.feeds.bank_notices import CASSO, LARGEST, SEPAY, BankWebhook
from bot.messages import Full, Incoming

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)
SEPAY_KEY, CASSO_KEY = "invented-sepay-key", "invented-casso-key"
MEMO = "UNG HO TS4K7Q"
AS_SEPAY = {"Authorization": f"Apikey {SEPAY_KEY}"}
AS_CASSO = {"secure-token": CASSO_KEY}

Client = TestClient[web.Request, web.Application]


def sepay(**other: Any) -> bytes:
    notice = {
        "id": 92704,
        "transactionDate": "2026-03-02 09:12:37",
        "accountNumber": "0900000001",
        "content": MEMO,
        "transferType": "in",
        "transferAmount": 500000,
        "referenceCode": "FT26061000001",
    }
    return json.dumps(notice | other).encode()


def casso(*tids: str) -> bytes:
    movement = {"id": 1, "description": MEMO, "amount": 500000, "when": "2026-03-02 09:12:37", "subAccId": "0900000002"}
    return json.dumps({"error": 0, "data": [movement | {"id": f"own-{tid}", "tid": tid} for tid in tids]}).encode()


class Inbox:
    """Takes every id once, as the real one does."""

    def __init__(self) -> None:
        self.taken: dict[tuple[str, str], Incoming] = {}
        self.trouble: BaseException | None = None
        self.waiting: asyncio.Event | None = None

    async def accept(self, update: Incoming) -> None:
        if self.waiting is not None:
            await self.waiting.wait()
        if self.trouble is not None:
            raise self.trouble
        self.taken.setdefault((update.channel, update.id), update)

    @property
    def ids(self) -> list[str]:
        return [id for _, id in self.taken]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@asynccontextmanager
async def listening(
    accept: Callable[[Incoming], Awaitable[None]], sepay_key: str = SEPAY_KEY, casso_key: str = CASSO_KEY
) -> AsyncIterator[Client]:
    webhook = BankWebhook(accept, sepay_key=sepay_key, casso_key=casso_key, zone=ZONE, now=lambda: NOW)
    app = web.Application(client_max_size=50 << 20)
    app.add_routes(webhook.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_movement_becomes_one_update_and_is_thanked_for(inbox: Inbox) -> None:
    async with listening(inbox.accept) as client:
        response = await client.post(SEPAY, data=sepay(), headers=AS_SEPAY)
        assert (response.status, await response.json()) == (200, {"success": True})
    [update] = inbox.taken.values()
    assert (update.channel, update.chat, update.id) == ("bank", "0900000001", "sepay:0900000001:92704")
    assert update.at == NOW
    assert update.about == {
        "line": {
            "reference": "FT26061000001",
            "account": "0900000001",
            "at": "2026-03-02T09:12:37+07:00",
            "minor": 500000,
            "currency": "VND",
            "memo": MEMO,
            "payer": "",
            "number": "FT26061000001",
            "balance": None,
            "told_id": "92704",
        },
        "source": "sepay",
    }


async def test_the_answer_waits_until_every_line_is_accepted_and_the_lines_do_not_wait_for_each_other() -> None:
    begun: list[str] = []
    commit = asyncio.Event()

    async def accept(update: Incoming) -> None:
        begun.append(update.id)
        if len(begun) == 3:
            commit.set()
        await commit.wait()

    async with listening(accept) as client:
        response = await client.post(CASSO, data=casso("A", "B", "C"), headers=AS_CASSO)
        assert response.status == 200
    assert sorted(begun) == [f"casso:0900000002:own-{name}" for name in "ABC"]


async def test_no_answer_before_the_commit(inbox: Inbox) -> None:
    inbox.waiting = asyncio.Event()
    async with listening(inbox.accept) as client:
        asked = asyncio.ensure_future(client.post(SEPAY, data=sepay(), headers=AS_SEPAY))
        for _ in range(50):
            await asyncio.sleep(0)
        assert not asked.done()
        inbox.waiting.set()
        assert (await asked).status == 200


async def test_a_replayed_post_is_thanked_for_and_changes_nothing(inbox: Inbox) -> None:
    async with listening(inbox.accept) as client:
        for _ in range(3):
            assert (await client.post(SEPAY, data=sepay(), headers=AS_SEPAY)).status == 200
    assert inbox.ids == ["sepay:0900000001:92704"]


async def test_the_order_of_posts_and_lines_does_not_matter(inbox: Inbox) -> None:
    async with listening(inbox.accept) as client:
        for tids in (("C", "A"), ("B",), ("A", "B", "C")):
            assert (await client.post(CASSO, data=casso(*tids), headers=AS_CASSO)).status == 200
    assert sorted(inbox.ids) == [f"casso:0900000002:own-{name}" for name in "ABC"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (SEPAY, {}),
        (SEPAY, {"Authorization": "Apikey wrong"}),
        (SEPAY, {"Authorization": f"Apikey {CASSO_KEY}"}),
        (SEPAY, {"X-SePay-Signature": "sha256=00", "X-SePay-Timestamp": "1"} | AS_SEPAY),
        (SEPAY, AS_CASSO),
        (CASSO, {}),
        (CASSO, {"secure-token": "wrong"}),
        (CASSO, {"X-Casso-Signature": "t=1,v1=00"} | AS_CASSO),
        (CASSO, AS_SEPAY),
    ],
)
async def test_a_forged_post_is_refused_whatever_it_holds(inbox: Inbox, path: str, headers: dict[str, str]) -> None:
    async with listening(inbox.accept) as client:
        for body in (sepay(), casso("A"), b"no json", b""):
            response = await client.post(path, data=body, headers=headers)
            assert (response.status, await response.read()) == (403, b"")
    assert not inbox.taken


async def test_a_key_that_is_no_text_is_refused_too(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(inbox.accept) as client:
        for path, name in ((SEPAY, b"Authorization: Apikey"), (CASSO, b"secure-token:")):
            reader, writer = await asyncio.open_connection(client.host, client.port)
            writer.write(
                b"POST %s HTTP/1.0\r\nHost: x\r\n%s \xff\xfe\r\nContent-Length: 2\r\n\r\n{}" % (path.encode(), name)
            )
            assert (await reader.readline()).split()[1] == b"403"
            writer.close()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_the_operator_is_told_once_of_refused_posts(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(inbox.accept) as client:
        for _ in range(5):
            await client.post(SEPAY, data=sepay(), headers={"Authorization": "Apikey guessed"})
    assert caplog.text.count("refused") == 1
    assert "guessed" not in caplog.text


async def test_who_has_no_key_of_ours_is_not_listened_to(inbox: Inbox) -> None:
    async with listening(inbox.accept, sepay_key="") as client:
        assert (await client.post(SEPAY, data=sepay(), headers={"Authorization": "Apikey "})).status == 404
        assert (await client.post(CASSO, data=casso("A"), headers=AS_CASSO)).status == 200
    assert BankWebhook(inbox.accept, sepay_key="", casso_key="", zone=ZONE, now=lambda: NOW).routes() == []


async def test_a_post_too_long_is_refused_however_its_length_is_told(inbox: Inbox) -> None:
    async def chunks(size: int) -> AsyncIterator[bytes]:
        body = sepay() + b" " * (size - len(sepay()))
        for start in range(0, size, 50_000):
            yield body[start : start + 50_000]

    async with listening(inbox.accept) as client:
        body = sepay() + b" " * (LARGEST - len(sepay()))
        assert (await client.post(SEPAY, data=body, headers=AS_SEPAY)).status == 200
        assert (await client.post(SEPAY, data=chunks(LARGEST), headers=AS_SEPAY)).status == 200
        inbox.taken.clear()
        assert (await client.post(SEPAY, data=body + b" ", headers=AS_SEPAY)).status == 413
        assert (await client.post(SEPAY, data=chunks(LARGEST + 1), headers=AS_SEPAY)).status == 413
        packed = gzip.compress(b" " * (40 << 20))
        response = await client.post(SEPAY, data=packed, headers=AS_SEPAY | {"Content-Encoding": "gzip"})
        assert response.status in (400, 413)
    assert not inbox.taken


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\x00", b"[]", b"{}", b'{"transferAmount":"x"}', sepay(transferAmount=0.5), casso("A")]
)
async def test_what_is_no_notice_is_refused(inbox: Inbox, body: bytes) -> None:
    async with listening(inbox.accept) as client:
        assert (await client.post(SEPAY, data=body, headers=AS_SEPAY)).status == 400
    assert not inbox.taken


async def test_the_content_counts_and_not_what_it_is_called(inbox: Inbox) -> None:
    async with listening(inbox.accept) as client:
        form = AS_SEPAY | {"Content-Type": "application/x-www-form-urlencoded"}
        assert (await client.post(SEPAY, data=b"id=92704&transferAmount=500000", headers=form)).status == 400
        assert (await client.post(SEPAY, data=sepay(), headers=form)).status == 200
        broken = AS_SEPAY | {"Content-Encoding": "gzip"}
        assert (await client.post(SEPAY, data=sepay(), headers=broken)).status == 400
    assert inbox.ids == ["sepay:0900000001:92704"]


async def test_a_trial_is_thanked_for_and_goes_nowhere(inbox: Inbox) -> None:
    async with listening(inbox.accept) as client:
        assert (await client.post(SEPAY, data=sepay(transferAmount=0), headers=AS_SEPAY)).status == 200
    assert not inbox.taken


async def test_while_the_queue_is_full_the_service_is_asked_to_come_again(inbox: Inbox) -> None:
    inbox.trouble = Full()
    async with listening(inbox.accept) as client:
        response = await client.post(CASSO, data=casso("A", "B"), headers=AS_CASSO)
        assert (response.status, response.headers["Retry-After"]) == (503, "1")
        inbox.trouble = None
        assert (await client.post(CASSO, data=casso("A", "B"), headers=AS_CASSO)).status == 200
    assert len(inbox.ids) == 2


async def test_if_one_line_fails_the_others_are_kept_and_the_post_comes_again(inbox: Inbox) -> None:
    async def accept(update: Incoming) -> None:
        if update.id.endswith("-B") and not again:
            raise Full
        await inbox.accept(update)

    again = False
    async with listening(accept) as client:
        assert (await client.post(CASSO, data=casso("A", "B", "C"), headers=AS_CASSO)).status == 503
        assert sorted(inbox.ids) == [f"casso:0900000002:own-{name}" for name in "AC"]
        again = True
        assert (await client.post(CASSO, data=casso("A", "B", "C"), headers=AS_CASSO)).status == 200
    assert len(inbox.ids) == 3


async def test_a_crash_is_logged_without_the_line_and_the_post_comes_again(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    inbox.trouble = RuntimeError(f"cannot insert {MEMO!r} for 0900000001")
    async with listening(inbox.accept) as client:
        response = await client.post(SEPAY, data=sepay(), headers=AS_SEPAY)
        assert (response.status, await response.read()) == (503, b"")
        await client.post(SEPAY, data=b'{"content": "' + MEMO.encode() + b'"}', headers=AS_SEPAY)
        await client.post(SEPAY, data=sepay(), headers={"Authorization": f"Apikey {SEPAY_KEY}x"})
    mine = [record for record in caplog.records if record.name == "bot.feeds.bank_notices"]
    assert [record.levelname for record in mine] == ["ERROR", "WARNING", "WARNING"]
    assert "RuntimeError" in caplog.text
    assert "in accept" in caplog.text
    for secret in (MEMO, "0900000001", "FT26061000001", "500000", SEPAY_KEY):
        assert secret not in caplog.text


async def test_a_caller_who_hangs_up_halfway_leaves_nothing(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield sepay()[:40]
        raise ConnectionError

    async with listening(inbox.accept) as client:
        with pytest.raises((ConnectionError, aiohttp.ClientError)):
            await client.post(SEPAY, data=half(), headers=AS_SEPAY)
        assert (await client.post(SEPAY, data=sepay(), headers=AS_SEPAY)).status == 200
    assert len(inbox.ids) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
