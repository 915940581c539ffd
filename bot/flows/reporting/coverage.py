"""How far each school's list of pupils is, for reviewers and the organiser: numbers alone."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.reporting.coverage import AreaCoverage, SchoolCoverage, coverage_page
from bot.programme.reporting.overseeing import OVERSEERS


@flow(
    "truongnaoconthieu",
    "dophu",
    "phukin",
    label=_("🗺 Which schools are missing"),
    roles=OVERSEERS,
    glance=True,
    module="students",
)
async def coverage(chat: Chat) -> None:
    """Where to go on stands behind the command."""
    page = await chat.look(coverage_page, first=chat.number)
    if page is None:
        await chat.say(_("Only those who review the lists, and the organiser, see how far the schools are."))
        return
    if not page.schools:
        await chat.say(_("None of your units is a school of this drive."))
        return
    lines: list[Phrase | str] = [
        _n("<b>{n} school</b>: {listed} of {pupils} pupils are on the list.",
           "<b>{n} schools</b>: {listed} of {pupils} pupils are on the list.",
           page.schools, listed=page.listed, pupils=page.pupils),
        _("Silent: {silent} · far fewer than others: {few} · signed that nobody is left: {signed}",
          silent=page.silent, few=page.few, signed=page.signed),
    ]  # fmt: skip
    for area in page.areas:
        lines += ["", _area(area), *map(_school, area.schools)]
    offers = [Offer(_("More schools"), f"/coverage {page.following}")] if page.following is not None else []
    await chat.say(*lines, offers=[*offers, Offer(_("⏰ Deadlines"), "/deadlines")])


def _area(area: AreaCoverage) -> Phrase:
    if not area.pupils:
        return _("<b>{unit}</b>: {listed} on the list", unit=area.name, listed=area.listed)
    return _("<b>{unit}</b>: {listed} on the list of {pupils} pupils",
             unit=area.name, listed=area.listed, pupils=area.pupils)  # fmt: skip


def _school(one: SchoolCoverage) -> Phrase:
    count: Phrase | str = _("{listed}/{pupils}", listed=one.listed, pupils=one.pupils or "?")
    if one.state == "silent":
        return _("⚪ {school}: {count}, nothing heard", school=one.name, count=count)
    if one.state == "few":
        return _("🔸 {school}: {count}, far fewer than others", school=one.name, count=count)
    if one.signed_at is not None:
        return _("✅ {school}: {count}, nobody is left ({name}, {at})",
                 school=one.name, count=count, name=one.signed_by, at=one.signed_at)  # fmt: skip
    return _("• {school}: {count}", school=one.name, count=count)
