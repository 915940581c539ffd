"""What is installed: each lock has its hashes, and where two locks name a package they name the same version of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "requirements"
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==(\S+)(.*)$", re.MULTILINE)


def pinned(name: str) -> dict[tuple[str, str], str]:
    """The version of each package, by its name and where it is for."""
    text = (FOLDER / f"{name}.txt").read_text()
    return {(package, where.strip(" \\")): version for package, version, where in PINNED.findall(text)}


@pytest.mark.parametrize("name", ["dev", "bills"])
def test_whatever_the_bot_runs_on_is_the_same_in_every_lock(name: str) -> None:
    run, more = pinned("run"), pinned(name)
    assert len(run) > 40
    assert {key: more.get(key) for key in run} == run


def test_a_plain_installation_and_the_tests_go_without_the_extra() -> None:
    heavy = {"rapidocr", "onnxruntime", "opencv-python-headless", "pillow"}
    assert heavy <= {package for package, _where in pinned("bills")}
    for name in ("run", "dev"):
        assert not heavy & {package for package, _where in pinned(name)}
