"""The gate, knocked at with real sockets: heads that never come, too many connections, one address that wants all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp import web

from bot.web.gate import HEAD, MOST, SHARE, Gate
from bot.web.visitor import Front
from tests.support.jumping import jumping

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Knock = Callable[..., Awaitable[Connection]]
ASK = b"GET / HTTP/1.1\r\nHost: song.example.vn\r\n\r\n"
NEVER = 3600.0  # seconds


class House:
    """A server behind a gate; `open` lets those answers go that `/slow` holds back."""

    def __init__(self, gate: Gate):
        self.gate, self.open = gate, asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        return web.Response(text="welcome")

    async def slow(self, request: web.Request) -> web.Response:
        await self.open.wait()
        return web.Response(text="at last")


@asynccontextmanager
async def standing(gate: Gate) -> AsyncIterator[tuple[House, Knock]]:
    """A house behind a gate, and a way to knock at it."""
    house = House(gate)
    application = web.Application(middlewares=[gate.by_address])
    application.add_routes([web.get("/", house.answer), web.get("/slow", house.slow)])
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        assert runner.server is not None
        listener = await asyncio.get_running_loop().create_server(gate.before(runner.server), "127.0.0.1", 0)
        stack.push_async_callback(runner.cleanup)
        stack.callback(listener.close)
        port = listener.sockets[0].getsockname()[1]

        async def knock(said: bytes = b"") -> Connection:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
            writer.write(said)
            return reader, writer

        yield house, knock


def gate(most: int = 100, share: int = 100, head: float = NEVER, front: Front | None = None) -> Gate:
    made = Gate(front or Front(), 1000, head)
    made.most, made.share = most, share
    return made


async def status(connection: Connection) -> int:
    """The status of the next answer, read to the end of what it says."""
    reader, _writer = connection
    async with asyncio.timeout(60):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        return int(head.split()[1])


async def end(connection: Connection) -> bytes:
    """All that comes until the other side closes."""
    async with asyncio.timeout(60):
        return await connection[0].read()


@pytest.mark.parametrize("said", [b"", b"G", ASK[:-2], b"POST / HTTP/1.1\r\nHost: x\r\nX-Never"])
def test_whoever_says_nothing_whole_is_shown_out(said: bytes) -> None:
    async def story() -> None:
        async with standing(gate(most=1, head=HEAD)) as (house, knock):
            assert await end(await knock(said)) == b""
            assert house.gate.enter("198.51.100.4"), "and their place is free"

    jumping(story())


def test_a_second_head_has_to_come_in_time_too() -> None:
    async def story() -> None:
        async with standing(gate(head=HEAD)) as (_house, knock):
            visitor = await knock(ASK)
            assert await status(visitor) == 200
            await asyncio.sleep(2 * HEAD)  # what was waited for at first is over: the connection may stay idle
            visitor[1].write(ASK)
            assert await status(visitor) == 200
            visitor[1].write(ASK[:-2])
            assert await end(visitor) == b""

    jumping(story())


def test_an_answer_may_take_its_time() -> None:
    async def story() -> None:
        async with standing(gate(head=HEAD)) as (house, knock):
            visitor = await knock(ASK.replace(b"/ ", b"/slow ", 1))
            await asyncio.sleep(2 * HEAD)
            house.open.set()
            assert await status(visitor) == 200

    jumping(story())


async def test_there_is_room_for_so_many_and_a_word_for_the_next() -> None:
    async with standing(gate(most=3)) as (_house, knock):
        inside = [await knock(ASK) for _n in range(3)]
        assert [await status(visitor) for visitor in inside] == [200] * 3
        said = await end(await knock(ASK))
        assert said.startswith(b"HTTP/1.1 503 ")
        assert "thử lại sau".encode() in said
        inside[0][1].close()
        await inside[0][1].wait_closed()
        for _look in range(1000):  # until the server has heard of it
            if (await status(await knock(ASK))) == 200:
                break
        else:
            pytest.fail("a place that became free was not given away again")


async def test_one_address_gets_its_share_alone() -> None:
    async with standing(gate(share=2)) as (house, knock):
        inside = [await knock(ASK) for _n in range(2)]
        assert [await status(visitor) for visitor in inside] == [200] * 2
        assert (await end(await knock(ASK))).startswith(b"HTTP/1.1 503 ")
        assert house.gate.enter("198.51.100.4")


async def test_behind_a_proxy_each_visitor_has_their_share() -> None:
    async with standing(gate(share=2, front=Front(["127.0.0.1"]))) as (house, knock):

        def ask(who: str, path: bytes) -> bytes:
            return b"GET %b HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %b\r\n\r\n" % (path, who.encode())

        slow = [await knock(ask("198.51.100.4", b"/slow")) for _n in range(2)]
        while house.gate._asking["198.51.100.4"] < 2:
            assert await status(await knock(ask("203.0.113.9", b"/"))) == 200
        assert await status(await knock(ask("198.51.100.4", b"/"))) == 503
        assert await status(await knock(ask("203.0.113.9", b"/"))) == 200
        house.open.set()
        assert [await status(visitor) for visitor in slow] == [200, 200]
        assert await status(await knock(ask("198.51.100.4", b"/"))) == 200


def test_all_places_lie_below_the_descriptors_and_a_share_below_all_places() -> None:
    for descriptors in (256, 1024, 4096, 20_000, 65_536, 1_000_000):
        made = Gate(Front(), descriptors)
        assert made.most <= MOST
        assert made.most + 60 < descriptors
        assert made.share <= min(SHARE, made.most // 4)


def test_a_neighbour_in_the_same_network_is_the_same_address() -> None:
    made = gate(share=2)
    assert [made.enter(f"2001:db8:1:2::{n}") for n in range(3)] == [True, True, False]
    assert made.enter("2001:db8:1:3::1")
    made.leave("2001:db8:1:2::1")
    assert made.enter("2001:db8:1:2::9")
