"""Tuesday in three taps: what the books say came in, beside what was pledged, and the plan's own fields."""

from __future__ import annotations

from bot.chat.kinds import Either, Money, Named, Number
from bot.chat.phrase import Cash, Phrase, _, _n, given
from bot.chat.words import Chat, Refused
from bot.flows.registry import flow
from bot.flows.reporting.report_fields import ReportAnswers, ask_fields
from bot.programme.ledger.tallies import Came, Sum
from bot.programme.people.roles import REPORTERS, REPORTS, my_roles
from bot.programme.reporting.progress import item_names
from bot.programme.reporting.weekly_reports import CASH, ReportDraft, draft, my_units, sign

Names = dict[str, dict[str, str]]
MOST_CORRECTIONS = 12


def figure_lines(sums: dict[str, Sum], names: Names) -> list[Phrase | str]:
    """What was pledged, by item, money first; none is said as a plain zero."""
    cash = sums.get(CASH, Sum())
    lines: list[Phrase | str] = [
        _("• Money: <b>{sum}</b> ({gifts})", sum=Cash(cash.amount), gifts=_n("{n} gift", "{n} gifts", cash.gifts))
    ]
    return [*lines, *_thing_lines(sums, names)]


def received_lines(figures: dict[str, Sum], names: Names, came: Came | None = None) -> list[Phrase | str]:
    """What came in, money first; how it came where both ways are known, and no figure was corrected."""
    cash = figures.get(CASH, Sum()).amount
    money = _("• Money: <b>{sum}</b>", sum=Cash(cash))
    if came is not None and 0 < came.by_hand <= cash:
        money = _("• Money: <b>{sum}</b> ({bank} by bank, {hand} by hand)",
                  sum=Cash(cash), bank=Cash(cash - came.by_hand), hand=Cash(came.by_hand))  # fmt: skip
    return [money, *_thing_lines(figures, names)]


def _thing_lines(sums: dict[str, Sum], names: Names) -> list[Phrase]:
    return [_("• {name}: <b>{count}</b>", name=names[item], count=sum.amount) for item, sum in sums.items()
            if item in names and sum.amount]  # fmt: skip


async def ask_figure(chat: Chat, item: str, names: Names, booked: int | None, place: str = "") -> int:
    """One figure: what really came in. The books' own is offered, unless it is None."""
    if item == CASH:
        nothing: dict[str, Phrase | str] = {"zero": "0"}
        offered = {"book": given(Cash(booked)), **nothing} if booked else nothing
        cash = await chat.ask(
            f"cash{place}",
            Either(Money(least=1_000, most=10**13), offered),
            _("How much money came in during this period? For example: 12.500.000, or 0."),
            label=_("Money"),
        )
        if isinstance(cash, Named):
            return booked or 0 if cash.key == "book" else 0
        return cash.minor
    return await chat.ask(
        f"count_{item}{place}",
        Number(0, 100_000, suggested=(booked, 0) if booked else (0,)),
        _("How many came in: {name}? For example: 3, or 0.", name=names[item]),
        label=given(names[item]),
    )


async def corrected(chat: Chat, found: ReportDraft, names: Names, figures: dict[str, Sum], place: str) -> None:
    """One line of the figures, as its contact knows it better."""
    lines: dict[str, Phrase | str] = {CASH: _("Money: {sum}", sum=Cash(figures.get(CASH, Sum()).amount))}
    for item, name in names.items():
        lines[item] = _("{name}: {count}", name=name, count=figures.get(item, Sum()).amount)
    item = CASH
    if len(lines) > 1:
        item = await chat.choose(f"line{place}", _("Which line is to be corrected?"), lines)
    amount = await ask_figure(chat, item, names, found.book.get(item, Sum()).amount, place)
    if amount or item in found.book:
        figures[item] = Sum(found.book.get(item, Sum()).gifts, amount)
    else:
        figures.pop(item, None)


async def all_asked(chat: Chat, found: ReportDraft, names: Names) -> dict[str, Sum]:
    """Every figure anew, as talks do that 0.1.0 began."""
    amounts = {item: await ask_figure(chat, item, names, None) for item in (CASH, *names)}
    return {
        item: Sum(found.pledged.get(item, Sum()).gifts, amount)
        for item, amount in amounts.items()
        if amount or item == CASH
    }


async def ask_unit(chat: Chat) -> int | None:
    """The unit the report is for: named behind the command, or asked where there are several."""
    mine = {str(held.unit): held.unit_name for held in await chat.look(my_units)}
    if not mine:
        reporting = any(held.role in REPORTERS for held in await chat.look(my_roles))
        await chat.say(
            _("Your unit owes no reports, so there is nothing to do. Thank you!")
            if reporting
            else _("Only a unit's contact can report. Please ask the reception board for an invitation code.")
        )
        return None
    if chat.argument in mine:
        return int(chat.argument)
    if len(mine) == 1:
        return int(next(iter(mine)))
    return int(await chat.choose("unit", _("Which unit is the report for?"), mine, label=_("Unit")))


def opening(found: ReportDraft, names: Names) -> list[Phrase | str]:
    head = _("<b>Report of {unit}</b>, due {due}", unit=found.unit_name, due=found.due)
    if found.closing:
        head = _("<b>Closing report of {unit}</b>, due {due}", unit=found.unit_name, due=found.due)
    lines: list[Phrase | str] = [head]
    if found.reported:
        lines.append(_("A report is in already; this one will replace it."))
    if found.came is not None:
        lines += [_("✅ Received in this period:"), *received_lines(found.book, names, found.came)]
    return [*lines, _("🟡 Promised in this period:"), *figure_lines(found.pledged, names)]


async def ask_figures(chat: Chat, found: ReportDraft, names: Names) -> dict[str, Sum]:
    """The figures as their contact confirms them: with one tap, or line by line until they are right."""
    figures = dict(found.book)
    asked = [*opening(found, names), _("Is what was received right?")]
    for place in ("", *map(str, range(1, MOST_CORRECTIONS))):
        anything = any(sum.amount for sum in figures.values())
        answers: dict[str, Phrase | str] = (
            {"right": _("✅ That is right")} if anything else {"zero": _("✅ Nothing this time")}
        )
        choice = await chat.choose(f"figures{place}", asked, {**answers, "correct": _("✏️ Correct the figures")})
        if choice != "correct":
            break
        if found.came is None:
            return await all_asked(chat, found, names)
        await corrected(chat, found, names, figures, place)
        asked = [_("✅ Received in this period:"), *received_lines(figures, names), _("Is it right now?")]
    return figures


@flow("baocaotuan", "baocao", label=_("📝 Weekly report"), roles=(REPORTS,), module="reports")
async def weekly_report(chat: Chat) -> None:
    unit = await ask_unit(chat)
    found = None if unit is None else await chat.look(draft, unit=unit)
    if unit is None or found is None:
        if unit is not None:
            await chat.say(_("This drive asks for no reports."))
        return
    names = await chat.look(item_names)
    figures = await ask_figures(chat, found, names)
    told = await ask_fields(chat, found)
    try:
        in_time = await hand_in(chat, unit, found, figures, told)
    except Refused as no:
        await chat.say(no.why)
        return
    lines: list[Phrase | str] = [_("Thank you! The report of {unit} is in.", unit=found.unit_name)]
    if not in_time:
        lines.append(_("It came after the deadline and is marked as late."))
    if not any(sum.amount for sum in figures.values()):
        lines.append(_("“Nothing this time” is recorded under your name."))
    lines += received_lines(figures, names)
    if figures != found.book:
        lines.append(_("What you corrected is kept beside the figures of the books."))
    lines.append(_("To correct it, simply send /weekly_report again."))
    await chat.say(*lines)


async def hand_in(chat: Chat, unit: int, found: ReportDraft, figures: dict[str, Sum], told: ReportAnswers) -> bool:
    """Signs the report, in a talk that 0.1.0 began as it was signed then; says whether it is in time."""
    if found.came is None:
        return await chat.do(sign, unit=unit, period=found.period, figures=figures, corrected=figures != found.book,
                             publicity=told.publicity, difficulty=told.difficulty)  # fmt: skip
    return await chat.do(
        sign,
        unit=unit,
        period=found.period,
        figures=figures,
        corrected=figures != found.book,
        publicity=told.publicity,
        difficulty=told.difficulty,
        answers=told.answers,
    )
