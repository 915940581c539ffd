"""Carries one message out: as few calls as it takes, none of them twice, pictures drawn only when they leave."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from bot.handlers.recipes import Draw, drawn
from bot.handlers.telegram.failures import TopicRefused
from bot.handlers.telegram.limiter import Ticket
from bot.handlers.telegram.transport import Upload
from bot.handlers.telegram.wire import Wire
from bot.handlers.telegram.writing import FIELD, Letter, change, letters, out_of_the_topic, put_in
from bot.messages import Failure, Lane, Outgoing, Permanent

UPLOADING: Final = 120.0
"""Seconds a call with a file may take."""
REUSE: Final = 600.0
"""Seconds for which a mailing's picture, once uploaded, is sent again by its id."""
KEPT: Final = 64
PREFIX: Final = "telegram:"

log = logging.getLogger(__name__)


class _Mailed:
    """A file that goes to many: drawn once, uploaded once (or as often as sends began before the first was through)."""

    def __init__(self, at: float, drawn: asyncio.Future[Upload]):
        self.at, self.drawn = at, drawn
        self.file_id = ""


QUICK = ("qr", "vietqr")
"""Drawn in less than a millisecond: not worth a thread."""


class MessageCalls:
    """Turns messages into calls."""

    def __init__(self, wire: Wire, draw: Draw, paid: bool):
        self._wire, self._draw, self._paid = wire, draw, paid
        self._through: OrderedDict[int, int] = OrderedDict()  # message -> calls made before it failed half-way
        self._mailed: OrderedDict[bytes, _Mailed] = OrderedDict()

    async def edit(self, message: Outgoing, earlier: Outgoing, number: str) -> str:
        """Changes the message `number`, which shows an earlier one; returns the id of what shows it now.

        Where Telegram has it no more, or lets nobody change it, that is a new one.
        """
        letter = change(letters(message, self._paid), letters(earlier, self._paid), number)
        if letter is None:
            return await self.deliver(message)
        try:
            if letter.recipe is not None:
                put_in(letter, await self._file(letter.recipe, message.lane))
        except Exception:
            log.exception("the picture or document of message %d cannot be made anew", message.id)
            return await self.deliver(message)
        ticket = Ticket(message.chat, message.lane, message.group, counted=True)
        try:
            await self._wire.call(letter.method, letter.params, ticket, None if letter.recipe is None else UPLOADING)
        except Permanent as failure:
            if failure.gone:
                raise
            log.info("message %d goes out anew: %s", message.id, failure)
            return await self.deliver(message, counted=False)
        return number

    async def deliver(self, message: Outgoing, counted: bool = True) -> str:
        """Makes the message's calls, from where an earlier try ended, and returns the last one's message id.

        `counted`: whether the sender has taken a place for the first call, and no other call has used it.
        """
        made = letters(message, self._paid)
        if message.picture is not None or message.document is not None:
            made = await self._with_files(message, made)
        first = self._through.pop(message.id, 0) if self._through else 0
        number, bare = min(first, len(made) - 1), False
        result: Any = {}
        while number < len(made):
            letter = made[number]
            ticket = Ticket(message.chat, message.lane, message.group, counted)
            counted = False
            try:
                result = await self._wire.call(
                    letter.method, letter.params, ticket, None if letter.recipe is None else UPLOADING
                )
            except TopicRefused:
                if not out_of_the_topic(made[number:]):
                    raise
                continue
            except Permanent as refusal:
                made[number + 1 :], bare = self._instead(refusal, message, made[number:]), True
            except Failure:
                if number and not bare:  # what was refused is refused again, and its words are left out again
                    self._through[message.id] = number
                    _trim(self._through)
                raise
            else:
                if letter.recipe is not None and message.lane is Lane.BULK:
                    self._remember(letter, result)
            number += 1
        return str(result["message_id"])

    async def _with_files(self, message: Outgoing, made: list[Letter]) -> list[Letter]:
        """Puts the files in, all before the first call. What cannot be drawn must not cost the words."""
        try:
            for letter in made:
                if letter.recipe is not None:
                    put_in(letter, await self._file(letter.recipe, message.lane))
        except Exception:
            if not message.text.strip():
                raise
            log.exception("message %d leaves without its picture or document, which cannot be made", message.id)
            return self._words(message)
        return made

    def _words(self, message: Outgoing) -> list[Letter]:
        return letters(message.bare, self._paid)

    def _instead(self, refusal: Permanent, message: Outgoing, rest: Sequence[Letter]) -> list[Letter]:
        """What goes out instead of the rest where its first letter is refused; raises the refusal where that is all.

        A picture or document that Telegram does not take must not cost the words and buttons.
        """
        refused, *others = rest
        if refused.recipe is None or refusal.about_chat or not (others or message.text.strip()):
            raise refusal
        log.error("message %d leaves without its picture or document, which Telegram refuses: %s", message.id, refusal)
        self._mailed.pop(_key(refused.recipe), None)
        return others if any(letter.recipe is not None for letter in others) else self._words(message)

    async def _file(self, recipe: dict[str, Any], lane: Lane) -> Any:
        ref = recipe.get("file")
        if isinstance(ref, str) and ref.startswith(PREFIX):
            return ref.removeprefix(PREFIX)
        if lane is not Lane.BULK:
            if recipe.get("make") in QUICK:
                return self._made(recipe)
            return await asyncio.to_thread(self._made, recipe)
        key, now = _key(recipe), time.monotonic()
        mailed = self._mailed.get(key)
        if mailed is None or mailed.at < now - REUSE:
            mailed = self._mailed[key] = _Mailed(now, asyncio.ensure_future(asyncio.to_thread(self._made, recipe)))
            _trim(self._mailed)
        if mailed.file_id:
            return mailed.file_id
        try:
            return await asyncio.shield(mailed.drawn)
        except Exception:
            self._mailed.pop(key, None)
            raise

    def _made(self, recipe: dict[str, Any]) -> Upload:
        content, mime, name = drawn(self._draw, recipe)
        return Upload(name, content, mime)

    def _remember(self, letter: Letter, result: Any) -> None:
        mailed = self._mailed.get(_key(letter.recipe))
        sent = result.get(FIELD[letter.method])
        largest = sent[-1] if isinstance(sent, list) and sent else sent
        if mailed is not None and not mailed.file_id and isinstance(largest, dict):
            mailed.file_id = largest.get("file_id", "")


def _key(recipe: dict[str, Any] | None) -> bytes:
    return msgspec.json.encode(recipe, order="sorted")


def _trim(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
