"""What was said in a web chat, page by page: both sides, in the order it was said, nothing twice, nothing of others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.chat.kind import File
from bot.messages import Lane, Outgoing
from bot.storage import history, outbox
from bot.storage.history import HistoryItem
from bot.storage.ids import new_id
from bot.storage.tables import outbox as goes
from tests.support import strange
from tests.support.rig import Rig


@pytest.fixture(autouse=True)
def english(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.language = "en"
    strange.enter(monkeypatch, strange.poison)


def told(items: list[HistoryItem]) -> list[str]:
    """Each line in short: "> " before what the person said."""
    return [
        item.message.text if item.message is not None else f"> {item.own.text or item.own.button}" if item.own else "?"
        for item in items
    ]


async def talk(rig: Rig, turns: int, who: str = "a") -> list[str]:
    """Says numbered things, a minute apart; returns all that should be in the history."""
    everything = []
    for number in range(turns):
        rig.clock.moment += timedelta(minutes=1)
        text = "/poison" if number % 2 == 0 else f"no. {number}"
        everything += [f"> {text}", *(message.text for message in await rig.says(who, text))]
    return everything


async def pages(rig: Rig, limit: int) -> list[list[HistoryItem]]:
    """All pages, the newest first."""
    found: list[list[HistoryItem]] = []
    before = None
    while True:
        page = await history.page(rig.database, "web:a", before, limit)
        ours = [item.message.id for item in page if item.message is not None]
        if not ours:
            return [*found, page] if page else found
        found.append(page)
        before = min(ours)


async def test_a_page_holds_both_sides_in_order(rig: Rig) -> None:
    everything = await talk(rig, 6)
    assert told(await history.page(rig.database, "web:a", None, 40)) == everything


async def test_nobody_reads_another_chats_history(rig: Rig) -> None:
    await talk(rig, 4)
    others = await talk(rig, 2, "b")
    assert told(await history.page(rig.database, "web:b", None, 40)) == others
    assert await history.page(rig.database, "web:c", None, 40) == []
    assert await history.page(rig.database, "telegram:a", None, 40) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_together_are_the_whole_history_and_nothing_twice(rig: Rig, limit: int) -> None:
    everything = await talk(rig, 10)
    together = [item for page in reversed(await pages(rig, limit)) for item in page]
    assert told(together) == everything
    keys = [item.key for item in together if item.key]
    assert len(keys) == len(set(keys)) == 10


async def test_pages_are_whole_where_everything_happens_at_one_moment(rig: Rig) -> None:
    everything = []
    for number in range(6):
        text = "/poison" if number % 2 == 0 else f"no. {number}"
        everything += [f"> {text}", *(message.text for message in await rig.says("a", text))]
    page = told(await history.page(rig.database, "web:a", None, 40))
    assert sorted(page) == sorted(everything)
    assert [item for item in page if not item.startswith(">")] == [x for x in everything if not x.startswith(">")]
    for limit in (2, 3):
        seen = [item for page in await pages(rig, limit) for item in page]
        ours = [item.message.id for item in seen if item.message is not None]
        assert len(ours) == len(set(ours)) == len([x for x in everything if not x.startswith(">")])
        assert sorted(item.key for item in seen if item.key) == [f"u{n}" for n in range(1, 7)]


async def test_what_the_person_sent_last_is_there_before_it_is_answered(rig: Rig) -> None:
    rig.groups.add("a")
    await rig.says("a", "/menu")
    rig.clock.moment += timedelta(minutes=1)
    assert await rig.says("a", "words that nobody answers") == []
    assert told(await history.page(rig.database, "web:a", None, 40))[-1] == "> words that nobody answers"


async def test_buttons_pictures_and_files_are_remembered(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    rig.clock.moment += timedelta(minutes=1)
    await rig.press("a", 3)
    rig.clock.moment += timedelta(minutes=1)
    await rig.sends("a", "máy.jpg")
    items = await history.page(rig.database, "web:a", None, 40)
    pressed, sent = [item.own for item in items if item.own is not None][1:]
    assert pressed is not None
    assert pressed.button is not None
    assert pressed.button.endswith(".2")
    assert sent is not None
    assert sent.file == File("web:máy.jpg", "máy.jpg", "image/jpeg", 200_000)
    question = next(item.message for item in items if item.message is not None)
    assert [button.label for button in question.buttons][-1] == "One day's pay"


async def test_only_channels_without_a_history_of_their_own_are_remembered(rig: Rig) -> None:
    from sqlalchemy import select

    from bot.messages import Incoming
    from bot.storage.tables import inbox

    update = Incoming(channel="telegram", chat="1", id="1", at=rig.clock(), text="a private word")
    await rig.app.turn.accept(update)
    [row] = await rig.rows(select(inbox).where(inbox.c.channel == "telegram"))
    assert (row.address, row.body) == (None, None)


async def laid(rig: Rig, text: str, replaces: int = 0, state: str = "sent") -> int:
    """A message of ours, a minute after what was before."""
    rig.clock.moment += timedelta(minutes=1)
    async with rig.work() as work:
        message = Outgoing(id=new_id(), channel="web", chat="a", lane=Lane.NOTICE, text=text, replaces=replaces)
        outbox.lay(work, message)
        await work.flush()
        await work.execute(update(goes).where(goes.c.id == message.id).values(state=state))
    return message.id


async def test_what_took_anothers_place_stands_there_once_and_says_the_newest(rig: Rig) -> None:
    card = await laid(rig, "promised")
    await laid(rig, "something else")
    second = await laid(rig, "received", card)
    other = await laid(rig, "another card")
    third = await laid(rig, "handed over", second)
    items = await history.page(rig.database, "web:a", None, 40)
    assert told(items) == ["handed over", "something else", "another card"]
    assert (items[0].place, items[0].changes, items[1].changes) == (card, [second, third], ())
    assert items[0].changed is not None
    assert items[0].at < items[1].at < items[0].changed
    assert [told(page) for page in await pages_of_ours(rig, 2)] == [
        ["something else", "another card"],
        ["handed over"],
    ]
    assert other == items[2].place


async def pages_of_ours(rig: Rig, limit: int) -> list[list[HistoryItem]]:
    found: list[list[HistoryItem]] = []
    before = None
    while page := await history.page(rig.database, "web:a", before, limit):
        found.append(page)
        before = min(item.place for item in page)
    return found


@pytest.mark.parametrize("gone", ["dead", "forgotten"])
async def test_a_card_whose_first_message_is_lost_stands_where_the_next_one_does(rig: Rig, gone: str) -> None:
    card = await laid(rig, "promised", state="dead")
    await laid(rig, "something else")
    second = await laid(rig, "received", card)
    third = await laid(rig, "handed over", second)
    if gone == "forgotten":
        async with rig.work() as work:
            await work.execute(delete(goes).where(goes.c.id == card))
    items = await history.page(rig.database, "web:a", None, 40)
    assert told(items) == ["something else", "handed over"]
    assert (items[1].place, items[1].changes) == (second, [third])


async def test_what_changed_far_above_is_told_to_a_page_that_was_away(rig: Rig) -> None:
    card, other = await laid(rig, "promised"), await laid(rig, "another card")
    seen = await laid(rig, "something else")
    assert await history.changed(rig.database, "web:a", seen, seen) == []
    second = await laid(rig, "received", card)
    await laid(rig, "for somebody else", other)
    [item, _other] = await history.changed(rig.database, "web:a", seen, seen)
    assert (told([item]), item.place, item.changes) == (["received"], card, [second])
    assert told(await history.changed(rig.database, "web:a", other, seen)) == ["received"]
    assert told(await history.changed(rig.database, "web:a", seen, second)) == ["for somebody else"]
    assert await history.changed(rig.database, "web:b", seen, seen) == []
