"""Telegram's updates become ours; strange ones are left aside, named once without what they say."""

from __future__ import annotations

import copy
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kind import File
from bot.handlers.telegram.reading import KNOWN, UpdateReader
from bot.messages import Incoming
from tests.telegram_api.updates import BOT, GROUP, LAN, member, message, press, private, text, update

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def read(raw: Any) -> Incoming | None:
    reader = UpdateReader("telegram", lambda: NOW)
    reader.username = "song_test_bot"
    return reader.read(raw)


def heard(raw: Any) -> Incoming:
    update = read(raw)
    assert update is not None
    return update


def test_words_in_a_private_chat() -> None:
    raw = text("5 triệu")
    assert heard(raw) == Incoming(
        channel="telegram",
        chat="4100",
        id=str(raw["update_id"]),
        at=datetime(2026, 1, 1, tzinfo=UTC),
        person="4100",
        name="Lan Nguyễn",
        language="vi",
        text="5 triệu",
    )


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("/start", "/start"),
        ("/start INV-7K2", "/start INV-7K2"),
        ("/start@Song_Test_Bot INV-7K2", "/start INV-7K2"),
        ("/huy@song_test_bot", "/huy"),
        ("write to /a@b", "write to /a@b"),
        ("/huỷ", "/huỷ"),
    ],
)
def test_commands_lose_our_own_name_only(said: str, becomes: str) -> None:
    assert heard(text(said)).text == becomes


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("/digest", "/digest"),
        ("/start@song_test_bot INV-1", "/start INV-1"),
        ("/start@another_bot INV-1", None),
        ("good morning everybody", None),
        ("see /digest", None),
    ],
)
def test_a_group_is_heard_only_when_it_calls_us(said: str, becomes: str | None) -> None:
    update = read(message(chat=GROUP, text=said))
    assert (update.text if update else None) == becomes
    if update:
        assert (update.chat, update.person, update.group) == ("-5200", "4100", True)


@pytest.mark.parametrize("content", [{"sticker": {}}, {"photo": [{}]}, {"new_chat_members": [LAN]}, {"voice": {}}])
def test_other_things_in_a_group_are_ignored(content: dict[str, Any]) -> None:
    assert read(message(chat=GROUP, **content)) is None


def test_a_pressed_button_brings_its_data_and_what_its_answer_needs() -> None:
    update = heard(press("12.3.1"))
    assert (update.button, update.about, update.at) == ("12.3.1", {"callback": "55"}, NOW)
    assert (update.chat, update.person, update.group, update.text) == ("4100", "4100", False, None)
    update = heard(press("12.3.1", GROUP))
    assert (update.chat, update.person, update.group) == ("-5200", "4100", True)


def test_a_button_of_a_message_too_old_to_be_shown_counts_too() -> None:
    raw = press("12.3.1")
    raw["callback_query"]["message"] = {"chat": private(), "message_id": 9, "date": 0}
    assert heard(raw).button == "12.3.1"


def test_a_button_without_data_or_chat_is_nothing() -> None:
    assert read(press(None)) is None
    raw = press("x")
    del raw["callback_query"]["message"]
    assert read(raw) is None


def test_only_ones_own_number_is_a_shared_contact() -> None:
    contact = {"phone_number": "84900000123", "first_name": "Lan", "user_id": 4100}
    assert heard(message(contact=contact)).contact == "+84900000123"
    assert heard(message(contact=contact | {"phone_number": "0900000123"})).contact == "0900000123"
    for stranger in (contact | {"user_id": 4101}, {k: v for k, v in contact.items() if k != "user_id"}):
        update = heard(message(contact=stranger))
        assert (update.contact, update.text) == (None, None)


def test_of_a_photo_the_largest_size_is_taken() -> None:
    sizes = [
        {"file_id": name, "file_unique_id": name, "width": w, "height": w, "file_size": w * 100}
        for name, w in (("small", 90), ("large", 1280), ("middle", 320))
    ]
    update = heard(message(photo=sizes, caption="my receipt"))
    assert update.photo == File("telegram:large", "", "image/jpeg", 128000)
    assert (update.text, update.caption) == (None, "my receipt")


def test_the_words_under_a_picture_are_kept_apart_from_it() -> None:
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]
    assert heard(message(photo=photo, caption=["odd"])).caption == ""
    assert heard(message(voice={"file_id": "v"}, caption="500k")).caption == "500k"
    assert heard(message(text="500k")).caption == ""


def test_a_document_keeps_its_name_and_kind() -> None:
    sheet = {"file_id": "D1", "file_unique_id": "u", "file_name": "lớp 5A.xlsx", "mime_type": "x/y", "file_size": 9}
    assert heard(message(document=sheet)).document == File("telegram:D1", "lớp 5A.xlsx", "x/y", 9)


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "s"}},
        {"voice": {"file_id": "v"}},
        {"video_note": {}},
        {"location": {"latitude": 1, "longitude": 2}},
        {"rich_message": {"blocks": []}},
        {"hologram_of_2031": {"anything": 1}},
        {"animation": {}, "document": {"file_id": "D1", "file_unique_id": "u"}},
    ],
)
def test_what_cannot_be_an_answer_still_gets_one(content: dict[str, Any]) -> None:
    update = heard(message(**content))
    assert (update.text, update.photo, update.document) == (None, None, None)


@pytest.mark.parametrize(
    "raw",
    [
        message(pinned_message={"message_id": 1}),
        message(chat_background_set={}),
        message(),
        message(BOT, private(), text="I am a bot"),
        update("message", {"message_id": 1, "date": 1, "chat": private(), "text": "nobody"}),
        update(
            "message", {"message_id": 1, "date": 1, "chat": {"id": -9, "type": "channel"}, "from": LAN, "text": "/x"}
        ),
        update("edited_message", message(chat=GROUP, text="/menu")["message"]),
        update("edited_message", message(location={"latitude": 1, "longitude": 2})["message"]),
        update("poll_answer", {"poll_id": "1"}),
        update("wormhole", {}),
    ],
)
def test_news_of_the_chat_and_kinds_we_did_not_ask_for_are_ignored(raw: dict[str, Any]) -> None:
    assert read(raw) is None


@pytest.mark.parametrize("old", ["left", "kicked"])
@pytest.mark.parametrize("new", ["member"])
def test_being_invited_to_a_group_is_its_first_word(old: str, new: str) -> None:
    update = heard(member(old, new))
    assert (update.text, update.about, update.group, update.chat) == ("/start", {"joined": True}, True, "-5200")
    assert update.person == "4100"


@pytest.mark.parametrize(
    "raw",
    [
        member("member", "left"),
        member("member", "kicked"),
        member("member", "member"),
        member("left", "member", private()),
    ],
)
def test_other_changes_of_our_membership_are_nothing_to_answer(raw: dict[str, Any]) -> None:
    assert read(raw) is None


@pytest.mark.parametrize(
    "new_field",
    [
        {"forward_origin": {"type": "from_the_moon", "date": 1}},
        {"reply_to_message": {"message_id": "not a number"}},
        {"entities": [{"type": "smell", "offset": "x"}]},
        {"reply_markup": {"inline_keyboard": 7}},
        {"link_preview_options": 3},
        {"external_reply": {"origin": {"type": "dream"}}},
    ],
)
def test_a_new_sort_of_forward_or_reply_does_not_cost_the_words(new_field: dict[str, Any]) -> None:
    assert heard(text("hello", **new_field)).text == "hello"


def test_strange_updates_are_counted_and_named_once_without_what_they_say(caplog: pytest.LogCaptureFixture) -> None:
    reader = UpdateReader("telegram")
    strange = member("left", "levitating")
    wrong = text("my secret")
    wrong["message"]["date"] = "yesterday, my secret"
    read: list[Any] = [strange, wrong, None, 7, [], {}, {"update_id": "x"}, update("message", 3), update("poll", {})]
    for raw in read * 3:
        assert reader.read(raw) is None
    assert sum(reader.strange.values()) == 27
    assert len(caplog.records) == len(reader.strange) == 5
    assert "secret" not in caplog.text


def test_a_flood_of_different_strangeness_is_cut_short(caplog: pytest.LogCaptureFixture) -> None:
    reader = UpdateReader("telegram")
    for n in range(500):
        reader.read(update(f"kind{n}", {}))
    assert len(reader.strange) <= 101
    assert sum(reader.strange.values()) == 500
    assert len(caplog.records) <= 101


SHAPES = [
    text("hello"),
    press("1.2.3"),
    member("left", "member"),
    message(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]),
    message(contact={"phone_number": "1", "first_name": "x", "user_id": 4100}),
]
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(raw: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    return [path] + [place for key, value in inner for place in places(value, (*path, key))]


@given(st.data())
def test_no_garbage_anywhere_in_an_update_raises(data: st.DataObject) -> None:
    raw = {"": copy.deepcopy(data.draw(st.sampled_from(SHAPES)))}
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from([place for place in places(raw) if place]))
        holder: Any = raw
        for key in path:
            holder = holder[key]
        holder[last] = data.draw(junk)
    logging.disable(logging.CRITICAL)
    try:
        update = read(raw[""])
    finally:
        logging.disable(logging.NOTSET)
    assert update is None or isinstance(update, Incoming)


def test_others_read_the_same_from_an_update() -> None:
    from aiogram.types import Update

    for raw in SHAPES:
        ours, theirs = heard(raw), Update.model_validate(raw)
        said: Any = theirs.message or theirs.callback_query or theirs.my_chat_member
        about = said.message if theirs.callback_query else said
        assert (ours.person, ours.name) == (str(said.from_user.id), said.from_user.full_name)
        assert (ours.language, ours.chat) == (said.from_user.language_code, str(about.chat.id))
        assert ours.at == (NOW if theirs.callback_query else said.date)
        assert ours.text == ("/start" if theirs.my_chat_member else about.text if theirs.message else None)


def test_all_that_a_message_may_hold_is_known() -> None:
    from aiogram.types import Message

    assert {field.alias or name for name, field in Message.model_fields.items()} <= KNOWN
