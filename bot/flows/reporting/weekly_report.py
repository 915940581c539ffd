"""Tuesday in three taps: the ledger's figures, one line of publicity, one of difficulties."""

from __future__ import annotations

from bot.chat.kinds import Either, Money, Named, Number, Text
from bot.chat.phrase import Cash, Phrase, _, _n, given
from bot.chat.words import Chat, Refused
from bot.flows.registry import flow
from bot.programme.ledger.tallies import Sum
from bot.programme.reporting.progress import item_names
from bot.programme.reporting.weekly_reports import ReportDraft, draft, my_units, sign


def figure_lines(sums: dict[str, Sum], names: dict[str, dict[str, str]]) -> list[Phrase | str]:
    """Figures by item, money first; none is said as a plain zero."""
    cash = sums.get("cash", Sum())
    lines: list[Phrase | str] = [
        _("• Money: <b>{sum}</b> ({gifts})", sum=Cash(cash.amount), gifts=_n("{n} gift", "{n} gifts", cash.gifts))
    ]
    lines += [_("• {name}: <b>{count}</b>", name=names[item], count=sum.amount) for item, sum in sums.items()
              if item in names and sum.amount]  # fmt: skip
    return lines


async def corrected(chat: Chat, sums: dict[str, Sum], names: dict[str, dict[str, str]]) -> dict[str, Sum]:
    """The figures as the contact corrects them, item by item."""
    cash = await chat.ask(
        "cash",
        Either(Money(least=1_000, most=10**13), {"zero": "0"}),
        _("How much money came in during this period? For example: 12.500.000, or 0."),
        label=_("Money"),
    )
    dong = 0 if isinstance(cash, Named) else cash.minor
    figures = {"cash": Sum(sums.get("cash", Sum()).gifts, dong)}
    for item, name in names.items():
        count = await chat.ask(
            f"count_{item}",
            Number(0, 100_000, suggested=(0,)),
            _("How many came in: {name}? For example: 3, or 0.", name=name),
            label=given(name),
        )
        if count:
            figures[item] = Sum(sums.get(item, Sum()).gifts, count)
    return figures


async def ask_unit(chat: Chat) -> int | None:
    """The unit the report is for: named behind the command, or asked where there are several."""
    mine = {str(held.unit): held.unit_name for held in await chat.look(my_units)}
    if not mine:
        await chat.say(_("Only a unit's contact can report. Please ask the reception board for an invitation code."))
        return None
    if chat.argument in mine:
        return int(chat.argument)
    if len(mine) == 1:
        return int(next(iter(mine)))
    return int(await chat.choose("unit", _("Which unit is the report for?"), mine, label=_("Unit")))


def opening(found: ReportDraft, names: dict[str, dict[str, str]]) -> list[Phrase | str]:
    head = _("<b>Report of {unit}</b>, due {due}", unit=found.unit_name, due=found.due)
    if found.closing:
        head = _("<b>Closing report of {unit}</b>, due {due}", unit=found.unit_name, due=found.due)
    lines: list[Phrase | str] = [head]
    if found.reported:
        lines.append(_("A report is in already; this one will replace it."))
    return [*lines, _("The ledger says for this period:"), *figure_lines(found.sums, names)]


@flow("baocaotuan", "baocao", label=_("📝 Weekly report"), roles=("unit_contact", "deputy"), module="reports")
async def weekly_report(chat: Chat) -> None:
    unit = await ask_unit(chat)
    found = None if unit is None else await chat.look(draft, unit=unit)
    if unit is None or found is None:
        if unit is not None:
            await chat.say(_("This drive asks for no reports."))
        return
    names = await chat.look(item_names)
    anything = any(sum.amount for sum in found.sums.values())
    answers: dict[str, Phrase | str] = (
        {"right": _("✅ That is right")} if anything else {"zero": _("✅ Nothing this time")}
    )
    choice = await chat.choose(
        "figures", [*opening(found, names), _("Is that right?")], {**answers, "correct": _("✏️ Correct the figures")}
    )
    figures = await corrected(chat, found.sums, names) if choice == "correct" else found.sums
    publicity = await chat.ask(
        "publicity",
        Text(longest=200).or_skip(),
        _("What was done to spread the word? One line, for example: 3 loudspeaker broadcasts."),
        label=_("Publicity"),
    )
    difficulty = await chat.ask(
        "difficulty",
        Text(longest=300).or_skip(),
        _("Any difficulty the organiser should know of? One line, or skip."),
        label=_("Difficulty"),
    )
    try:
        in_time = await chat.do(
            sign,
            unit=unit,
            period=found.period,
            figures=figures,
            corrected=choice == "correct",
            publicity=publicity,
            difficulty=difficulty,
        )
    except Refused as no:
        await chat.say(no.why)
        return
    lines: list[Phrase | str] = [_("Thank you! The report of {unit} is in.", unit=found.unit_name)]
    if not in_time:
        lines.append(_("It came after the deadline and is marked as late."))
    if not any(sum.amount for sum in figures.values()):
        lines.append(_("“Nothing this time” is recorded under your name."))
    lines += figure_lines(figures, names)
    lines.append(_("To correct it, simply send /weekly_report again."))
    await chat.say(*lines)
