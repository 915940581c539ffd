"""What keeps the house in order: sizes of files, purity of flows, settings and commands that are told truly."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from bot import settings
from bot.flows.registry import COMMANDS, FLOWS
from bot.turn.orders import ANSWERS, STEERING

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for path in (ROOT / "bot").rglob("*.py") if "migrations" not in path.parts)
FLOWS_FOLDER = ROOT / "bot" / "flows"
FLOW_FILES = sorted(set(FLOWS_FOLDER.rglob("*.py")) - {FLOWS_FOLDER / "__init__.py"})
MAY_IMPORT = (
    "__future__",
    "datetime",
    "dataclasses",
    "typing",
    "collections.abc",
    "bot.chat",
    "bot.flows",
    "bot.programme",
)
NEVER_CALL = {"now", "utcnow", "random", "uuid4", "open", "print", "getenv", "gather", "sleep", "create_task", "input"}


def of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=of)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_files_are_small_on_the_whole() -> None:
    lengths = [len(path.read_text().splitlines()) for path in SOURCES if path.name != "__init__.py"]
    assert median(lengths) <= 120


@pytest.mark.parametrize("path", SOURCES, ids=of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text()))
    assert doc
    assert doc.splitlines()[0].rstrip()[-1] in ".:", "the first line is a sentence"


def impurities(source: str) -> Iterator[str]:
    """What a flow file does that a replay would not find again."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        yield from (f"{node.lineno}: imports {name}" for name in names if not name.startswith(MAY_IMPORT))
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in NEVER_CALL:
                yield f"{node.lineno}: calls {called}()"
        if isinstance(node, (ast.Set, ast.SetComp, ast.Global, ast.Nonlocal)):
            yield f"{node.lineno}: {type(node).__name__}"


@pytest.mark.parametrize("path", FLOW_FILES, ids=of)
def test_a_flow_reaches_nothing_but_the_chat(path: Path) -> None:
    assert list(impurities(path.read_text())) == []


def test_an_impure_flow_is_seen() -> None:
    source = (
        "import random\nfrom datetime import datetime\nasync def f(chat):\n    x = {datetime.now(), random.random()}\n"
    )
    assert len(list(impurities(source))) == 4


def test_flows_import_no_storage_texts_or_world() -> None:
    for path in FLOW_FILES:
        assert not re.search(r"bot\.(storage|texts|messages|settings|programme\.world)", path.read_text()), of(path)


def test_the_example_of_settings_is_up_to_date() -> None:
    assert (ROOT / ".env.example").read_text() == settings.example()


def test_every_setting_has_its_sentence() -> None:
    assert set(settings.SENTENCES) == set(settings.Settings.__struct_fields__)


def test_no_command_is_also_a_word_that_steers() -> None:
    steering = {word for words in STEERING.values() for word in words} | set(ANSWERS)
    assert not steering & set(COMMANDS)


def test_commands_fit_what_messengers_take() -> None:
    for command in COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command)


def test_every_flow_has_a_vietnamese_command() -> None:
    assert [flow.name for flow in FLOWS.values() if not flow.commands and flow.name not in ("menu",)] == []


@pytest.mark.parametrize("path", SOURCES, ids=of)
def test_nothing_is_left_half_done(path: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b", path.read_text())
