"""Has a file read in a process of its own, which a hostile file may kill or hang without harm to this one."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from bot.sheets.limits import FileLimits
from bot.sheets.shape import FileTask, Unreadable

ROOT = Path(__file__).parents[2]
# The reading process gets no secrets: only what an interpreter may need to start.
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONTZPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")

_SET_DUMPABLE = 4  # PR_SET_DUMPABLE of linux/prctl.h


def bounds_of(name: str, limits: FileLimits) -> dict[str, Any]:
    """What every FileTask says of a file, called so by whoever sent it, and of the process that reads it."""
    return {
        "name": name[-200:].encode("utf-8", "replace").decode(),
        "cpu_seconds": limits.cpu_seconds,
        "memory": limits.memory,
        "unpacked": limits.unpacked,
        "ratio": limits.ratio,
        "rows": limits.rows,
    }


async def answer_of(command: Sequence[str], task: FileTask, content: bytes, limits: FileLimits) -> bytes:
    """What a reading process of its own writes about a file; raises Unreadable for one that dies, hangs or floods."""
    code, told = await _told(command, msgspec.json.encode(task) + b"\n", content, limits)
    if code == -signal.SIGXCPU:
        raise Unreadable("timed out")
    if code != 0:
        raise Unreadable("broken")
    return told


async def _told(command: Sequence[str], head: bytes, content: bytes, limits: FileLimits) -> tuple[int, bytes]:
    """How the process ended and what it wrote; it is gone when this returns or raises."""
    _close_memory()
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=ROOT, env=environment, start_new_session=True
    )
    feeding = asyncio.create_task(_feed(process, head, content))
    try:
        async with asyncio.timeout(limits.seconds):
            told = await _drain(process, limits.answer)
            await feeding
            return await process.wait(), told
    except TimeoutError:
        raise Unreadable("timed out") from None
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
        await _end(process)


@cache
def _close_memory() -> None:
    """Keeps processes of the same user, as the reading one is, from looking into this one, which holds the key.

    Only Linux knows how; elsewhere, and for root, the reading process is kept from it by its limits alone.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


async def _end(process: Process) -> None:
    """Kills the process unless it is gone, and whatever it may have started.

    What it last said is read away: asyncio does not see the end of a process while its full buffer holds the pipe.
    """
    assert process.stdout
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):  # it may end by itself meanwhile
            process.kill()
        while await process.stdout.read(1 << 16):
            pass
        await process.wait()
    with contextlib.suppress(ProcessLookupError, PermissionError):  # it leads a group of its own
        os.killpg(process.pid, signal.SIGKILL)


async def _feed(process: Process, head: bytes, content: bytes) -> None:
    """A process that ends before it has read all tells so by its exit code."""
    assert process.stdin
    try:
        process.stdin.write(head)
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()
    except (BrokenPipeError, ConnectionResetError):
        return


async def _drain(process: Process, most: int) -> bytes:
    assert process.stdout
    told = bytearray()
    while some := await process.stdout.read(1 << 16):
        told += some
        if len(told) > most:
            raise Unreadable("broken")
    return bytes(told)
