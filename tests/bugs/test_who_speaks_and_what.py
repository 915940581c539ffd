"""Anonymous administrators got silence, an album three answers, a voice message "unclear", a new field no welcome."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.handlers.telegram.reading import UpdateReader
from bot.turn.orders import command
from tests.handlers.telegram.test_reading import heard, read
from tests.telegram_api.updates import GROUP, LAN, member, message, text, update

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
LINKED = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
CHANNEL = {"id": -100900, "type": "channel", "title": "Tin xã A"}


@pytest.mark.parametrize(("person", "behind"), [(ANONYMOUS, GROUP), (AS_CHANNEL, CHANNEL)])
def test_who_speaks_in_the_name_of_a_group_or_a_channel_is_answered(person: Any, behind: Any) -> None:
    update = heard(message(person, GROUP, text="/start@song_test_bot INV-1", sender_chat=behind))
    assert (update.chat, update.group, update.text) == ("-5200", True, "/start INV-1")
    assert (update.person, update.name) == (str(behind["id"]), behind["title"])


@pytest.mark.parametrize(
    "raw",
    [
        message(LINKED, GROUP, text="/menu", sender_chat=CHANNEL, is_automatic_forward=True),
        message(AS_CHANNEL, GROUP, text="good morning", sender_chat=CHANNEL),
        message(ANONYMOUS, GROUP, text="/menu"),
        message(ANONYMOUS, GROUP, text="/menu", sender_chat={"id": "x"}),
        message(LAN | {"is_bot": True}, text="/menu", sender_chat=CHANNEL),
        message(chat=GROUP, text="/menu", ephemeral_message_id=3),
    ],
)
def test_a_channels_own_posts_other_bots_and_what_only_one_may_read_are_not(raw: dict[str, Any]) -> None:
    assert read(raw) is None


def picture(album: Any = "A1", chat: int = 4100, **more: Any) -> dict[str, Any]:
    sizes = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
    return message(LAN | {"id": chat}, **({"photo": sizes, "media_group_id": album} | more))


def test_of_an_album_the_first_picture_is_the_answer() -> None:
    reader = UpdateReader("telegram")
    first, *others = [picture() for _n in range(3)]
    assert reader.read(first) is not None
    assert [reader.read(raw) for raw in others] == [None, None]
    assert reader.read(copy.deepcopy(first)) is not None, "sent again: nobody took it in the first time"
    assert reader.read(picture(chat=4101)) is not None
    assert reader.read(picture(album="A2")) is not None
    assert reader.read(picture(album="A2", photo=None, video={"file_id": "v"})) is None
    assert not reader.strange


def test_a_film_before_the_pictures_costs_them_nothing_and_files_sent_together_are_each_heard() -> None:
    reader = UpdateReader("telegram")
    film = reader.read(picture(photo=None, video={"file_id": "v"}))
    assert film is not None
    assert film.other == "video"
    shown = reader.read(picture())
    assert shown is not None
    assert shown.photo
    for name in ("D1", "D2"):
        sheet = {"file_id": name, "file_unique_id": name}
        assert reader.read(message(document=sheet, media_group_id="A3")) is not None


def test_many_chats_albums_are_not_kept_for_ever() -> None:
    reader = UpdateReader("telegram")
    for chat in range(5000):
        assert reader.read(picture(chat=chat + 1)) is not None
    assert len(reader._albums) <= 100
    assert reader.read(picture(chat=5000)) is None


@pytest.mark.parametrize(
    ("content", "sort"),
    [
        ({"voice": {"file_id": "v"}}, "voice"),
        ({"video_note": {}}, "video"),
        ({"sticker": {"file_id": "s"}}, "sticker"),
        ({"location": {"latitude": 1, "longitude": 2}}, "location"),
        ({"venue": {}, "location": {}}, "location"),
        ({"poll": {}}, "poll"),
        ({"dice": {}}, "sticker"),
        ({"audio": {"file_id": "a"}}, "other"),
        ({"animation": {}, "document": {"file_id": "D1", "file_unique_id": "u"}}, "video"),
        ({"contact": {"phone_number": "0900000123", "first_name": "x", "user_id": 9}}, "contact"),
        ({"hologram_of_2031": {}}, "other"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_kind(content: dict[str, Any], sort: str) -> None:
    update = heard(message(**content))
    assert (update.other, update.text, update.photo, update.document) == (sort, None, None, None)


def test_what_can_be_read_is_of_no_other_kind() -> None:
    assert heard(text("500k")).other is None
    assert heard(picture()).other is None


def test_words_sent_anew_are_known_as_such() -> None:
    said = heard(update("edited_message", text("5 triệu")["message"] | {"edit_date": 1767225700}))
    assert (said.edited, said.text, said.chat) == (True, "5 triệu", "4100")
    assert not heard(text("5 triệu")).edited


@pytest.mark.parametrize("said", ["/menu@song_test_bot.", "/menu@song_test_bot, nhé", "/menu.", "/menu, nhé", "/menu!"])
def test_a_command_may_end_as_sentences_do(said: str) -> None:
    assert command(heard(text(said)).text or "", free=False) == ("menu", "")


@pytest.mark.parametrize("said", ["/goptien 500k", "/goptien,500k", "/goptien, 500k"])
def test_a_comma_behind_a_command_loses_nothing(said: str) -> None:
    assert command(heard(text(said)).text or "", free=False) == ("give_cash", "500k")


def test_being_made_administrator_at_once_is_an_invitation_whatever_rights_the_server_knows() -> None:
    raw = member("left", "administrator")
    raw["my_chat_member"]["new_chat_member"] |= {"can_manage_chat": True, "can_do_what_is_new": {"since": 2031}}
    assert heard(raw).about == {"joined": True}
