"""What every messenger does alike with what a person types, presses and sends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

import bot.turn.turn
from bot.chat.kind import folded
from bot.chat.phrase import Phrase, _
from bot.storage.tables import roles
from tests.handlers.conformance.gift_talk import (
    ANONYMOUS,
    CLOSED,
    FIRM,
    HOW_MUCH,
    NOWHERE,
    WHAT,
    WHERE,
    WHOSE,
    YES,
    button,
    count,
    donors,
    open_talk,
)
from tests.handlers.conformance.messenger import PATIENCE, Messenger, until, vi
from tests.handlers.conformance.messengers import MESSENGERS


def those(what: str) -> pytest.MarkDecorator:
    """Marks a test for the messengers that can do something; each value of `sends` is a case of its own."""
    able = [messenger for messenger in MESSENGERS if getattr(messenger, what)]
    return pytest.mark.parametrize("messenger", able, ids=lambda messenger: messenger.name, indirect=True)


SENT = [
    pytest.param(messenger, what, id=f"{messenger.name}-{what}") for messenger in MESSENGERS for what in messenger.sends
]
WAYS = ("button", "number", "label", "bare", "loud")
ANSWERED = [pytest.param(messenger, way, id=f"{messenger.name}-{way}") for messenger in MESSENGERS for way in WAYS
            if messenger.buttons or way != "button"]  # fmt: skip


async def test_a_person_is_greeted_and_offered_what_can_be_done(messenger: Messenger) -> None:
    hello, menu = await messenger.hears()
    assert hello.text.startswith("Xin chào bạn! Đây là kênh trò chuyện của “Sóng và máy tính cho em – Thanh Oai”.")
    assert menu.text == vi(WHAT)
    assert menu.labels[:2] == [vi(_("💰 Give money")), vi(_("💻 Give devices"))]
    assert await messenger.hears() == []


@pytest.mark.parametrize(("messenger", "way"), ANSWERED, indirect=["messenger"])
async def test_a_choice_may_be_answered_in_every_way(messenger: Messenger, way: str) -> None:
    [question] = await messenger.says("/goptien", "500k")
    assert question.text == vi(WHOSE)
    label = vi(ANONYMOUS)
    assert label in question.labels
    assert folded(label) != label.lower()
    if way == "button":
        [following] = await messenger.presses(button(question, ANONYMOUS))
    else:
        number = str(question.labels.index(label) + 1)
        words = {"number": number, "label": label, "bare": folded(label), "loud": label.upper()}
        [following] = await messenger.says(words[way])
    assert following.text == vi(WHERE)
    await messenger.says(vi(NOWHERE), vi(YES))
    assert await donors(messenger) == [("anonymous", "", 500_000)]


async def test_a_choice_of_the_menu_may_be_taken_by_its_number(messenger: Messenger) -> None:
    menu = (await messenger.hears())[-1]
    [question] = await messenger.says(str(menu.labels.index(vi(_("💰 Give money"))) + 1))
    assert question.text == vi(HOW_MUCH)


@those("buttons")
async def test_a_late_button_is_told_so_and_changes_nothing(messenger: Messenger) -> None:
    [whose] = await messenger.says("/goptien", "500k")
    [where] = await messenger.presses(button(whose, FIRM))
    before = await open_talk(messenger)
    for late in whose.buttons:
        told, again = await messenger.presses(late)
        assert told.text == vi(CLOSED)
        assert again == where
    assert await open_talk(messenger) == before
    await messenger.says("Công ty Thử Nghiệm", vi(NOWHERE), vi(YES))
    assert (await messenger.presses(whose.buttons[0]))[0].text == vi(CLOSED)
    assert await donors(messenger) == [("firm", "Công ty Thử Nghiệm", 500_000)]


@those("repeats")
async def test_the_same_update_twice_has_one_effect(messenger: Messenger) -> None:
    await messenger.says("/goptien", "500k", vi(ANONYMOUS))
    [review] = await messenger.says(vi(NOWHERE), times=2)
    heard = await messenger.presses(button(review, YES), times=2)
    assert len(heard) == 1
    assert await donors(messenger) == [("anonymous", "", 500_000)]
    assert len(await messenger.says("/quacuatoi", times=3)) == 1


CANCEL = ("/huy", "huy", "hủy", "/hủy", "HUỶ", "/cancel", "cancel")
BACK = ("/lui", "lui", "lùi", "/lùi", "Lùi", "/back", "quay lại")
EDIT = ("/sua", "sua", "sửa", "/sửa", "SỬA", "/edit")
MENU = ("/menu", "menu", "Menu")
HELP = ("/trogiup", "tro giup", "trợ giúp", "/trợ giúp", "/help", "help")
LANGUAGE = ("/ngonngu", "ngon ngu", "Ngôn ngữ", "/ngôn ngữ", "/language", "language")


async def test_cancel_ends_the_talk_however_it_is_written(messenger: Messenger) -> None:
    for word in CANCEL:
        await messenger.says("/goptien")
        stopped, menu = await messenger.says(word)
        assert stopped.text == vi(_("Stopped. Nothing more was recorded.")), word
        assert menu.text == vi(WHAT)
        assert await open_talk(messenger) == []


async def test_back_takes_one_answer_back_however_it_is_written(messenger: Messenger) -> None:
    await messenger.says("/goptien")
    for word in BACK:
        [whose] = await messenger.says("500k")
        assert whose.text == vi(WHOSE)
        [sum] = await messenger.says(word)
        assert sum.text == vi(HOW_MUCH), word


async def test_edit_lists_the_answers_however_it_is_written(messenger: Messenger) -> None:
    await messenger.says("/goptien", "500k")
    for word in EDIT:
        [lines] = await messenger.says(word)
        assert lines.text == vi(_("Which line would you like to change?")), word
        assert lines.labels == ["Số tiền: 500.000\u00a0đ", vi(_("None, go on"))]
    [sum] = await messenger.says("1")
    assert sum.text == vi(HOW_MUCH)
    [whose] = await messenger.says("2 triệu")
    assert whose.text == vi(WHOSE)
    await messenger.says(vi(ANONYMOUS), vi(NOWHERE), vi(YES))
    assert await donors(messenger) == [("anonymous", "", 2_000_000)]


@pytest.mark.parametrize(("words", "first"), [
    (MENU, WHAT), (HELP, _("Answer by tapping a button, by its number, or in your own words.")),
    (LANGUAGE, _("Which language would you like?")),
], ids=["menu", "help", "language"])  # fmt: skip
async def test_a_glance_answers_and_puts_the_open_question_again(
    messenger: Messenger, words: Sequence[str], first: Phrase
) -> None:
    [whose] = await messenger.says("/goptien", "500k")
    for word in words:
        glance, again = await messenger.says(word)
        assert glance.text.startswith(vi(first)), word
        assert again.text == whose.text
        assert again.labels == whose.labels
    [where] = await messenger.says(vi(ANONYMOUS))
    assert where.text == vi(WHERE)


async def test_a_person_called_like_an_order_is_taken_by_name(messenger: Messenger) -> None:
    [whose] = await messenger.says("/goptien", "500k")
    own = [vi(_("My own name")), vi(_("Another name"))]
    [label] = [label for label in whose.labels if label in own]
    await messenger.says(label)
    [where] = await messenger.says("Huy")
    assert where.text == vi(WHERE)
    await messenger.says(vi(NOWHERE), vi(YES))
    assert await donors(messenger) == [("self", "Huy", 500_000)]


async def test_a_full_queue_means_come_again_and_then_it_arrives_once(
    messenger: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    await messenger.says("/goptien", "500k", vi(ANONYMOUS), vi(NOWHERE))
    with monkeypatch.context() as full:
        full.setattr(bot.turn.turn, "MOST_WAITING", 0)
        saying = asyncio.create_task(messenger.says(vi(YES)))
        async with asyncio.timeout(PATIENCE):
            await until(lambda: messenger.told or saying.done())
        assert not saying.done()
        assert await count(messenger) == 0
    [thanks] = await saying
    assert thanks.picture is not None
    assert await donors(messenger) == [("anonymous", "", 500_000)]


async def test_a_restart_in_the_middle_of_a_talk_goes_on(messenger: Messenger) -> None:
    [whose] = await messenger.says("/goptien", "500k")
    await messenger.restart()
    await messenger.hears()
    if messenger.buttons:
        [where] = await messenger.presses(button(whose, ANONYMOUS))
    else:
        [where] = await messenger.says(vi(ANONYMOUS))
    assert where.text == vi(WHERE)
    await messenger.says(vi(NOWHERE))
    await messenger.restart()
    await messenger.hears()
    [thanks] = await messenger.says(vi(YES))
    assert thanks.picture is not None
    assert await donors(messenger) == [("anonymous", "", 500_000)]


@pytest.mark.parametrize(("messenger", "what"), SENT, indirect=["messenger"])
async def test_a_file_where_money_is_asked_gets_one_sentence(messenger: Messenger, what: str) -> None:
    [asked] = await messenger.says("/goptien")
    before = await open_talk(messenger)
    [told] = await messenger.shows(what)
    sentence, question = told.text.split("\n\n")
    assert question == asked.text
    assert "\n" not in sentence
    assert (told.labels, await open_talk(messenger)) == (asked.labels, before)
    [whose] = await messenger.says("500k")
    assert whose.text == vi(WHOSE)


async def test_the_language_can_be_switched_in_the_middle_of_a_question(messenger: Messenger) -> None:
    await messenger.says("/goptien")
    languages, _again = await messenger.says("/ngonngu")
    assert languages.labels == ["Tiếng Việt", "English"]
    if messenger.buttons:
        told, asked = await messenger.presses(button(languages, "English"))
    else:
        told, asked = await messenger.says("english")
    assert told.text == "From now on I speak English with you."
    assert asked.text == HOW_MUCH.source
    [whose] = await messenger.says("500k")
    assert "Without a name" in whose.labels
    told, _asked = await messenger.says("/language vi")
    assert told.text == vi(_("From now on I speak English with you."))
    assert await messenger.says(vi(ANONYMOUS)) != []


async def test_an_invitation_grants_its_role(messenger: Messenger) -> None:
    code = await messenger.house.invite("unit_contact", "cao-vien")
    welcome, menu = await messenger.says(f"/start {code}")
    assert "Cao Viên" in welcome.text
    assert vi(_("📝 Weekly report")) in menu.labels
    assert await count(messenger, roles) == 1
    known, _menu = await messenger.says(f"/start {code}")
    assert known.text == vi(_("You have taken up this role already."))
    assert await count(messenger, roles) == 1
