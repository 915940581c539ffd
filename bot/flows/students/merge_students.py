"""A reviewer says of two entries that they are one child, and takes back what was a slip."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.students.entry_lines import double_line, merged_lines, undo_offer, which_stays
from bot.programme.codes import LONGEST_TYPED, read_code, shown
from bot.programme.students.doubles import DoubleSeen, merge, mergeable, tell_apart, unmerge
from bot.programme.students.registering import PREFIX


async def _entry(chat: Chat, step: str, question: Phrase, beside: str = "") -> DoubleSeen:
    code = await chat.ask(step, Text(longest=LONGEST_TYPED), question)
    return await chat.look(mergeable, code=code, beside=beside)


@flow("gophocsinh", label=_("🔗 Two entries of one child"), module="students")
async def merge_students(chat: Chat) -> None:
    if chat.argument:
        first = await chat.look(mergeable, code=chat.argument)
    else:
        first = await _entry(chat, "first", _("What is the code of the first entry? For example: HS-7K2PQ-XR."))
    question = _("And the code of the other entry of the same child as {code}?", code=shown(first.code))
    other = await _entry(chat, "second", question, first.code)
    if other.code == first.code:
        await chat.say(_("That is one and the same entry."))
        return
    keep, gone = which_stays(first.code, first.status, other)
    verdict = await chat.decide(
        "sure",
        [double_line(first), double_line(other), _("Is this one child? Then {code} stays.", code=shown(keep))],
        {"same": _("🔗 One child"), "apart": _("👥 Two children"), "stop": _("Stop here")},
    )
    match verdict:
        case "same":
            done = await chat.do(merge, keep=keep, gone=gone)
            await chat.say(*merged_lines(done), offers=[undo_offer(done)])
        case "apart":
            await chat.do(tell_apart, one=keep, other=gone)
            await chat.say(_("Noted: two children. Nobody is asked about them again."))
        case _stop:
            await chat.say(_("Good, nothing was changed."))


@flow("tachhocsinh", label=_("↩️ Take two entries apart again"))
async def unmerge_students(chat: Chat) -> None:
    """The code of the entry that is gone stands behind the command."""
    if not chat.argument:
        await chat.say(_("Please use the button below the message that said what was made one."))
        return
    stored = read_code(chat.argument, PREFIX)
    sure = _("Take {code} out again, as a child of its own?", code=shown(stored) if stored else chat.argument[:20])
    if not await chat.confirm("sure", sure):
        await chat.say(_("Good, nothing was changed."))
        return
    done = await chat.do(unmerge, gone=chat.argument)
    offers = [Offer(_("🔎 {code}", code=shown(done.gone)), f"/student_way {done.gone}")]
    await chat.say(_("{gone} and {kept} are two again.", gone=shown(done.gone), kept=shown(done.kept)), offers=offers)
