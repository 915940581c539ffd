"""What the units write in their weekly reports, for officials: differing figures, publicity, difficulties, the rest."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.row_number import row_number
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.reporting.digest import READERS
from bot.programme.reporting.digest import differs
from bot.programme.reporting.reports_page import ReportsPage, reports_page
from bot.programme.reporting.unit_reports import UnitReport


def report_lines(one: UnitReport, page: ReportsPage) -> list[Phrase | str]:
    """One unit's report, as its readers see it."""
    lines: list[Phrase | str] = [_("<b>{unit}</b>", unit=one.unit)]
    lines += [differs(one.unit, figure, page.names) for figure in one.differing]
    if one.publicity:
        lines.append(_("📣 {text}", text=one.publicity))
    if one.difficulty:
        lines.append(_("⚠️ Difficulty: {text}", text=one.difficulty))
    lines += [_("{ask} {text}", ask=page.asks.get(key, {"": key}), text=text) for key, text in one.answers.items()]
    return lines


@flow("baocaodonvi", "donvibaocao", label=_("📋 The units' reports"), roles=READERS, glance=True, module="reports")
async def unit_reports(chat: Chat) -> None:
    """The period stands behind the command, and where to go on."""
    period, _space, first = chat.argument.partition(" ")
    page = await chat.look(reports_page, period=period, first=row_number(first))
    if page is None:
        await chat.say(_("The units' reports are for officials of the drive. See /progress for the totals."))
        return
    if page.due is None:
        await chat.say(_("This drive asks for no reports."))
        return
    lines: list[Phrase | str] = [
        _("<b>The units' reports</b>, due {due}: {done} of {owing} are in.",
          due=page.due, done=page.done, owing=page.owing)
    ]  # fmt: skip
    for one in page.reports:
        lines += ["", *report_lines(one, page)]
    if not page.reports:
        lines.append(_("None of them tells anything besides the figures of the books."))
    offers = [Offer(_("📊 Digest"), "/digest")]
    if page.following is not None:
        offers.insert(0, Offer(_("More units"), f"/unit_reports {page.period} {page.following}"))
    await chat.say(*lines, offers=offers)
