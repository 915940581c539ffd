"""The simulated people: how they read, and how they begin again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import texts
from bot.messages import Lane, Outgoing
from bot.programme.plan import load_plan
from bot.rehearsal.errands.cash_book import countersign
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.fakes.still_clock import StillClock
from bot.rehearsal.stage.town import Town

NOW = datetime(2021, 9, 27, tzinfo=UTC)


@pytest.fixture
def town() -> Town:
    return Town(load_plan("thanh-oai"), 1, StillClock(NOW))


def outgoing(text: str, chat: str = "a") -> Outgoing:
    return Outgoing(id=1, channel="buttons", chat=chat, lane=Lane.REPLY, text=text)


def test_a_code_is_one_word_so_no_notice_is_taken_for_the_answer() -> None:
    notice = "Xã Bình Minh nộp cho bạn 60.000 đ, mã TO-YUWM-AFW. Bạn đếm lại giúp."
    answer = "60.000 đ nộp cho Phòng Giáo dục, mã <code>TO-YUWM-AFW</code>."
    asked = "{sum} for {receiver}, code <code>{code}</code>."
    assert Seen(outgoing(notice), NOW, "vi").says(asked) is None
    assert (Seen(outgoing(answer), NOW, "vi").says(asked) or {})["code"] == "TO-YUWM-AFW"


def test_what_began_with_a_button_begins_again_with_it(town: Town) -> None:
    person = town.add("a", "Lê Thị An", clumsy=0)
    menu = texts.catalog("vi").gettext("What would you like to do?")
    errand = countersign(person, "/sign 7")
    assert errand.open() == Said(button="/sign 7")
    assert errand.react(Seen(outgoing(menu), NOW, "vi")) == [Said(button="/sign 7")]


def test_only_whole_names_of_others_are_noticed(town: Town) -> None:
    for chat, name in (("a", "Đặng Thành Phong Sơn"), ("b", "Đặng Thành Phong")):
        town.add(chat, name)
        town.donors[chat] = name
    town.arrives(outgoing("Cảm ơn Đặng Thành Phong Sơn!"))
    assert town.names_told == []
    town.arrives(outgoing("Cảm ơn Đặng Thành Phong!"))
    assert len(town.names_told) == 1
