"""What keeps the house in order: sizes of files, purity of flows, settings and commands that are told truly."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from statistics import median

import pytest

from bot import settings
from bot.flows.registry import COMMANDS, FLOWS
from bot.turn.orders import ANSWERS, STEERING

ROOT = Path(__file__).parent.parent
CODE = sorted(path for room in ("bot", "tests", "bench") for path in (ROOT / room).rglob("*.py"))
SOURCES = sorted(path for path in (ROOT / "bot").rglob("*.py") if "migrations" not in path.parts)
FLOWS_FOLDER = ROOT / "bot" / "flows"
FLOW_FILES = sorted(set(FLOWS_FOLDER.rglob("*.py")) - {FLOWS_FOLDER / "__init__.py"})
AT_THE_ROOT = {
    ".": ".env.example .gitignore ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md babel.cfg "
    "pyproject.toml",
    "bot": "__init__.py __main__.py app.py long_lived.py messages.py settings.py texts.py",
    "bot/flows": "__init__.py menu_order.py registry.py",
    "bot/programme": "__init__.py codes.py world.py",
    "tests": "conftest.py test_catalogs.py test_house.py test_promises_kept.py test_settings.py test_texts.py",
}
"""The files that stand outside any room; everything else has one."""
VAGUE = {"utils", "util", "helpers", "common", "misc", "tools", "shared", "stuff"}
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


def of_every_file(check: Callable[[Path], None]) -> Callable[[], None]:
    """One test that names every source a check fails for: a test a file would cost more than what it looks at."""

    def test() -> None:
        wrong = []
        for path in SOURCES:
            try:
                check(path)
            except AssertionError as fault:
                wrong.append(f"{of(path)}: {fault}")
        assert not wrong, "\n".join(wrong)

    return test


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {of(path): len(path.read_text().splitlines()) for path in CODE}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_files_are_small_on_the_whole() -> None:
    lengths = [len(path.read_text().splitlines()) for path in SOURCES if path.name != "__init__.py"]
    assert median(lengths) <= 120


@of_every_file
def test_every_module_says_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text()))
    assert doc
    assert doc.splitlines()[0].rstrip()[-1] in ".:", "the first line is a sentence"


@pytest.mark.parametrize("folder", AT_THE_ROOT)
def test_what_stands_outside_the_rooms_is_listed(folder: str) -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]
    found = [path.name for path in (ROOT / folder).iterdir() if not path.is_dir()]
    strays = {name for name in found if not any(fnmatch(name, one) for one in (".git", *ignored))}
    assert strays == set(AT_THE_ROOT[folder].split())


def test_every_folder_of_code_is_a_package() -> None:
    for path in SOURCES:
        assert (path.parent / "__init__.py").exists(), of(path)


def test_no_module_is_called_by_a_word_that_says_nothing() -> None:
    assert {of(path) for path in SOURCES if path.stem in VAGUE or path.parent.name in VAGUE} == set()


def test_no_two_classes_have_one_name() -> None:
    """But for what means the same in both places, and for Telegram's own words in its own file."""
    alike = {"Caller", "Pages"}
    files = [path for path in SOURCES if path != ROOT / "bot" / "handlers" / "telegram" / "updates.py"]
    names = Counter(
        node.name for path in files for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)
    )
    assert {name for name, times in names.items() if times > 1 and not name.startswith("_")} <= alike


def test_no_two_files_of_flows_have_one_name() -> None:
    names = Counter(path.name for path in FLOW_FILES if path.name != "__init__.py")
    assert [name for name, times in names.items() if times > 1] == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


@of_every_file
def test_no_function_is_longer_than_95_lines(path: Path) -> None:
    for node in functions(path):
        assert node.end_lineno is not None
        assert node.end_lineno - node.lineno < 95, node.name


def recorded_names() -> Iterator[str]:
    """What facts and deeds are called in journals, today and before."""
    for path in SOURCES:
        for node in functions(path):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") in ("fact", "deed"):
                    yield from (str(word.value) for word in mark.args if isinstance(word, ast.Constant))


def test_no_two_facts_or_deeds_have_one_name() -> None:
    names = Counter(recorded_names())
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []


def impurities(source: str) -> Iterator[str]:
    """What a flow file does that a replay would not find again."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        yield from (f"imports {name}" for name in names if not name.startswith(MAY_IMPORT))
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in NEVER_CALL:
                yield f"{node.lineno}: calls {called}()"
        if isinstance(node, (ast.Set, ast.SetComp, ast.Global, ast.Nonlocal)):
            yield f"{type(node).__name__}"


@pytest.mark.parametrize("path", FLOW_FILES, ids=of)
def test_a_flow_reaches_nothing_but_the_chat(path: Path) -> None:
    assert list(impurities(path.read_text())) == []


def test_an_impure_flow_is_seen() -> None:
    source = (
        "import random\nfrom datetime import datetime\nasync def f(chat):\n    x = {datetime.now(), random.random()}\n"
    )
    assert len(list(impurities(source))) == 4


def test_the_packages_of_flows_hold_no_flow() -> None:
    """Their files import and say what they are for, so no flow escapes the rules for flows."""
    for path in FLOWS_FOLDER.rglob("__init__.py"):
        assert list(functions(path)) == [], of(path)
    assert {flow.body.__code__.co_filename for flow in FLOWS.values()} <= set(map(str, FLOW_FILES))


def test_flows_import_no_storage_texts_or_world() -> None:
    for path in FLOW_FILES:
        assert not re.search(r"bot\.(storage|texts|messages|settings|programme\.world)", path.read_text()), of(path)


def test_whatever_is_named_in_the_papers_and_the_code_is_there() -> None:
    """A path in a page, a docstring or a comment is that of a file, or the end of one."""
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")]
    code = [path for room in ("bot", "tests", "bench") for path in (ROOT / room).rglob("*.py")]
    known = {of(path) for path in [*papers, *code, *(ROOT / "bot").rglob("*.*"), *(ROOT / "tests").rglob("*.*")]}
    ends = {"/".join(name.split("/")[-parts:]) for name in known for parts in range(1, name.count("/") + 2)}
    lost = []
    for path in [*papers, *code]:
        for named in re.findall(r"(?<![\w/.<{}%*-])(?:[\w-]+/)*[\w-]+\.(?:py|md)\b", path.read_text()):
            if named not in ends and "your" not in named:
                lost.append(f"{of(path)}: {named}")
    assert not lost, "\n".join(lost)


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
    assert [
        flow.name for flow in FLOWS.values() if not flow.commands and not flow.ended and flow.name not in ("menu",)
    ] == []


@of_every_file
def test_nothing_is_left_half_done(path: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b", path.read_text())


UNREASONED = re.compile(
    r"# (?:type: ignore(?!\[[\w, -]+\]  # (?!fmt:)\w)|noqa(?!: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)* +[-#] +\w))"
)
"""A check that is switched off without saying which one, or without the reason behind it."""


def comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_whatever_switches_a_check_off_says_why() -> None:
    without = []
    for path in CODE:
        source = path.read_text()
        if UNREASONED.search(source):  # perhaps only in a string
            without += [f"{of(path)}:{line}" for line, said in comments(source) if UNREASONED.search(said)]
    assert not without, "\n".join(without)


def test_a_check_switched_off_without_a_reason_is_seen() -> None:
    assert UNREASONED.search("# type: ignore")
    assert UNREASONED.search("# type: ignore[misc]")
    assert UNREASONED.search("# type: ignore[misc]  # fmt: skip")
    assert UNREASONED.search("# noqa: S311")
    assert not UNREASONED.search("# type: ignore[misc, arg-type]  # the stub forgets it")
    assert not UNREASONED.search("# noqa: S311, B010 - only here")
