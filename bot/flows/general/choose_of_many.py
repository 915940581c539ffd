"""A choice of a list that may be longer than a phone shows: so many at once, and a button for the rest."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat

AT_ONCE = 8
MORE = "more"


async def choose_of_many(
    chat: Chat, step: str, question: Phrase, many: Mapping[str, Phrase | str], others: Mapping[str, Phrase | str]
) -> str:
    """The key that is chosen of `many`, or of `others`, which stand below them at any time; no key is MORE."""
    keys, seen = list(many), 0
    while True:
        options = {key: many[key] for key in keys[seen : seen + AT_ONCE]}
        more = {MORE: _("➕ More")} if len(keys) > seen + AT_ONCE else {}
        picked = await chat.choose(f"{step}{seen or ''}", question, {**options, **more, **others})
        if picked != MORE:
            return picked
        seen += AT_ONCE
