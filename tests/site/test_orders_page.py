"""The orders as a page and as files: what is shown, what never is, and what the command makes of the file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.programme.allocation import deciding, proposing, rounds
from tests.site.serving import read, serving
from tests.support import stranger
from tests.support.books import acting
from tests.support.pupils import approved, ready
from tests.support.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        yield made


async def decided(rig: Rig) -> None:
    async with acting(rig, "coordinator") as tx:
        await rounds.open_list(tx, need="device")
    await approved(rig, 3)
    await approved(rig, 2, household="hardship")
    await ready(rig, "tablet", 4)
    async with acting(rig, "coordinator") as tx:
        made = await proposing.propose(tx, need="device")
    rig.clock.moment = made.objections_until
    async with acting(rig, "manager") as tx:
        await deciding.decide(tx, round=made.round)


async def test_before_the_first_list_and_while_it_is_open(rig: Rig) -> None:
    async with serving(rig) as client:
        assert "No list is open yet." in await read(client, "/phanbo")
        async with acting(rig, "coordinator") as tx:
            await rounds.open_list(tx, need="device")
        page = await read(client, "/phanbo")
        assert "the list is open" in page
        assert ".csv" not in page, "there is no order yet"
        assert (await client.get("/orders", allow_redirects=False)).status == 302
        for odd in ("device-0", "device-2", "boat-1", "device-1'", "line-1", "x" * 500):
            assert (await client.get(f"/phanbo/{odd}.csv")).status == 404, odd


async def test_the_file_is_recomputed_by_a_stranger_and_by_the_command(
    rig: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await decided(rig)
    async with serving(rig) as client:
        page = await read(client, "/phanbo")
        assert "4 of 5" in page
        answer = await client.get("/phanbo/device-1.csv")
        assert answer.content_type == "text/csv"
        text = (await answer.read()).decode()
        ledger = (await (await client.get("/sochung.csv")).read()).decode()
    assert stranger.complaints(text) == []
    for private in ("Nguyễn", "Thử", "Cao Viên", "HS", "0900", "7A"):
        assert private not in text, private
    (tmp_path / "round.csv").write_text(text, newline="")
    (tmp_path / "ledger.csv").write_text(ledger, newline="")
    given = ["allocation", "verify", str(tmp_path / "round.csv")]
    assert main(given) == 0
    assert "must have the hash" in capsys.readouterr().out
    assert main([*given, "--ledger", str(tmp_path / "ledger.csv")]) == 0
    assert "an earlier one the secret" in capsys.readouterr().out
    lines = text.splitlines(keepends=True)
    swapped = [*lines[:-2], lines[-1], lines[-2]]
    (tmp_path / "round.csv").write_text("".join(swapped), newline="")
    assert main(given) == 1
    assert "FIX" in capsys.readouterr().out
    (tmp_path / "round.csv").write_text("nothing of the kind")
    assert main(given) == 2
    (tmp_path / "round.csv").write_bytes(b"\xff\xfe\x00")
    assert main(given) == 2
    assert "UTF-8" in capsys.readouterr().err


async def test_a_ledger_that_says_otherwise_is_seen(
    rig: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await decided(rig)
    async with serving(rig) as client:
        text = (await (await client.get("/phanbo/device-1.csv")).read()).decode()
        ledger = (await (await client.get("/sochung.csv")).read()).decode()
    (tmp_path / "round.csv").write_text(text, newline="")
    file = tmp_path / "ledger.csv"
    lines = ledger.splitlines(keepends=True)
    for changed, said in (
        ([lines[0]], "has no line"),
        ([line for line in lines if "list_opened" not in line], "chosen afterwards"),
        ([line.replace("list_closed", "list_opened") for line in lines], "does not name this list"),
        ([line[:-6] + "0000\r\n" if "list_closed" in line else line for line in lines], "is not the mark"),
    ):
        file.write_text("".join(changed), newline="")
        assert main(["allocation", "verify", str(tmp_path / "round.csv"), "--ledger", str(file)]) == 1
        assert said in capsys.readouterr().out, said
