"""Where conduct meets its edges: other releases under open talks, hostile and long messages, group chats."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.chat.kind import File
from bot.chat.kinds import Number, Text
from bot.chat.phrase import _
from bot.chat.replay import MOST_ENTRIES
from bot.chat.words import Chat
from bot.flows.registry import COMMANDS, FLOWS
from bot.storage.tables import contacts, marks
from tests.support import strange
from tests.support.conducting import MENU, NO_LIST, UPDATED, open_talks, status
from tests.support.rig import Rig, said


@pytest.fixture(autouse=True)
def english(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.language = "en"
    strange.enter(monkeypatch, strange.counting)
    strange.enter(monkeypatch, strange.poison)


# --- releases ---


async def test_a_flow_that_is_gone_does_not_hold_anybody_fast(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = ("3", "/menu", "menu", "/goptien", "/huy", "/lui", "/sua", "/goon", "/drop")
    for who in tries:
        await rig.says(who, "/counting")
    await rig.says("later", "/counting")
    await rig.says("later", "/aside")
    await rig.says("silent", "/counting")
    monkeypatch.delitem(FLOWS, "counting")
    monkeypatch.delitem(COMMANDS, "counting")
    for who in tries:
        heard = said(await rig.says(who, who))
        assert heard[0] == UPDATED, who
        assert not any("went wrong" in text for text in heard)
        assert said(await rig.says(who, "/huy"))[-1] == MENU
    assert UPDATED in said(await rig.says("later", "/continue"))
    await rig.move("2021-09-30 12:00")
    assert await open_talks(rig) == []


async def test_a_change_behind_a_deed_parks_the_talk_and_says_so(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await rig.says("a", "/counting")
    for answer in ("3", "4", "yes"):
        await rig.says("a", answer)

    async def counting(chat: Chat) -> None:
        await chat.ask("other", Number(), _("Another question?"))

    strange.enter(monkeypatch, counting)
    assert said(await rig.says("a", "5"))[0] == UPDATED
    assert await status(rig) == "fenced"
    assert said(await rig.says("a", "5")) == [NO_LIST]


async def test_a_changed_question_is_put_anew_and_says_so(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await rig.says("a", "/counting")

    async def counting(chat: Chat) -> None:
        await chat.ask("other", Text(), _("Another question?"))

    strange.enter(monkeypatch, counting)
    assert said(await rig.says("a", "5")) == [
        "The question has changed meanwhile. Please answer it as it is now.\n\nAnother question?"
    ]
    await rig.says("a", "x")
    assert await status(rig) == "finished"


async def test_a_deed_that_a_new_release_puts_in_is_done_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    async def growing(chat: Chat) -> None:
        await chat.ask("a", Number(), _("A?"))
        await chat.ask("b", Number(), _("B?"))

    strange.enter(monkeypatch, growing)
    await rig.says("a", "/growing")
    await rig.says("a", "1")

    async def grown(chat: Chat) -> None:
        await chat.ask("a", Number(), _("A?"))
        await chat.do(strange.mark, name="grown")
        await chat.ask("b", Number(), _("B?"))

    strange.enter(monkeypatch, grown, name="growing")
    assert said(await rig.says("a", "menu"))[-1] == "B?"
    assert said(await rig.says("a", "/lui")) == ["That is recorded already and cannot be taken back here.", "B?"]
    await rig.says("a", "2")
    assert len(await rig.rows(select(marks).where(marks.c.name == "grown"))) == 1


async def test_a_talk_without_an_end_is_ended(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(chat: Chat) -> None:
        n = 0
        while True:
            n += await chat.ask("more", Number(0, 9), _("More than {n}?", n=n))

    strange.enter(monkeypatch, endless)
    await rig.says("a", "/endless")
    for _turn in range(MOST_ENTRIES):
        await rig.app.turn.accept(rig.update("a", "1"))
    await rig.idle()
    rig.heard("a")
    assert said(await rig.says("a", "1")) == ["This conversation has become too long. Please start again."]
    assert await status(rig, "endless") == "too_long"
    assert said(await rig.says("a", "1")) == [NO_LIST]


# --- the edges ---


async def test_no_button_carries_more_than_a_messenger_takes(rig: Rig) -> None:
    await rig.says("a", "/counting")
    for text in ("/goptien " + "x" * 4000, "/goptien " + "đ" * 100, "/start " + "ầ" * 500, "/qua " + "y" * 100):
        await rig.says("a", text)
    for who in ("teacher", "contact-cao-vien", "official"):
        for text in ("/menu", "/help", "/baocao", "/huy"):
            await rig.says(who, text)
    for who in ("a", "teacher", "contact-cao-vien", "official"):
        for message in rig.all_heard(who):
            for button in message.buttons:
                assert len(button.data.encode()) <= 64, button


async def test_a_command_with_a_long_argument_can_still_be_chosen(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "/poison " + "x" * 300)
    assert said(await rig.says("a", "2")) == ["Say something."]


async def test_somebody_who_writes_again_can_be_reached_again(rig: Rig) -> None:
    await rig.says("a", "hello")
    async with rig.work() as work:
        await work.execute(contacts.update().values(unreachable="blocked"))
    await rig.says("a", "hello")
    [row] = await rig.rows(select(contacts.c.unreachable).where(contacts.c.address == "web:a"))
    assert row.unreachable is None


async def test_what_the_messenger_wants_back_goes_with_the_first_answer_only(rig: Rig) -> None:
    messages = await rig.says("a", "/tangqua", about={"callback": "77"})
    assert [message.answers for message in messages] == [{"callback": "77"}, {}]


async def test_hostile_words_are_shown_as_words(rig: Rig) -> None:
    await rig.says("a", "/poison")
    [echo] = await rig.says("a", "<b>x</b> & {said} %s \u202e</i>")
    assert echo.text == "You said &lt;b&gt;x&lt;/b&gt; &amp; {said} %s &lt;/i&gt;."
    [unknown, _menu] = await rig.says("a", "/<b>{command}")
    assert unknown.text == "There is no command “&lt;b&gt;{command}”."


async def test_pictures_and_papers_are_no_orders(rig: Rig) -> None:
    await rig.says("a", "/counting")
    photo = await rig.says("a", photo=File("web:x", "x.jpg", "image/jpeg", 5))
    paper = await rig.says("a", document=File("web:y", "y.xlsx", "application/x", 5))
    assert said(photo)[0].startswith("I cannot look at a picture here.")
    assert said(paper)[0].startswith("I cannot read a file here.")


# --- groups ---


async def test_a_group_is_not_drawn_into_talk(rig: Rig) -> None:
    rig.groups.add("leaders")
    assert await rig.says("leaders", "Các đồng chí xem giúp nhé") == []
    assert await rig.sends("leaders", "cat.jpg") == []
    [welcome, menu] = await rig.says("leaders", "/start")
    assert menu.text == MENU
    assert all(message.group for message in (welcome, menu))
    assert await rig.says("leaders", "ok nhé") == []


async def test_a_group_chooses_by_number_from_the_last_list(rig: Rig) -> None:
    rig.groups.add("leaders")
    await rig.says("leaders", "/menu")
    numbers = [button.label for button in rig.all_heard("leaders")[-1].buttons]
    heard = await rig.says("leaders", str(numbers.index("📈 Progress") + 1))
    assert said(heard) == ["Nothing has been promised yet. Would you like to be the first?"]
