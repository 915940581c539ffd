"""A school signs that nobody is left to be listed: also a zero is an answer."""

from __future__ import annotations

from bot.chat.phrase import _, _n
from bot.chat.row_number import row_number
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.students.register_student import ask_school
from bot.programme.reporting.list_closings import close_list as close
from bot.programme.reporting.list_closings import list_to_close


@flow("khongconem", "truongkhongconem", label=_("No pupil is left"), roles=("school_contact",), module="students")
async def close_list(chat: Chat) -> None:
    """The school's number may stand behind the command, and behind it the deadline that asked."""
    number, _space, deadline = chat.argument.partition(" ")
    school = row_number(number) or await ask_school(chat)
    if school is None:
        return
    seen = await chat.look(list_to_close, school=school)
    listed = _("Nobody of {school} is on the list.", school=seen.school)
    if seen.listed:
        listed = _n("{n} pupil of {school} is on the list.", "{n} pupils of {school} are on the list.",
                    seen.listed, school=seen.school)  # fmt: skip
    if not await chat.confirm(
        "sure",
        (listed, _("Do you confirm, in the school's name, that no other pupil needs help?")),
        yes=_("✍️ Yes, nobody is left"),
        no=_("No, somebody is left"),
    ):
        await chat.say(_("Good, the list stays open."), offers=[Offer(_("🎒 Register a pupil"), "/enter_student")])
        return
    name = await chat.do(close, school=school, listed=seen.listed, deadline=deadline)
    await chat.say(
        _("Signed: nobody of {school} is left to be listed. If somebody turns up after all, you can still add them.",
          school=name),
        offers=[Offer(_("🎒 Register a pupil"), "/enter_student")],
    )  # fmt: skip
