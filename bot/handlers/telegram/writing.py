"""From our message to Telegram's calls: texts, keyboards, pictures and documents, as plain values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any, Final

import msgspec

from bot.handlers.telegram.markup import LONGEST_CAPTION, fits, split
from bot.messages import Button, Lane, Outgoing, Permanent

MOST_BUTTONS: Final = 80
LARGEST_KEYBOARD: Final = 8192
"""Bytes as plain ASCII; beyond 100 buttons or some 10 KB Telegram takes none of the message."""
FEW: Final = 8
"""So many buttons are never too large together."""
TOPIC: Final = "message_thread_id"
NO_PREVIEW: Final = {"is_disabled": True}
FIELD: Final = {"sendPhoto": "photo", "sendDocument": "document"}
ONLY_SENT: Final = ("allow_paid_broadcast", TOPIC, "direct_messages_topic_id")
"""What says how a new message goes out; a change of one that is there takes none of it."""
PART: Final = "file"
"""What an upload is called among the parameters of a call that changes a picture or document."""


class Letter(msgspec.Struct, frozen=True):
    """One call that makes one message; `recipe` says what picture or document is still to be put in."""

    method: str
    params: dict[str, Any]
    recipe: dict[str, Any] | None = None


def letters(message: Outgoing, paid: bool = False) -> list[Letter]:
    """The calls a message takes, the buttons under the last; raises Permanent if it can be no message.

    A text short enough goes under the picture or document. More buttons than Telegram shows become lines of the text.
    `paid` marks mailings as paid broadcasts.
    """
    files = [
        (method, recipe)
        for method, recipe in (("sendPhoto", message.picture), ("sendDocument", message.document))
        if recipe is not None
    ]
    to = _to(message.chat, message.place)
    if paid and message.lane is Lane.BULK:
        to["allow_paid_broadcast"] = True
    made, text = [], message.text
    rows = keyboard(message.buttons)
    if len(message.buttons) > FEW and not _shown(rows):
        text, rows = _listed(message), []
    pieces = split(text) if text.strip() else []
    for method, recipe in files:
        params = dict(to)
        if len(files) == 1 and len(pieces) == 1 and fits(text, LONGEST_CAPTION):
            params |= {"caption": pieces.pop(), "parse_mode": "HTML"}
        made.append(Letter(method, params, recipe))
    for piece in pieces:
        params = to | {"text": piece, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
        made.append(Letter("sendMessage", params))
    if not made:
        raise Permanent("the message has neither text nor picture nor document")
    if rows:
        made[-1].params["reply_markup"] = {"inline_keyboard": rows}
    return made


def change(now: Sequence[Letter], before: Sequence[Letter], number: str) -> Letter | None:
    """The one call that turns a message already shown, by its number, into another; None where it takes a new one.

    So it does where one of them is several, or they are of different kinds. A file that stays the same stays there.
    """
    if not (len(now) == len(before) == 1 and now[0].method == before[0].method and number.isdecimal()):
        return None
    [new], [old] = now, before
    params = {name: value for name, value in new.params.items() if name not in ONLY_SENT}
    params["message_id"] = int(number)
    if new.recipe is None:
        return Letter("editMessageText", params)
    if new.recipe == old.recipe:
        return Letter("editMessageCaption", params)
    words = {name: params.pop(name) for name in ("caption", "parse_mode") if name in params}
    params["media"] = {"type": FIELD[new.method], **words}
    return Letter("editMessageMedia", params, new.recipe)


def put_in(letter: Letter, file: Any) -> None:
    """Puts the file into a call: an upload, or the id of one that Telegram has already."""
    media = letter.params.get("media")
    if media is None:
        letter.params[FIELD[letter.method]] = file
    elif isinstance(file, str):
        media["media"] = file
    else:
        media["media"], letter.params[PART] = f"attach://{PART}", file


def keyboard(buttons: Sequence[Button]) -> list[list[dict[str, str]]]:
    """The buttons in rows: short labels two or three to a row, so that a phone shows them whole."""
    rows: list[list[dict[str, str]]] = []
    room = 0
    for button in buttons:
        if not 0 < len(button.data.encode()) <= 64:
            raise Permanent("the data of a button must be 1 to 64 bytes long")
        places = 3 if len(button.label) <= 9 else 2 if len(button.label) <= 16 else 1
        if not rows or len(rows[-1]) >= min(room, places):
            rows.append([])
            room = places
        rows[-1].append({"text": button.label, "callback_data": button.data})
        room = min(room, places)
    return rows


def out_of_the_topic(letters: Sequence[Letter]) -> bool:
    """Sends what is left to the chat itself, not to a topic of it; returns whether it was for one."""
    return any([letter.params.pop(TOPIC, None) for letter in letters])


def _shown(rows: Sequence[Sequence[dict[str, str]]]) -> bool:
    """Whether Telegram shows so many buttons, and so long ones; it counts each letter with a mark as several bytes."""
    return sum(map(len, rows)) <= MOST_BUTTONS and len(json.dumps(rows)) <= LARGEST_KEYBOARD


def _listed(message: Outgoing) -> str:
    """The text with the choices as lines: with numbers where one may be answered, else just the words."""
    marks = (f"{number}." if message.numbered else "•" for number in range(1, len(message.buttons) + 1))
    lines = (f"{mark} {escape(button.label, quote=False)}" for mark, button in zip(marks, message.buttons, strict=True))
    return "\n".join((message.text, *lines))


def _to(chat: str, place: str) -> dict[str, Any]:
    """Where a call goes: a chat by its number or public name, one topic of it, one person's talk with a channel."""
    name, _slash, talk = chat.partition("/") if "/" in chat else (chat, "", "")
    to: dict[str, Any] = {"chat_id": int(name) if name.lstrip("-").isdecimal() else name}
    if talk:
        to["direct_messages_topic_id"] = int(talk)
    elif place:
        to[TOPIC] = int(place)
    return to
