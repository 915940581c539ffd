"""A start that is killed while it compiles a catalog leaves nothing that the next one would read; nor does a second."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import texts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Vietnamese catalog alone, not compiled yet."""
    kept = tmp_path / "vi" / "LC_MESSAGES"
    kept.mkdir(parents=True)
    shutil.copy(texts.FOLDER / "vi" / "LC_MESSAGES" / "messages.po", kept)
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    return kept


def said() -> str:
    return texts.catalog.__wrapped__("vi").gettext("Skip")


def test_killed_in_the_middle_of_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.write_bytes

    def killed(path: Path, data: bytes) -> int:
        whole(path, data[: len(data) // 2])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", killed)
        with pytest.raises(KeyboardInterrupt):
            said()
    assert said() == "Bỏ qua"
    assert said() == "Bỏ qua", "and from the compiled one"


def test_one_that_cannot_be_read_is_compiled_anew(folder: Path) -> None:
    (folder / "messages.mo").mkdir()
    assert said() == "Bỏ qua"
