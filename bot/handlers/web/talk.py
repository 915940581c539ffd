"""Turns what was said into what the page shows, and finds what a page has missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.handlers.recipes import name_of
from bot.handlers.web import frames
from bot.handlers.web.past import History, Past
from bot.messages import Outgoing
from bot.web.session import Sessions

PAGE = 40  # of the bot's messages at a time


class Talks:
    """Shows messages: live ones, missed ones and old ones all look the same."""

    def __init__(self, channel: str, sessions: Sessions, history: History, now: Callable[[], datetime]):
        self._channel, self._sessions, self._history, self._now = channel, sessions, history, now

    def shown(self, message: Outgoing, place: int = 0) -> frames.MessageFrame:
        """The bot's message as it goes out; where it takes the place of others, `place` is the first one's number."""
        change = message.id if place else 0
        number, now = place or message.id, self._now()
        picture, document = self._attached(message.chat, number, change, message.picture, message.document)
        return frames.MessageFrame(
            id=number,
            text=message.text,
            at=now,
            buttons=message.buttons,
            picture=picture,
            document=document,
            change=change,
            changed=now if place else None,
        )

    async def missed(self, chat: str, since: int) -> frames.PastFrame:
        """What came, and what was changed, after the bot's message `since`; the newest page anew where that is too long
        ago."""
        address = f"{self._channel}:{chat}"
        past = await self._history(address, None, PAGE)
        bots = [said for said in past if not said.mine]
        if not any(since == said.id or since in said.changes for said in bots):
            return self._talk(chat, past, more=_full(past), reset=True)
        older = await self._history(address, bots[0].id, PAGE, since)
        last = max(i for i, said in enumerate(past) if not said.mine and said.id <= since)
        changed = [said for said in past[: last + 1] if said.changes and said.changes[-1] > since]
        return self._talk(chat, [*older, *changed, *past[last + 1 :]], more=False)

    async def before(self, chat: str, number: int) -> frames.PastFrame:
        """The page of messages before the bot's message `number`."""
        past = await self._history(f"{self._channel}:{chat}", number, PAGE)
        return self._talk(chat, past, more=_full(past))

    async def one(self, chat: str, number: int) -> Past | None:
        """The bot's message of this number in this chat."""
        past = await self._history(f"{self._channel}:{chat}", number + 1, 1)
        return next((said for said in past if said.id == number and not said.mine), None)

    def _talk(self, chat: str, past: Sequence[Past], more: bool, reset: bool = False) -> frames.PastFrame:
        return frames.PastFrame(past=[self._old(chat, said) for said in past], more=more, reset=reset, now=self._now())

    def _old(self, chat: str, said: Past) -> frames.MessageFrame:
        if said.mine:
            photo, paper = sent(said.sent.ref, said.sent.name, said.sent.mime) if said.sent else (None, None)
            return frames.MessageFrame(
                key=said.key.removeprefix(f"{chat}:"),
                text=said.text,
                at=said.at,
                button=said.button,
                picture=photo,
                document=paper,
            )
        change = said.changes[-1] if said.changes else 0
        picture, document = self._attached(chat, said.id, change, said.picture, said.document)
        return frames.MessageFrame(
            id=said.id,
            text=said.text,
            at=said.at,
            buttons=said.buttons,
            picture=picture,
            document=document,
            change=change,
            changed=said.changed,
        )

    def _attached(
        self, chat: str, number: int, change: int, picture: dict[str, Any] | None, document: dict[str, Any] | None
    ) -> tuple[str | None, frames.PaperLink | None]:
        shown = paper = None
        again = f"/{change}" if change else ""  # a new address, for browsers keep what is under the old one
        if picture is not None:
            shown = f"/chat/picture/{self._sessions.token('picture', chat, number)}{again}"
        if document is not None:
            url = f"/chat/document/{self._sessions.token('document', chat, number)}{again}"
            paper = frames.PaperLink(url, name_of(document))
        return shown, paper


def sent(ref: str, name: str, mime: str) -> tuple[str | None, frames.PaperLink | None]:
    """How a file the person sent is shown back: as a picture, or as a paper."""
    url = f"/chat/sent/{quote(ref.removeprefix('web:'), safe='')}"
    return (url, None) if mime.startswith("image/") else (None, frames.PaperLink(url, name, mime))


def _full(past: Sequence[Past]) -> bool:
    return sum(not said.mine for said in past) >= PAGE
