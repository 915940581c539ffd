"""Hand-overs at the desk: prepared once, with papers for whoever keeps the devices, and for nobody else."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.tables import batches
from tests.desk.desk_world import DeskWorld
from tests.support.allotted import decided

LIST = "/desk/handovers"


async def test_a_batch_is_prepared_once_and_its_papers_are_pdfs(desk: DeskWorld) -> None:
    await decided(desk.rig, 2, line=True)
    browser = await desk.enter("coordinator")
    page = await browser.get(LIST)
    assert "Trường THCS Cao Viên: 2" in page.words
    [unit], [school] = (_values(page.html, name) for name in ("unit", "school"))
    form = {**page.hidden, "unit": unit, "school": school}
    done = await browser.post(LIST, form)
    assert done.path == f"{LIST}?did=1"
    assert "0/4" in done.words
    assert (await browser.post(LIST, form)).path == f"{LIST}?again=1"
    refused = await browser.post(LIST, {**(await browser.get("/desk/pledges")).hidden, "unit": unit, "school": school})
    assert refused.status == 409
    assert len(await desk.rig.rows(select(batches))) == 1
    for paper in ("record", "slips"):
        answer = await browser.get(f"{LIST}/1/{paper}.pdf")
        assert answer.status == 200
        assert bytes.fromhex(answer.html).startswith(b"%PDF")
        assert answer.headers["Cache-Control"] == "no-store"
    assert (await browser.get(f"{LIST}/9/record.pdf")).status == 403


async def test_an_accountant_sees_neither_batches_nor_papers(desk: DeskWorld) -> None:
    await decided(desk.rig)
    keeper = await desk.enter("coordinator")
    page = await keeper.get(LIST)
    [unit], [school] = (_values(page.html, name) for name in ("unit", "school"))
    await keeper.post(LIST, {**page.hidden, "unit": unit, "school": school})
    browser = await desk.enter("accountant")
    assert "Cao Viên" not in (await browser.get(LIST)).words
    assert (await browser.get(f"{LIST}/1/slips.pdf")).status == 403
    assert LIST not in (await browser.get("/desk")).html


def _values(html: str, name: str) -> list[str]:
    return [part.split('"')[0] for part in html.split(f'name="{name}" value="')[1:]]
