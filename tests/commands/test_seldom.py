"""The log says a thing once a minute that would come thousands of times, and everything else as it comes."""

from __future__ import annotations

import errno
import io
import logging

import pytest
from sqlalchemy.exc import OperationalError

from bot.commands.seldom import Seldom
from bot.messages import Full


class Log:
    """A logger of its own, what it wrote, and the clock it goes by."""

    def __init__(self) -> None:
        self.now, self.out = 1000.0, io.StringIO()
        self.logger = logging.Logger("asyncio")
        handler = logging.StreamHandler(self.out)
        handler.addFilter(Seldom(clock=lambda: self.now))
        self.logger.addHandler(handler)

    def raised(self, error: Exception, *said: object) -> None:
        try:
            raise error
        except Exception:
            self.logger.exception(*said)

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()


@pytest.fixture
def log() -> Log:
    return Log()


def test_no_descriptors_left_is_one_line_a_minute(log: Log) -> None:
    error = OSError(errno.EMFILE, "Too many open files")
    words = "socket.accept() out of system resource\nsocket: <asyncio.TransportSocket fd=6, family=2>"
    for _time in range(5000):
        log.raised(error, words)
        log.now += 0.01
    assert log.lines == ["socket.accept() out of system resource"]
    log.now += 60
    log.raised(error, words)
    assert log.lines[1:] == ["socket.accept() out of system resource (4999 more since the last such line)"]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OperationalError("INSERT", {}, Exception("a name")), "Exception"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (Full(), "Full"),
    ],
)
def test_whoever_tells_of_a_full_disk_tells_it_once_without_a_traceback(log: Log, error: Exception, why: str) -> None:
    for number in range(50):
        log.raised(error, "update %s cannot be taken in", number)
        log.raised(error, "Error handling request from %s", "198.51.100.4")
    assert log.lines == [
        f"update 0 cannot be taken in: {why}",
        f"Error handling request from 198.51.100.4: {why}",
    ]


def test_everything_else_is_written_whole_each_time(log: Log) -> None:
    for error in (ValueError("a fault of ours"), FileNotFoundError(errno.ENOENT, "a file")):
        for _time in range(3):
            log.raised(error, "something broke")
    log.logger.warning("a word")
    assert log.lines.count("something broke") == 6
    assert sum(line.startswith("Traceback") for line in log.lines) == 6
    assert log.lines[-1] == "a word"


def test_visitors_who_break_off_are_one_line_a_minute(log: Log) -> None:
    for _visitor in range(10):
        log.raised(ConnectionResetError("Connection lost"), "Error handling request from %s", "192.0.2.1")
    assert log.lines == ["Error handling request from 192.0.2.1: Connection lost"]
