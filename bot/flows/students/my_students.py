"""The students of a school as its teachers see them, with where each entry waits, and a way to take one off again."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import read_code, shown
from bot.programme.students.registering import PREFIX
from bot.programme.students.students import Listed, send_again, withdraw
from bot.programme.students.students import my_students as mine

STATES: dict[str, Phrase] = {
    "listed": _("on the list"),
    "returned": _("came back to you"),
    "approved": _("approved"),
    "rejected": _("not accepted"),
    "withdrawn": _("taken off"),
    "merged": _("one with another entry"),
}


def _state(one: Listed) -> Phrase:
    if one.status == "listed" and one.step:
        return _("waits: {step}", step=given(one.step))
    if one.status == "approved" and one.since:
        return _("approved on {day}", day=one.since)
    if one.reason:
        return _("{state}: {why}", state=STATES[one.status], why=one.reason)
    return STATES[one.status]


@flow("hocsinhcuatoi", label=_("📋 My pupils"), roles=("school_contact",), glance=True, module="students")
async def my_students(chat: Chat) -> None:
    listed = await chat.look(mine, most=30)
    if not listed:
        offers = [Offer(_("🎒 Register a pupil"), "/register_student")]
        await chat.say(_("You have not put any pupil on the list yet."), offers=offers)
        return
    lines = [
        _("{code} · {name} · {class_name} · {state}", code=shown(one.code), name=one.given_name,
          class_name=one.class_name, state=_state(one))
        for one in listed
    ]  # fmt: skip
    offers = [Offer(_("Send {code} again", code=shown(one.code)), f"/send_student_again {one.code}")
              for one in listed if one.status == "returned"][:2]  # fmt: skip
    offers += [Offer(_("Take {code} off", code=shown(one.code)), f"/withdraw_student {one.code}")
               for one in listed if one.status in ("listed", "returned", "approved")]  # fmt: skip
    await chat.say(_("Your pupils, the latest first:"), *lines, offers=offers[:3])


@flow("ruthocsinh", label=_("Take a pupil off the list"))
async def withdraw_student(chat: Chat) -> None:
    code = chat.argument
    if not code:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    stored = read_code(code, PREFIX)
    if not await chat.confirm(
        "sure", _("Take the pupil {code} off the list?", code=shown(stored) if stored else code[:20])
    ):
        await chat.say(_("Good, the pupil stays on the list."))
        return
    done = await chat.do(withdraw, code=code)
    await chat.say(_("{code} is off the list.", code=shown(done)))


@flow("guilaihocsinh", label=_("Send a pupil's entry again"))
async def send_student_again(chat: Chat) -> None:
    code = chat.argument
    if not code:
        await chat.say(_("Please choose a pupil in /my_students first."))
        return
    stored = read_code(code, PREFIX)
    if not await chat.confirm(
        "sure", _("Is everything right about {code} now, so that it can be sent again?",
                  code=shown(stored) if stored else code[:20])
    ):  # fmt: skip
        await chat.say(_("Good, it stays with you until you send it."))
        return
    done = await chat.do(send_again, code=code)
    await chat.say(_("{code} is on its way again.", code=shown(done)))
