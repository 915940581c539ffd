"""What every messenger does alike with what a person gets to see: words, pictures, papers, what takes their place."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.chat.phrase import _
from bot.chat.words import Chat
from bot.flows.registry import COMMANDS, FLOWS, Flow
from bot.messages import Button
from bot.reports.qr import qr_png
from bot.storage.tables import pledges
from tests.handlers.conformance.gift_talk import ANONYMOUS, FIRM, HOW_MUCH, NOWHERE, WHERE, YES, donors
from tests.handlers.conformance.messenger import Messenger, vi
from tests.support.qr_reading import read_transfer

EVIL = "<b>An & Co</b>"


async def test_the_picture_that_arrives_fills_the_transfer_in(messenger: Messenger) -> None:
    [thanks] = await messenger.says("/goptien", "1tr5", vi(ANONYMOUS), vi(NOWHERE), vi(YES))
    [(code,)] = await messenger.house.rows(select(pledges.c.code))
    cash = messenger.house.app.plan.cash
    assert cash is not None
    account = cash.accounts[0]
    assert code in thanks.text
    assert account.number in thanks.text
    assert thanks.picture is not None
    assert read_transfer(thanks.picture) == (account.bin, account.number, 1_500_000, code)


async def test_what_a_person_writes_is_never_markup(messenger: Messenger) -> None:
    await messenger.says("/goptien", "500k", vi(FIRM))
    await messenger.says(EVIL)
    not_found, _again = await messenger.says("<i>&amp;</i>")
    assert "<i>&amp;</i>" in not_found.text
    [review] = await messenger.says(vi(NOWHERE))
    assert EVIL in review.text
    [lines] = await messenger.says("/sua")
    assert f"{vi(_('Name'))}: {EVIL}" in lines.labels
    await messenger.says(vi(_("None, go on")))
    [thanks] = await messenger.says(vi(YES))
    assert EVIL in thanks.text
    assert (await donors(messenger))[0][1] == EVIL
    assert "“<b>x”" in (await messenger.says("/<b>x"))[0].text


async def test_more_words_than_fit_are_refused_in_a_sentence_and_the_question_stays(messenger: Messenger) -> None:
    await messenger.says("/goptien", "500k")
    [asked] = await messenger.says(vi(FIRM))
    [refused] = await messenger.says("a&<" * (messenger.longest // 3))
    assert asked.text in refused.text
    assert refused.text != asked.text
    assert len(refused.text) < 400
    [where] = await messenger.says("Công ty Thử Nghiệm")
    assert where.text == vi(WHERE)


async def long_talk(chat: Chat) -> None:
    await chat.say(*LONG, offers=())


LONG = [f"Dòng {number}: sóng & máy tính <cho> em, «ngàn» lời cảm ơn. 💻" for number in range(400)]


async def test_a_text_over_the_longest_arrives_whole_and_in_order(
    messenger: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Flow("long_talk", long_talk, _("Menu"), ("dai",), frozenset(), True, "")
    monkeypatch.setitem(FLOWS, "long_talk", told)
    monkeypatch.setitem(COMMANDS, "dai", told)
    assert sum(map(len, LONG)) > 4 * 4096
    await messenger.says("/goptien")
    *pieces, question = await messenger.says("/dai")
    assert question.text == vi(HOW_MUCH)
    assert "\n".join(piece.text for piece in pieces).split("\n") == LONG


async def test_a_message_may_take_the_place_of_an_earlier_one_again_and_again(messenger: Messenger) -> None:
    await messenger.hears()
    hello = len(await messenger.screen())
    stop = [Button("Dừng báo tin", "/dung")]
    card = await messenger.house.tell("<b>Đã hứa</b>", buttons=stop)
    await messenger.house.tell("Việc khác")
    first, other = await messenger.hears()
    assert (first.text, first.labels) == ("Đã hứa", ["Dừng báo tin"])
    card = await messenger.house.tell("Đã nhận", buttons=stop, replaces=card)
    [second] = await messenger.hears()
    await messenger.restart()
    await messenger.hears()
    await messenger.house.tell("Đã trao", replaces=card)
    [third] = await messenger.hears()
    assert [(each.text, each.labels) for each in (second, third)] == [("Đã nhận", ["Dừng báo tin"]), ("Đã trao", [])]
    cards = [each for each in (await messenger.screen())[hello:] if each in (first, other, second, third)]
    assert cards == ([third, other] if messenger.edits else [first, other, second, third])


async def test_a_picture_in_a_message_changes_with_it(messenger: Messenger) -> None:
    await messenger.hears()
    card = await messenger.house.tell("Quét mã", picture={"make": "qr", "text": "một"})
    [first] = await messenger.hears()
    card = await messenger.house.tell("Quét mã khác", picture={"make": "qr", "text": "hai"}, replaces=card)
    [second] = await messenger.hears()
    assert second.picture == qr_png("hai") != first.picture
    await messenger.house.tell("Không còn mã nào", replaces=card)  # of another kind: where that cannot be, it is new
    [third] = await messenger.hears()
    assert (third.text, third.picture) == ("Không còn mã nào", None)
    assert (await messenger.screen())[-1] == third


async def test_where_the_earlier_message_is_forgotten_it_is_new_and_can_be_changed_in_its_turn(
    messenger: Messenger,
) -> None:
    await messenger.hears()
    hello = len(await messenger.screen())
    card = await messenger.house.tell("Đã nhận", replaces=1)
    await messenger.house.tell("Đã trao", replaces=card)
    assert [each.text for each in await messenger.hears()] == ["Đã nhận", "Đã trao"]
    assert len(await messenger.screen()) == hello + (1 if messenger.edits else 2)


async def test_a_document_is_made_and_arrives_under_its_name(messenger: Messenger) -> None:
    await messenger.hears()
    name = "giấy-chứng-nhận-TO-7K2P.png"
    await messenger.house.tell("Giấy của bạn đây.", document={"make": "qr", "text": "giấy", "name": name})
    [told] = await messenger.hears()
    assert (told.text, told.document) == ("Giấy của bạn đây.", (name, qr_png("giấy")))
