"""Certificates verify, and show only what their donors allow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import texts
from bot.chat.words import Refused
from bot.programme.codes import shown
from bot.programme.money import receipts
from bot.programme.thanks import certificates, honours, papers
from bot.programme.thanks.certificates import Verified
from bot.reports.picture import draw
from bot.storage.tables import certificates as rows
from tests.support.books import acting, all_receipts, makes_pledge
from tests.support.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def received(rig: Rig, sum: int = 500_000) -> str:
    code = await makes_pledge(rig, "an", sum)
    await rig.bank(sum, code)
    return code


async def issued(rig: Rig, code: str, name: str = "An", shows: str = "name", who: str = "an") -> str:
    async with acting(rig, who) as tx:
        return await certificates.issue(tx, code=code, form="person", name=name, shown=shows)


async def seen(rig: Rig, code: str) -> Verified:
    found = await rig.app.ask(lambda tx: certificates.verified(tx, code))
    assert isinstance(found, Verified)
    return found


@pytest.mark.parametrize(("shows", "name", "gift"), [
    ("nothing", "", None), ("name", "An", None), ("name_and_gift", "An", "500.000 đ"),
])  # fmt: skip
async def test_the_public_sees_only_what_the_donor_allows(rig: Rig, shows: str, name: str, gift: str | None) -> None:
    made = await issued(rig, await received(rig), shows=shows)
    found = await seen(rig, shown(made).lower())
    assert (found.number, found.revoked, found.name) == (1, False, name)
    assert (None if found.gift is None else texts.plain(found.gift, "vi").replace("\xa0", " ")) == gift


async def test_what_was_allowed_can_be_withdrawn_with_the_paper_unchanged(rig: Rig) -> None:
    code = await received(rig)
    made = await issued(rig, code, shows="name_and_gift")
    assert await issued(rig, code, shows="nothing") == made
    assert (await seen(rig, made)).name == ""


async def test_another_name_on_the_paper_brings_the_pledges_name_nowhere(rig: Rig) -> None:
    code = await received(rig)
    made = await issued(rig, code, name="Gia đình bạn An", shows="name_and_gift")
    assert (await seen(rig, made)).name == "Gia đình bạn An"
    assert (await rig.app.ask(honours.roll)).names == 0
    async with acting(rig, "an") as tx:
        await honours.show(tx, code=code, shown="name")
    assert (await rig.app.ask(honours.roll)).names == 1
    assert (await seen(rig, made)).gift is not None, "the paper keeps what was said of it"
    async with acting(rig, "an") as tx:
        await honours.show(tx, code=code, shown="nothing")
    assert (await seen(rig, made)).name == ""
    assert (await rig.app.ask(honours.roll)).names == 0


async def test_another_name_is_another_certificate_and_the_first_is_no_longer_valid(rig: Rig) -> None:
    code = await received(rig)
    first = await issued(rig, code)
    second = await issued(rig, code, name="Gia đình An")
    assert (await seen(rig, first)).revoked
    assert not (await seen(rig, second)).revoked
    assert [row.number for row in await rig.rows(select(rows.c.number).order_by(rows.c.number))] == [1, 2]


async def test_money_that_is_taken_back_takes_the_certificate_with_it(rig: Rig) -> None:
    code = await received(rig)
    made = await issued(rig, code)
    [row] = await all_receipts(rig)
    async with acting(rig, "accountant") as tx:
        await receipts.reopen_receipt(tx, receipt=row.id)
    assert (await seen(rig, made)).revoked
    with pytest.raises(Refused, match="once all of your gift"):
        await issued(rig, code)


async def test_nobody_gets_a_certificate_for_anothers_gift_or_for_a_pledge(rig: Rig) -> None:
    await rig.says("binh", "/start")
    with pytest.raises(Refused, match="gift of yours"):
        await issued(rig, await received(rig), who="binh")
    with pytest.raises(Refused, match="once all of your gift"):
        await issued(rig, await makes_pledge(rig, "an", 700_000))
    for name in ("", "  ", "a" * 121):
        with pytest.raises(Refused, match="1 to"):
            await issued(rig, await received(rig), name=name)


async def test_a_code_that_is_none_verifies_nothing(rig: Rig) -> None:
    code = await received(rig)
    await issued(rig, code)
    for wrong in (code, "", "TOC2222222", "x" * 500, "' or 1=1"):
        assert await rig.app.ask(partial(certificates.verified, code=wrong)) is None


async def test_the_papers_can_be_drawn_and_belong_to_their_donor(rig: Rig) -> None:
    code = await received(rig)
    made = await issued(rig, code)
    async with acting(rig, "an") as tx:
        for recipe in (await papers.certificate_paper(tx, code=made, shape="pdf"),
                       await papers.acknowledgement_paper(tx, code=code)):  # fmt: skip
            paper, media = draw({key: value for key, value in recipe.items() if key != "called"})
            assert media == "application/pdf"
            assert paper.startswith(b"%PDF")
        recipe = await papers.certificate_paper(tx, code=made, shape="png")
        picture, media = draw({key: value for key, value in recipe.items() if key != "called"})
        assert (picture[:4], media) == (b"\x89PNG", "image/png")
    await rig.says("binh", "/start")
    async with acting(rig, "binh") as tx:
        with pytest.raises(Refused, match="certificate of yours"):
            await papers.certificate_paper(tx, code=made, shape="pdf")
        with pytest.raises(Refused, match="gift of yours"):
            await papers.acknowledgement_paper(tx, code=code)


async def test_without_an_address_to_verify_at_no_paper_is_made(rig: Rig) -> None:
    made = await issued(rig, await received(rig))
    async with acting(rig, "an") as tx:
        tx.site = ""
        with pytest.raises(Refused, match="address of the public page"):
            await papers.certificate_paper(tx, code=made, shape="pdf")
