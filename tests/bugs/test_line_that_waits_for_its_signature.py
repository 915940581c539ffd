"""A line of a cash book that nobody had signed was shown without a way to sign it, and missed only after three days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.chat.phrase import Cash
from bot.messages import Incoming
from bot.programme.ledger import tallies
from bot.programme.money import cash_book
from bot.programme.money.differences import found
from tests.support.books import acting
from tests.support.rig import Rig, said

CONTACT, DEPUTY = "contact-cao-vien", "deputy-cao-vien"


async def test_whoever_may_sign_it_finds_the_button_in_the_book_and_the_clerk_hears_of_it_after_a_day(
    tmp_path: Path,
) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await rig.says("an", "/start")
        async with rig.work() as work:
            unit = await rig.unit(work, "cao-vien")
        async with acting(rig, CONTACT) as tx:
            line = (await cash_book.write_cash(tx, unit=unit, cash=Cash(500_000), payer="Nguyen Van An")).id
            assert (await cash_book.cash_book(tx, unit=unit)).to_sign == [], "whoever wrote it cannot sign it"
        async with acting(rig, DEPUTY) as tx:
            assert (await cash_book.cash_book(tx, unit=unit)).to_sign == [line]
        assert (await rig.app.ask(found)).unsigned == 0
        rig.clock.moment += timedelta(hours=25)
        assert (await rig.app.ask(found)).unsigned == 1
        rig.heard(CONTACT), rig.heard(DEPUTY)
        await rig.take(Incoming(channel="clock", chat="", id="unsigned:1", at=rig.clock(),
                                about={"occasion": "unsigned", "drive": rig.plan.slug}))  # fmt: skip
        assert "500.000" in said(rig.heard(DEPUTY))[0]
        assert rig.heard(CONTACT) == [], "whoever wrote it is not asked"
        [book] = await rig.says(DEPUTY, "/soquy")
        await rig.press(DEPUTY, 1)
        assert (await rig.app.ask(tallies.received)).amount == 500_000, book
        assert (await rig.app.ask(found)).unsigned == 0
