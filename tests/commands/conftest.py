"""The command line as its operator uses it: `main` in this process, with an environment, keyboard and screen."""

from __future__ import annotations

import io
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio

from bot.__main__ import main
from bot.commands import surroundings
from bot.settings import Settings, strangers
from tests.support.lived import prepare

SECRETS = ("geheim-token", "geheim-password", "a-long-geheim-word")


class Ended(NamedTuple):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


class Operator:
    """Types commands; their environment holds nothing of ours but what they set."""

    def __init__(self, data: Path, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str]):
        self.data, self.patch, self.screen = data, patch, screen
        for name in [name.upper() for name in Settings.__struct_fields__] + list(strangers(os.environ)):
            patch.delenv(name, raising=False)
        self.env = data.parent / ".env"
        patch.setattr(surroundings, "ENV", self.env)
        self.sets(DATA_DIR=data)

    def sets(self, **environment: object) -> None:
        for name, value in environment.items():
            self.patch.setenv(name, str(value))

    def unsets(self, *names: str) -> None:
        for name in names:
            self.patch.delenv(name)

    def types(self, command: str, *arguments: object, keys: bytes | str = "") -> Ended:
        """One command; `keys` is what they type while it runs. No traceback and no secret may ever be seen."""
        typed = keys.encode() if isinstance(keys, str) else keys
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        self.screen.readouterr()
        code = main([*command.split(), *map(str, arguments)])
        out, err = self.screen.readouterr()
        assert not [secret for secret in SECRETS if secret in out + err]
        assert "Traceback" not in out + err
        return Ended(code, out, err)

    def refused(self, command: str, *arguments: object) -> str:
        """The one sentence with which a command refuses to do anything: on stderr, exit code 2."""
        ended = self.types(command, *arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("tiep-song: ")
        assert ended.err.count("\n") == 1
        return ended.err.removeprefix("tiep-song: ").rstrip("\n")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the plan of Thanh Oai is loaded; to be copied."""
    return await prepare(tmp_path_factory.mktemp("commands") / "data")


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Operator]:
    """An operator on a machine where there is nothing yet."""
    level = logging.getLogger().level
    yield Operator(tmp_path / "data", monkeypatch, capsys)
    logging.getLogger().setLevel(level)  # `chat` speaks only of errors


@pytest.fixture
def operator(newcomer: Operator, loaded: Path) -> Operator:
    """An operator who has loaded the plan of Thanh Oai."""
    shutil.copytree(loaded, newcomer.data)
    return newcomer
