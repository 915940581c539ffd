"""What became of what was handed over: one tap a student, then the next question comes by itself."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.row_number import row_number
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.handover.follow_ups import SURE, Answered, answer, next_question, question_lines, question_offers


@flow("theodoi", label=_("🔎 Follow up"), roles=("school_contact",), glance=True, module="students")
async def follow_up(chat: Chat) -> None:
    """Without anything behind the command it asks; a question's number and an answer's key behind it answer."""
    number, _space, said = chat.argument.partition(" ")
    if not number:
        question = await chat.look(next_question)
        if question is None:
            await chat.say(_("There is nothing to ask about now. Thank you!"))
            return
        await chat.say(*question_lines(question), offers=question_offers(question))
        return
    done = await chat.do(answer, question=row_number(number), said=said)
    if not done.sure and done.next is not None:
        offers = [Offer(_("Yes, it is lost"), f"/theodoi {done.next.id} {SURE}"),
                  Offer(_("No, something else"), "/follow_up")]  # fmt: skip
        await chat.say(
            _("{code}: is it lost for good? What was given then ends.", code=shown(done.code)), offers=offers
        )
        return
    lines: list[Phrase | str] = [_thanks(done)]
    if done.next is None:
        await chat.say(*lines)
        return
    await chat.say(*lines, *question_lines(done.next), offers=question_offers(done.next))


def _thanks(done: Answered) -> Phrase:
    code = shown(done.code)
    if done.answer == "in_use":
        return _("{code}: in use. Thank you, the giver will be glad.", code=code)
    if done.answer == "broken":
        return _("{code}: broken. It waits for a repair; please bring it to the reception.", code=code)
    if done.answer == "no_line":
        return _("{code}: the pupil waits for a connection now.", code=code)
    if done.answer == "moved":
        return _("{code}: moved away. The organiser hears of it.", code=code)
    return _("{code}: lost. The organiser hears of it.", code=code)
