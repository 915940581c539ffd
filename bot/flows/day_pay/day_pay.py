"""A unit's one day's pay: what its people are expected to give together, and how it goes; never who gave what."""

from __future__ import annotations

from bot.chat.kind import File
from bot.chat.kinds import AverageDay, Either, Named, Number, Payroll, Pays
from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.row_number import row_number
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.day_pay.expectations import (
    DAY_PAY_ROLES,
    MOST_PEOPLE,
    UnitDayPay,
    day_pay_of,
    day_pay_units,
    set_target,
    set_took_part,
    together,
)
from bot.programme.day_pay.payrolls import KEEP, LEAVE, give_payroll
from bot.programme.people.notices import notice_line, unit_notices

MOST_PASTES = 30
"""A messenger cuts a long column into pieces of some 400 lines."""
ROWS = 20
IN_A_ROW = 10


async def which_day_pay(chat: Chat, command: str) -> UnitDayPay | None:
    """The day's pay of the unit named behind the command, or the only one; else offers those there are."""
    mine = await chat.look(day_pay_units)
    unit = chat.argument if chat.argument in mine else next(iter(mine), "") if len(mine) == 1 else ""
    if unit:
        return await chat.look(day_pay_of, unit=int(unit))
    if mine:
        offers = [Offer(name, f"/{command} {number}") for number, name in mine.items()]
        await chat.say(_("Of which unit?"), offers=offers)
    else:
        await chat.say(_("Only a unit's contact can do this. Please ask the reception board for a code."))
    return None


@flow("motngayluong", label=_("🏛 One day's pay"), roles=DAY_PAY_ROLES, glance=True, module="cash")
async def unit_desk(chat: Chat) -> None:
    day_pay = await which_day_pay(chat, "motngayluong")
    if day_pay is None:
        return
    lines: list[Phrase | str] = [_("<b>{unit}: one day's pay</b>", unit=day_pay.name)]
    gifts = _n("{n} gift", "{n} gifts", day_pay.gifts)
    counted = [
        _("Promised: <b>{sum}</b> ({gifts})", sum=Cash(day_pay.pledged), gifts=gifts),
        _("Received: <b>{sum}</b>", sum=Cash(day_pay.received)),
    ]
    link = Offer(_("🔗 Link and QR"), f"/linkdonvi {day_pay.unit}")
    if day_pay.exempt:
        lines.append(_("Your unit is on duty for everybody, so nobody asks it for a day's pay: it has no target."))
        lines.append(_("Whoever would like to give all the same is warmly welcome."))
        await chat.say(*lines, *(counted if day_pay.gifts else []), offers=[link])
        return
    if day_pay.expected:
        values = {"people": _people(day_pay.head_count), "sum": Cash(day_pay.expected)}
        lines.append(_("Expected: <b>{sum}</b> from {people}", **values) if day_pay.own
                     else _("Expected by the plan: <b>{sum}</b> from {people}", **values))  # fmt: skip
    else:
        lines.append(_("What one day's pay comes to has not been worked out yet."))
    lines += counted
    offers = [Offer(_("🧮 Work the sum out"), f"/tinhngayluong {day_pay.unit}")] if day_pay.divisor else []
    if day_pay.expected:
        lines.append(_("Took part: <b>{n}/{all} people</b>", n=day_pay.took_part, all=day_pay.head_count))
        offers = [Offer(_("🙋 How many took part"), f"/songuoigop {day_pay.unit}"), *offers,
                  Offer(_("📋 Giving list"), f"/danhsachgop {day_pay.unit}")]  # fmt: skip
    lines += [notice_line(told, chat.now) for told in await chat.look(unit_notices, unit=day_pay.unit)]
    await chat.say(*lines, offers=[*offers, link])


@flow("tinhngayluong", label=_("🧮 Work the sum out"))
async def work_out(chat: Chat) -> None:
    """Head count and average pay, or a column of pays, pasted or in a file, become one sum; the pays are forgotten."""
    day_pay = await which_day_pay(chat, "tinhngayluong")
    if day_pay is None:
        return
    if day_pay.exempt or not day_pay.divisor:
        await chat.say(_("{unit} is not asked for a day's pay, so it needs no target.", unit=day_pay.name))
        return
    figures = await _ask_figures(chat, day_pay)
    if figures is None:
        await chat.say(_("I am adding the file up and will tell you in a moment. After that I forget it at once."))
        return
    people, expected = figures
    question = [
        _("One day's pay of {unit} together:", unit=day_pay.name),
        _("• People: <b>{n}</b>", n=people),
        _("• Together: <b>{sum}</b>", sum=Cash(expected)),
        _("Only these two numbers are kept. Is that right?"),
    ]
    if not await chat.confirm("sure", question, yes=_("✅ Keep these numbers"), no=_("No, keep nothing")):
        await chat.say(_("All right, nothing was recorded."))
        return
    await chat.do(set_target, unit=day_pay.unit, head_count=people, expected=expected)
    await chat.say(_("Noted. Giving stays everybody's own choice."), offers=_next(day_pay.unit))


@flow(KEEP, label=_("✅ Keep these numbers"), glance=True)
async def keep_sum(chat: Chat) -> None:
    """Keeps what a file of pays came to; unit, people and sum stand behind the command."""
    numbers = [number for word in chat.argument.split() if (number := row_number(word))]
    if len(numbers) != 3:
        await chat.say(_("Please send the file once more, then I ask you again."),
                       offers=[Offer(_("🧮 Work the sum out"), "/tinhngayluong")])  # fmt: skip
        return
    unit, people, expected = numbers
    await chat.do(set_target, unit=unit, head_count=people, expected=expected)
    await chat.say(_("Noted. Giving stays everybody's own choice."), offers=_next(unit))


@flow(LEAVE, label=_("No, keep nothing"), glance=True)
async def leave_sum(chat: Chat) -> None:
    """Keeps nothing of what a file of pays came to."""
    await chat.say(_("All right, nothing was recorded."), offers=[Offer(_("🧮 Work the sum out"), "/tinhngayluong")])


async def _ask_figures(chat: Chat, day_pay: UnitDayPay) -> tuple[int, int] | None:
    """(people, one day's pay of all of them together in đồng); None where a file tells them later."""
    ways: dict[str, Phrase | str] = {"month": _("Average monthly pay"), "day": _("Average day's pay")}
    if day_pay.expected and not day_pay.own:
        ways["plan"] = _("As in the plan: {sum}", sum=Cash(day_pay.expected))
    pays = await chat.ask(
        "pays",
        Either(Payroll(), ways),
        (
            _("Please paste the column of monthly pays here, one in each line; without names is best."),
            _("Or send it as a file, Excel (.xlsx) or CSV."),
            _(
                "I add them up, divide by {days} working days and forget every single one at once.",
                days=day_pay.divisor,
            ),
            _("Or choose the average:"),
        ),
    )
    if not isinstance(pays, Named):
        whole = await _ask_rest(chat, day_pay, pays)
        if whole is None:
            return None
        return whole.people, await chat.look(together, total=whole.total)
    if pays.key == "plan":
        return day_pay.head_count, day_pay.expected
    suggested = (day_pay.head_count,) if day_pay.head_count else ()
    asked = _(
        "How many people work in {unit}? For example: {example}.", unit=day_pay.name, example=day_pay.head_count or 45
    )
    people = await chat.ask("people", Number(1, MOST_PEOPLE, suggested=suggested), asked, label=_("People"))
    average = _("What is their average monthly pay? For example: 6,5 triệu.")
    divisor = day_pay.divisor
    if pays.key == "day":
        average, divisor = _("What is their average pay for one day? For example: 280k."), 1
    expected = await chat.ask("average", AverageDay(people, divisor), average)
    return people, expected.minor


async def _ask_rest(chat: Chat, day_pay: UnitDayPay, pays: Pays | File) -> Pays | None:
    """A long column may come in several messages; None once the rest of it came as a file."""
    before = Pays(0, 0)
    for piece in range(MOST_PASTES):
        if isinstance(pays, File):
            break
        before = pays
        more = await chat.ask(
            f"more_{piece}",
            Either(Payroll(pays), {"all": _("That is all")}),
            _("I have read the pay of {people}. Is anybody missing? Then paste the rest.", people=_people(pays.people)),
        )
        if isinstance(more, Named):
            break
        pays = more
    if not isinstance(pays, File):
        return pays
    await chat.do(give_payroll, unit=day_pay.unit, file=pays, people=before.people, total=before.total)
    return None


@flow("songuoigop", label=_("🙋 How many took part"))
async def count_givers(chat: Chat) -> None:
    """How many of the unit's people took part so far: a number, never who."""
    day_pay = await which_day_pay(chat, "songuoigop")
    if day_pay is None:
        return
    if day_pay.exempt:
        await chat.say(_("{unit} is not asked for a day's pay, so it needs no target.", unit=day_pay.name))
        return
    if not day_pay.expected:
        await chat.say(_("Please work the sum out first, then I know how many people the unit has."),
                       offers=[Offer(_("🏛 One day's pay"), f"/motngayluong {day_pay.unit}")])  # fmt: skip
        return
    likely = [
        day_pay.took_part,
        day_pay.took_part + 1,
        day_pay.took_part + 5,
        day_pay.took_part + 10,
        day_pay.head_count,
    ]
    suggested = [number for number in sorted(dict.fromkeys(likely)) if number <= day_pay.head_count]
    asked = _("How many people took part so far, of {all}? Only the number is kept, no names.", all=day_pay.head_count)
    people = await chat.ask("took_part", Number(0, day_pay.head_count, suggested=suggested), asked)
    all = await chat.do(set_took_part, unit=day_pay.unit, people=people)
    await chat.say(_("Thank you: {n}/{all} people took part.", n=people, all=all), offers=_next(day_pay.unit))


@flow("danhsachgop", label=_("📋 Giving list"), glance=True)
async def giving_list(chat: Chat) -> None:
    """A tick-list without names: boxes, as many of them ticked as people took part."""
    day_pay = await which_day_pay(chat, "danhsachgop")
    if day_pay is None:
        return
    if day_pay.exempt or not day_pay.expected:
        await chat.say(_("Your unit has no list, for it has no target."))
        return
    each, rows = boxes(day_pay.took_part, day_pay.head_count)
    lines: list[Phrase | str] = [_("<b>{unit}</b>: {n}/{all} people took part", unit=day_pay.name,
                                   n=day_pay.took_part, all=day_pay.head_count), *rows]  # fmt: skip
    if each > 1:
        lines.append(_("Each box stands for {n} people.", n=each))
    lines.append(_("There are no names on it on purpose: who gives, and how much, is everybody's own matter."))
    await chat.say(*lines, offers=[Offer(_("🙋 How many took part"), f"/songuoigop {day_pay.unit}")])


@flow("linkdonvi", label=_("🔗 Link and QR"), glance=True)
async def unit_link(chat: Chat) -> None:
    """The unit's own link; whoever follows it gives for this unit without having to look for it."""
    day_pay = await which_day_pay(chat, "linkdonvi")
    if day_pay is None:
        return
    first = _("Whoever opens this link gives for {unit}:", unit=day_pay.name)
    if not day_pay.link.startswith("http"):
        await chat.say(_("Whoever writes this to me gives for {unit}:", unit=day_pay.name), f"/start {day_pay.link}")
        return
    scan = _("Let people scan the picture, or send them the link.")
    await chat.say(scan, first, day_pay.link, picture={"make": "qr", "text": day_pay.link}, beside=[scan])


def boxes(ticked: int, people: int) -> tuple[int, list[str]]:
    """How many people one box stands for, and the boxes in rows; a box is ticked once all it stands for took part."""
    each = -(-people // (ROWS * IN_A_ROW))
    all, done = -(-people // each), people == ticked
    full = all if done else ticked // each
    marks = "☑" * full + "☐" * (all - full)
    return each, [marks[at : at + IN_A_ROW] for at in range(0, all, IN_A_ROW)]


def _people(n: int) -> Phrase:
    return _n("{n} person", "{n} people", n)


def _next(unit: int) -> list[Offer]:
    return [Offer(_("🏛 One day's pay"), f"/motngayluong {unit}"), Offer(_("🔗 Link and QR"), f"/linkdonvi {unit}")]
