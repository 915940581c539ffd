"""The process that reads: hostile files kill or hang it, and nothing else."""

from __future__ import annotations

import asyncio
import io
import os
import random
import resource
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.bank.statements import LIMITS, FileLimits, Unreadable, read_statement
from bot.bank.statements.sandbox import CHILD
from bot.sheets import package, sandbox
from tests.bank.statements.making import ACCOUNT, ZONE, take, text, workbook

GOOD = text([["Ngày", "Có", "Nội dung"], ["21/11/2026", "5000", "Ủng hộ"]])


async def refused(content: bytes, name: str = "a.xlsx", limits: FileLimits = LIMITS, code: str | None = None) -> str:
    command = (sys.executable, "-c", code) if code else CHILD
    with pytest.raises(Unreadable) as why:
        await read_statement(content, name, ACCOUNT, ZONE, limits=limits, command=command)
    return why.value.reason


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def with_sheet(xml: str) -> bytes:
    """A sound workbook whose first sheet is replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["x"]]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, xml if part.filename == "xl/worksheets/sheet1.xml" else old.read(part))
    return out.getvalue()


def sheet_of(rows: str) -> str:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("content", [GOOD, workbook([["Ngày", "Có"], ["21/11/2026", 5000]])])
async def test_the_process_reads_what_the_reader_reads(content: bytes) -> None:
    assert await read_statement(content, "a", ACCOUNT, ZONE) == take(content)


async def test_a_refusal_comes_through() -> None:
    assert await refused(b"Name,Class\nA,5\n", "a.csv") == "not a table"
    assert await refused(b"", "a.csv") == "not a table"
    assert await refused(b"PKxx", "a.xlsx") == "broken"


async def test_a_file_over_the_limit_starts_no_process() -> None:
    with pytest.raises(Unreadable) as why:
        await read_statement(b"12345", "a", ACCOUNT, ZONE, limits=FileLimits(size=4), command=("/nowhere",))
    assert why.value.reason == "too large"


async def test_bombs_are_too_large() -> None:
    assert await refused(packed(xl__workbook_xml=b"0" * 5_000_000)) == "too large"
    noise = random.Random(1).randbytes(200_000)
    assert await refused(packed(xl__workbook_xml=noise), limits=FileLimits(unpacked=100_000)) == "too large"
    many = packed(**{f"xl__a{n}": b"" for n in range(2001)})
    assert await refused(many) == "too large"


async def test_a_bomb_that_lies_about_its_size_ends_in_the_process() -> None:
    bomb = with_sheet(sheet_of("<row><c t='inlineStr'><is><t>" + "A" * 30_000_000 + "</t></is></c></row>"))
    assert len(bomb) < 100_000
    with zipfile.ZipFile(io.BytesIO(bomb)) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert await refused(lie) in ("broken", "too large", "not a table")


def two_cells(last: str) -> bytes:
    row = last.lstrip("ABCEVWX")
    return with_sheet(
        sheet_of(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{last}"><v>1</v></c></row>')
    )


@pytest.fixture
def small_area(monkeypatch: pytest.MonkeyPatch) -> int:
    """Bounds so small that a sheet just beyond them is harmless to any reader; returns the most rows."""
    monkeypatch.setattr(package, "MOST_AREA", 4_000)
    return 50


@pytest.mark.parametrize("last", ["B51", "CC50", "EWX1"])
def test_what_lies_between_the_first_and_the_last_cell_is_counted_before_it_is_read(last: str, small_area: int) -> None:
    with pytest.raises(Unreadable) as why:
        package.opened(two_cells(last), LIMITS.unpacked, LIMITS.ratio, small_area)
    assert why.value.reason == "too large"


@pytest.mark.parametrize("last", ["B50", "CB50", "EWV1"])
def test_a_sheet_within_those_bounds_is_left_as_it_is(last: str, small_area: int) -> None:
    sheet = two_cells(last)
    assert package.opened(sheet, LIMITS.unpacked, LIMITS.ratio, small_area).content == sheet


async def test_truncated_and_scrambled_workbooks_are_broken() -> None:
    whole = workbook([["Ngày", "Có"], ["21/11/2026", 5000]])
    assert await refused(whole[: len(whole) // 2]) == "broken"
    assert await refused(b"PK\x03\x04" + random.Random(2).randbytes(5000)) == "broken"
    assert await refused(with_sheet("<worksheet><sheetData><row><c")) in ("broken", "not a table")
    assert await refused(packed(xl__workbook_xml=b"<workbook/>")) in ("broken", "not a table")


async def test_other_packed_files_are_no_table() -> None:
    assert await refused(packed(word__document_xml=b"<w/>"), "a.docx") == "not a table"
    assert await refused(packed(xl__workbook__bin=b"", **{"xl__workbook.bin": b"x"})) == "encrypted or old format"


async def test_entities_are_not_expanded() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert await refused(with_sheet(laughs + sheet_of('<row><c t="str"><v>&b;</v></c></row>'))) in (
        "broken",
        "not a table",
    )


async def test_a_process_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    create = asyncio.create_subprocess_exec

    async def noted(*args: Any, **options: Any) -> asyncio.subprocess.Process:
        started.append(await create(*args, **options))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    reason = await refused(GOOD * 10_000, limits=FileLimits(seconds=0.05), code="import time; time.sleep(60)")
    assert reason == "timed out"
    assert started[0].returncode == -9


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os.abort()", "broken"),
        ("import os; os.kill(os.getpid(), 9)", "broken"),
        ("raise SystemExit(3)", "broken"),
        ("print('garbage')", "broken"),
        ("pass", "broken"),
        ('print(\'{"type":"refusal","reason":"made up"}\')', "broken"),
    ],
)
async def test_a_process_that_dies_or_talks_nonsense_is_broken(code: str, reason: str) -> None:
    assert await refused(GOOD * 5000, code=code) == reason


SPINNING = """
from bot.sheets.confined import confine
from bot.sheets.shape import FileTask
confine(FileTask(name="", cpu_seconds=1, memory=512 << 20, unpacked=1, ratio=1, rows=1))
while True:
    pass
"""


async def test_a_process_that_uses_up_its_seconds_is_told_as_too_slow() -> None:
    assert await refused(GOOD, code=SPINNING) == "timed out"


LEAVING_ANOTHER = """
import os, signal, time
if os.fork():
    os._exit(3)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.write(1, str(os.getpid()).encode())
os.close(1)
time.sleep(60)
"""


async def test_what_a_process_leaves_behind_is_ended_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    drained = []
    drain = sandbox._drain

    async def noted(process: asyncio.subprocess.Process, most: int) -> bytes:
        drained.append(await drain(process, most))
        return drained[-1]

    monkeypatch.setattr(sandbox, "_drain", noted)
    assert await refused(GOOD, code=LEAVING_ANOTHER) == "broken"
    for _ in range(500):  # its end is known as soon as nobody has to be told of it any more
        if not _is_there(int(drained[0])):
            return
        await asyncio.sleep(0)
    assert not _is_there(int(drained[0]))


def _is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_a_process_that_never_stops_talking_is_broken() -> None:
    assert await refused(GOOD, limits=FileLimits(answer=100_000), code="while True: print('x' * 10000)") == "broken"


async def test_too_little_memory_is_no_harm_to_others() -> None:
    big = b"Date,Credit\n" + b"21/11/2026,5\n" * 40_000
    assert await refused(big, limits=FileLimits(memory=48 * 1024 * 1024)) in ("too large", "broken")


async def test_secrets_of_the_bot_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_TEST", "x")
    code = (
        "import os, sys\n"
        "sys.stdin.buffer.read()\n"
        "reason = 'broken' if 'SECRET_OF_THE_TEST' in os.environ else 'too large'\n"
        'print(\'{"type":"refusal","reason":"%s"}\' % reason)'
    )
    assert await refused(GOOD, code=code) == "too large"


CONFINED = """
import os, resource, socket, sys
from bot.bank.statements import child
from bot.sheets.shape import FileTask
heavy = {"sqlalchemy", "aiohttp", "aiogram", "telegram", "babel", "typst", "cryptography"} & sys.modules.keys()
child.confine(FileTask(name="", cpu_seconds=5, memory=512 << 20, unpacked=1, ratio=1, rows=1))
failed = 0
os.close(0)
for attempt in (socket.socket, lambda: open("/dev/null"), lambda: bytearray(600 << 20), lambda: os.dup(1)):
    try:
        attempt()
    except (OSError, MemoryError):
        failed += 1
alone = resource.getrlimit(resource.RLIMIT_NPROC) == (0, 0)
reason = "too large" if failed == 4 and alone and not heavy else "broken"
print('{"type":"refusal","reason":"%s"}' % reason)
"""


async def test_the_process_is_light_and_opens_no_connection_and_no_file() -> None:
    assert await refused(GOOD, code=CONFINED) == "too large"


async def test_ten_thousand_lines_are_read_soon_while_the_loop_goes_on() -> None:
    rows = [[f"{1 + i % 28:02}/11/2026", f"{1000 + i:,}", f"Ủng hộ đợt {i}", f"Người {i}"] for i in range(10_000)]
    content = text([["Ngày", "Có", "Nội dung", "Đối tác"], *rows])
    turns = 0

    async def turning() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    other = asyncio.create_task(turning())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = os.times()
    statement = await read_statement(content, "a.csv", ACCOUNT, ZONE)
    spent = os.times()
    other.cancel()
    assert len(statement.lines) == 10_000
    assert spent.children_user - children.children_user < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # KB
    assert turns > 100
