"""What can be done with a student's entry at the desk: each a deed of the chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.chat.kinds.text import tidy
from bot.chat.phrase import Phrase, _
from bot.chat.row_number import row_number
from bot.programme.students.appeals import LONGEST_WORDS, answer_appeal
from bot.programme.students.doubles import merge, tell_apart, unmerge
from bot.programme.students.reviewing import LONGEST_REASON, approve, reject, return_
from bot.programme.world import World

Fields = Mapping[str, str]
DONE: Final[Mapping[str, Phrase]] = {
    "approve": _("Approved. Below stands where it waits now."),
    "return": _("It went back to the school, with your reason."),
    "reject": _("It is rejected; the school knows why."),
    "merge": _("The two entries are one now."),
    "apart": _("Noted: two children. Nobody is asked about them again."),
    "unmerge": _("They are two entries again."),
    "upheld": _("Answered. Whoever objected hears it."),
    "denied": _("Answered. Whoever objected hears it."),
}
"""What is said once it is done."""


def _why(fields: Fields) -> str:
    return tidy(fields.get("text", "")[:LONGEST_REASON])


async def _approve(tx: World, code: str, fields: Fields) -> object:
    return await approve(tx, code=code)


async def _return(tx: World, code: str, fields: Fields) -> object:
    return await return_(tx, code=code, why=_why(fields))


async def _reject(tx: World, code: str, fields: Fields) -> object:
    return await reject(tx, code=code, why=_why(fields))


async def _merge(tx: World, code: str, fields: Fields) -> object:
    return await merge(tx, keep=fields.get("keep", ""), gone=fields.get("gone", ""))


async def _apart(tx: World, code: str, fields: Fields) -> object:
    await tell_apart(tx, one=code, other=fields.get("other", ""))
    return None


async def _unmerge(tx: World, code: str, fields: Fields) -> object:
    return await unmerge(tx, gone=code)


def _answer(upheld: bool) -> Callable[[World, str, Fields], Awaitable[object]]:
    async def answer(tx: World, code: str, fields: Fields) -> object:
        number, words = row_number(fields.get("number", "")), tidy(fields.get("text", "")[:LONGEST_WORDS])
        return await answer_appeal(tx, number=number, upheld=upheld, words=words)

    return answer


DEEDS: Final[Mapping[str, Callable[[World, str, Fields], Awaitable[object]]]] = {
    "approve": _approve,
    "return": _return,
    "reject": _reject,
    "merge": _merge,
    "apart": _apart,
    "unmerge": _unmerge,
    "upheld": _answer(upheld=True),
    "denied": _answer(upheld=False),
}
