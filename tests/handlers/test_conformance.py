"""What every messenger does alike, through the real app and the messenger's real wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

import bot.turn.turn
from bot.chat.kind import folded
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat
from bot.delivery import sender
from bot.flows.registry import COMMANDS, FLOWS, Flow
from bot.handlers import terminal
from bot.handlers.web import Limits, handler
from bot.messages import Button
from bot.reports.qr import qr_png
from bot.storage.tables import pledges, roles, talks
from tests.handlers.conformance import PATIENCE, House, Message, Messenger, until, vi
from tests.handlers.messengers import MESSENGERS
from tests.support.lived import prepare
from tests.support.qr_reading import read_transfer

HOW_MUCH = _("How much would you like to give? For example: 500k, 2 triệu or 1.500.000.")
WHOSE = _("In whose name is the gift?")
WHERE = _("Which commune or office shall it count for? Type a part of its name, for example: Cao Vien.")
WHAT = _("What would you like to do?")
CLOSED = _("This question is closed already.")
ANONYMOUS, FIRM = _("Without a name"), _("A business")
YES, NOWHERE = _("✅ Yes, I promise"), _("No unit")
EVIL = "<b>An & Co</b>"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the plan of Thanh Oai is loaded."""
    return await prepare(tmp_path_factory.mktemp("house") / "data")


@pytest.fixture(params=MESSENGERS, ids=lambda messenger: messenger.name)
async def messenger(
    request: pytest.FixtureRequest, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Messenger]:
    """A person at each messenger, who has just come and been greeted."""
    monkeypatch.setattr(sender, "LINGER", 0.0)
    monkeypatch.setattr(terminal, "PAUSE", 0.01)
    monkeypatch.setattr(handler, "Limits", lambda: Limits(rate=10_000, burst=10_000))  # these people type fast
    kind: type[Messenger] = request.param
    async with kind(House(template, tmp_path, **kind.settings)) as opened:
        await opened.come()
        await opened.house.idle()
        yield opened


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


def button(message: Message, label: Phrase | str) -> Button:
    """The button with a label."""
    [found] = [each for each in message.buttons if each.label == vi(label)]
    return found


async def count(messenger: Messenger, table: object = pledges) -> int:
    rows = await messenger.house.rows(select(func.count()).select_from(table))  # type: ignore[arg-type]
    return int(rows[0][0])


async def donors(messenger: Messenger) -> list[tuple[str, str, int]]:
    """(sort of donor, name, sum) of every pledge."""
    rows = await messenger.house.rows(
        select(pledges.c.donor, pledges.c.donor_name, pledges.c.minor).order_by(pledges.c.id)
    )
    return [tuple(row) for row in rows]


async def open_talk(messenger: Messenger) -> Sequence[object]:
    """What is known of the open talk."""
    return await messenger.house.rows(
        select(talks.c.flow, talks.c.seq, talks.c.journal).where(talks.c.status == "open")
    )


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


async def test_the_picture_that_arrives_fills_the_transfer_in(messenger: Messenger) -> None:
    [thanks] = await messenger.says("/goptien", "1tr5", vi(ANONYMOUS), vi(NOWHERE), vi(YES))
    [(code,)] = await messenger.house.rows(select(pledges.c.code))
    account = messenger.house.app.plan.cash.accounts[0]  # type: ignore[union-attr]
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
    refused, _menu = await messenger.says(f"/start {code}")
    assert refused.text == vi(_("This code is wrong or has expired. Please ask whoever gave it to you for a new one."))
    assert await count(messenger, roles) == 1


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
