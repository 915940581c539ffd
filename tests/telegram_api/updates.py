"""Updates as Telegram sends them, of invented people."""

from __future__ import annotations

from itertools import count
from typing import Any

_numbers = count(700)
LAN: dict[str, Any] = {
    "id": 4100,
    "is_bot": False,
    "first_name": "Lan",
    "last_name": "Nguyễn",
    "username": "lan",
    "language_code": "vi",
}
GROUP = {"id": -5200, "type": "group", "title": "Xã A – điều hành"}
BOT = {"id": 900000, "is_bot": True, "first_name": "Song", "username": "song_test_bot"}


def private(person: dict[str, Any] = LAN) -> dict[str, Any]:
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]}


def update(kind: str, content: Any) -> dict[str, Any]:
    return {"update_id": next(_numbers), kind: content}


def message(person: dict[str, Any] = LAN, chat: dict[str, Any] | None = None, **content: Any) -> dict[str, Any]:
    base = {"message_id": 1, "date": 1767225600, "from": person, "chat": chat or private(person)}
    return update("message", base | content)


def text(words: str, chat: int = 4100, **more: Any) -> dict[str, Any]:
    return message(LAN | {"id": chat}, text=words, **more)


def press(data: str | None, chat: dict[str, Any] | None = None, query: str = "55") -> dict[str, Any]:
    asked = {"message_id": 9, "date": 1767225600, "chat": chat or private(), "from": BOT, "text": "?"}
    content = {"id": query, "from": LAN, "chat_instance": "77", "message": asked}
    return update("callback_query", content if data is None else content | {"data": data})


def member(old: str, new: str, chat: dict[str, Any] = GROUP) -> dict[str, Any]:
    def status(name: str) -> dict[str, Any]:
        return {"status": name, "user": BOT} | ({"until_date": 0} if name == "kicked" else {})

    content = {"chat": chat, "from": LAN, "date": 1767225600}
    return update("my_chat_member", content | {"old_chat_member": status(old), "new_chat_member": status(new)})
