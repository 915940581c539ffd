"""The students a teacher has put on the list, and a way to take one off again."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import read_code, shown
from bot.programme.students.students import PREFIX, withdraw
from bot.programme.students.students import my_students as mine

STATES: dict[str, Phrase] = {"listed": _("on the list"), "withdrawn": _("taken off")}


@flow("hocsinhcuatoi", label=_("📋 My pupils"), roles=("school_contact",), glance=True, module="students")
async def my_students(chat: Chat) -> None:
    listed = await chat.look(mine, most=30)
    if not listed:
        offers = [Offer(_("🎒 Register a pupil"), "/register_student")]
        await chat.say(_("You have not put any pupil on the list yet."), offers=offers)
        return
    lines = [
        _("{code} · {name} · {class_name} · {state}", code=shown(one.code), name=one.given_name,
          class_name=one.class_name, state=STATES[one.status])
        for one in listed
    ]  # fmt: skip
    offers = [Offer(_("Take {code} off", code=shown(one.code)), f"/withdraw_student {one.code}")
              for one in listed if one.status == "listed"]  # fmt: skip
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
