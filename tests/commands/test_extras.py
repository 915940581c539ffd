"""What is switched on without its libraries is refused aloud, with the command that brings them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands import extras
from bot.commands.extras import ExtraMissing, refuse_without_extras, tell_of_extras
from bot.commands.findings import Findings
from bot.settings import Settings

ON, OFF = Settings(bills=True), Settings()


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "installed", lambda: True)


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "installed", lambda: False)


@pytest.mark.usefixtures("missing")
def test_without_its_libraries_the_setting_is_refused() -> None:
    refuse_without_extras(OFF)
    with pytest.raises(ExtraMissing, match="make bills"):
        refuse_without_extras(ON)
    findings = Findings()
    tell_of_extras(findings, ON)
    assert findings.needs == 1


@pytest.mark.usefixtures("there")
def test_with_its_libraries_it_is_not() -> None:
    refuse_without_extras(ON)
    findings = Findings()
    tell_of_extras(findings, ON)
    assert findings.needs == 0


@pytest.mark.usefixtures("missing")
def test_run_says_so_before_it_touches_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BILLS", "1")
    assert main(["run"]) == 2
    assert "make bills" in capsys.readouterr().err
    assert not (tmp_path / "data" / "tiepsong.db").exists()
