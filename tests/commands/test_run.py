"""`run`: what it refuses, in one sentence; and that it serves, answers to this machine only, and stops when told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.commands.run import build
from bot.programme.plan import load_plan, not_carried_out
from bot.settings import Settings
from tests.commands.conftest import SECRETS, Operator
from tests.telegram_api.server import BotApi

ROOT = Path(__file__).parent.parent.parent
TOKEN, PASSWORD, WORD = SECRETS


@contextlib.contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_so(operator: Operator) -> None:
    with taken_port() as port:
        operator.sets(HTTP_PORT=port, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_BASE=f"http://127.0.0.1:{port}")
        assert operator.refused("run") == f"port {port} is taken; choose another with HTTP_PORT"
    operator.unsets("TELEGRAM_TOKEN")  # the doctor would ask there
    assert operator.types("doctor").code == 0


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_is_not_this_machine_s_is_said_so(operator: Operator, host: str) -> None:
    operator.sets(HTTP_HOST=host)
    assert operator.refused("run").startswith(f"{host} port 8080 cannot be listened on")


def test_without_its_key_the_database_is_not_touched(operator: Operator) -> None:
    (operator.data / "data.key").rename(operator.data / "elsewhere.key")
    for command in ("run", "chat", "digest", "invite volunteer"):
        assert f"its key {operator.data / 'data.key'} is missing" in operator.refused(command)
    assert not (operator.data / "data.key").exists()
    operator.sets(DATA_KEY_FILE=operator.data / "elsewhere.key")
    assert operator.types("digest").code == 0


def test_a_newer_database_is_not_touched(operator: Operator) -> None:
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    for command in ("run", "chat", "plan load"):
        said = operator.types(command, *(["thanh-oai"] if command == "plan load" else []))
        assert said.code == 2
        assert "from a newer or another release (revision 9999): run the release that wrote it" in said.err


@pytest.mark.parametrize(
    "more",
    [
        {"TELEGRAM_TOKEN": TOKEN},
        {"PUBLIC_URL": "https://song.example.vn"},
        {"HTTP_HOST": "0.0.0.0"},
        {"HTTP_HOST": "192.0.2.1"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_demonstration_is_refused_where_others_could_reach_it(newcomer: Operator, more: dict[str, str]) -> None:
    newcomer.sets(DEMO=1, **more)
    assert newcomer.refused("run").startswith("DEMO lets anybody be anybody, so it is refused with")
    assert not newcomer.data.exists()


def test_a_demonstration_s_database_is_never_used_for_real_nor_the_other_way_round(
    operator: Operator, newcomer: Operator, tmp_path: Path
) -> None:
    operator.types("digest")
    operator.sets(DEMO=1)
    for command in ("run", "chat", "digest", "invite volunteer"):
        assert "for real use; choose another DATA_DIR" in operator.refused(command)
    operator.sets(DATA_DIR=tmp_path / "demo")
    assert operator.types("digest").code == 0
    operator.unsets("DEMO")
    for command in ("run", "chat", "digest", "invite volunteer"):
        assert "for demo use; choose another DATA_DIR" in operator.refused(command)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"postgresql+psycopg://user:{PASSWORD}@127.0.0.1:1/name", "the database cannot be used: "),
        (f"postgresql+nothing://user:{PASSWORD}@127.0.0.1/name", "DATABASE_URL cannot be used"),
        (f"sqlite:///{PASSWORD}.db", "DATABASE_URL cannot be used"),
        (f"{PASSWORD}", "DATABASE_URL cannot be used"),
    ],
    ids=["out of reach", "unknown driver", "wrong driver", "no address"],
)
def test_a_database_that_cannot_be_used_is_said_so_without_its_password(
    newcomer: Operator, url: str, said: str
) -> None:
    newcomer.sets(DATABASE_URL=url)
    ended = newcomer.types("run")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"tiep-song: {said}")


def test_a_folder_that_cannot_be_is_said_so(newcomer: Operator) -> None:
    newcomer.data.write_text("a file where the folder should be")
    assert newcomer.refused("run") == f"{newcomer.data}: File exists"


@contextlib.contextmanager
def running(data: Path, **environment: str) -> Iterator[tuple[Popen[bytes], str]]:
    """The bot in a process of its own, and the address it printed."""
    ours = {name.upper() for name in Settings.__struct_fields__}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, "-m", "bot", "run"]
    more = {"DATA_DIR": str(data), "HTTP_PORT": "0", **environment}
    # Without a buffer: what is read ahead of the first line would be lost to whoever reads the rest.
    with Popen(command, cwd=ROOT, env=kept | more, stdout=PIPE, stderr=PIPE, bufsize=0) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline().decode())
            assert found, process.communicate(timeout=60)
            yield process, found[0]
        finally:
            process.kill()


def got(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


TELEGRAM = {"TELEGRAM_TOKEN": f"1:{TOKEN}", "TELEGRAM_API_BASE": "http://127.0.0.1:1", "TELEGRAM_WEBHOOK_SECRET": WORD}


@pytest.mark.parametrize(
    ("environment", "stop"),
    [({**TELEGRAM, "LOG_LEVEL": "DEBUG"}, signal.SIGTERM), ({}, signal.SIGINT)],
    ids=["with a Telegram out of reach", "web only"],
)
def test_it_serves_until_it_is_told_to_stop_and_tells_no_secret(
    operator: Operator, environment: dict[str, str], stop: signal.Signals
) -> None:
    with running(operator.data, **environment) as (process, address):
        assert got(address) == got(f"{address}/chat") == got(f"{address}/healthz") == 200
        assert got(f"{address}/chat/demo") == 404
        process.send_signal(stop)
        out, err = (said.decode() for said in process.communicate(timeout=60))
    assert process.returncode == 0
    assert f"Kế hoạch này có {len(not_carried_out(load_plan('thanh-oai')))} điều Tiếp Sóng chưa làm được:" in out
    assert "Traceback" not in err
    assert not [secret for secret in SECRETS if secret in out + err]


@asynccontextmanager
async def demonstration(folder: Path) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app, application = await build(Settings(data_dir=folder, demo=True))
    async with TestClient(TestServer(application)) as client:
        yield client
    await app.stop()


HERE = ("127.0.0.1", "127.0.0.1:8080", "localhost", "LOCALHOST:80", "[::1]", "[::1]:8080")
ELSEWHERE = ("song.example.vn", "127.0.0.1.example.vn", "localhost.example.vn", "10.0.0.7:8080", "127.0.0.1@x.vn",
             "x.vn@y.vn:127.0.0.1", "[::1", "", "0.0.0.0", "127.0.0.2")  # fmt: skip
PATHS = ("/", "/chat", "/healthz", "/chat/ws", "/chat/demo", "/chat/demo/clock", "/nowhere")


async def test_a_demonstration_answers_to_this_machine_s_names_only(tmp_path: Path) -> None:
    async with demonstration(tmp_path / "data") as client:
        for host in HERE:
            assert (await client.get("/", headers={"Host": host})).status == 200, host
        for host in ELSEWHERE:
            for path in PATHS:
                answer = await client.get(path, headers={"Host": host})
                assert (answer.status, "set-cookie" in answer.headers) == (403, False), (host, path)
        moved = await client.post("/chat/demo/clock", data=json.dumps({"to": "hour"}), headers={"Host": "x.vn"})
        assert moved.status == 403


async def test_telegram_is_spoken_to_with_the_token_where_one_is_set(operator: Operator) -> None:
    async with BotApi() as api:
        settings = Settings(data_dir=operator.data, telegram_token=api.token, telegram_api_base=api.base)
        app, _application = await build(settings)
        await app.start(tick=False)
        async with asyncio.timeout(60):
            await api.polled.wait()
        await app.stop()
        published = api.of("setMyCommands")
        assert {call.params.get("language_code", "") for call in published} <= {"", "vi", "en"}


def test_a_second_one_on_the_same_data_is_refused_and_the_commands_work_beside_the_first(operator: Operator) -> None:
    with running(operator.data) as (process, address):
        for command in ("run", "chat"):
            said = operator.refused(command)
            assert said.startswith(f"process {process.pid} serves this database already; use that one, stop it, or ")
        assert got(f"{address}/healthz") == 200
        for command in ("doctor", "digest", "plan check thanh-oai", "invite volunteer", "ledger verify"):
            assert operator.types(command).code == 0, command
        assert operator.types("backup", operator.data / "copy.db").code == 0
        loaded = operator.types("plan load thanh-oai --language en").out
        assert "The bot that runs goes on with the plan it began with: restart it." in loaded
        process.kill()  # as a power cut would
        process.wait()
        assert "restart it" not in operator.types("plan load thanh-oai --language en").out
        with running(operator.data) as (_again, address):
            assert got(f"{address}/healthz") == 200
