"""The plan's deadlines: a unit's own, done with one button, and for whoever looks after others who has done them."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.row_number import row_number
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.reporting.deadline_overview import DeadlineState, UnitDeadline, deadline_board, deadline_page
from bot.programme.reporting.deadlines import annotate, mark_done, reopen

NAMED = 5
LONGEST_NOTE = 300
BY_BUTTON = _("Please use the button of a deadline in /deadlines.")


@flow("hancuoi", "hanchot", "deadline", label=_("⏰ Deadlines"), glance=True)
async def deadlines(chat: Chat) -> None:
    """All of them; with one's key behind the command, and where to go on, that one unit by unit."""
    key, _space, first = chat.argument.partition(" ")
    page = await chat.look(deadline_page, deadline=key, first=row_number(first)) if key else None
    if page is not None:
        lines: list[Phrase | str] = [_stated(page.state)]
        lines += [_unit_line(one) for one in page.units]
        offers = [Offer(_("More units"), f"/deadlines {key} {page.following}")] if page.following is not None else []
        await chat.say(*lines, offers=[*offers, Offer(_("⏰ Deadlines"), "/deadlines")])
        return
    board = await chat.look(deadline_board)
    if not board.mine and not board.others:
        await chat.say(_("No deadline of the plan concerns your units."))
        return
    lines = []
    for one in board.mine:
        lines += _own_lines(one, chat)
    for state in board.others:
        lines.append(_stated(state))
        if state.open:
            names = joined(state.open[:NAMED])
            more = state.of - state.done - NAMED
            lines.append(_("Still open: {names} and {n} more.", names=names, n=more) if more > 0
                         else _("Still open: {names}.", names=names))  # fmt: skip
    offers = [Offer(_("✅ Done: {unit}", unit=one.unit_name), f"/deadline_done {one.unit} {one.deadline}")
              for one in board.mine if one.done_at is None]  # fmt: skip
    offers += [Offer(_("👀 {what}", what=given(state.what)), f"/deadlines {state.deadline}") for state in board.others]
    await chat.say(*lines, offers=offers[:4])


def _stated(state: DeadlineState) -> Phrase:
    return _("<b>{what}</b>, due {due}: {done} of {units} units are done.",
             what=given(state.what), due=state.due, done=state.done, units=state.of)  # fmt: skip


def _own_lines(one: UnitDeadline, chat: Chat) -> list[Phrase | str]:
    what = given(one.what)
    if one.done_at is not None:
        lines: list[Phrase | str] = [_("✅ {what} ({unit}): done at {at}.", what=what, unit=one.unit_name,
                                       at=one.done_at)]  # fmt: skip
    elif chat.now > one.due:
        lines = [_("⚠️ {what} ({unit}) was due at {due}.", what=what, unit=one.unit_name, due=one.due)]
    else:
        lines = [_("⏳ {what} ({unit}) is due at {due}.", what=what, unit=one.unit_name, due=one.due)]
    return [*lines, _("The plan says: {text}.", text=given(one.as_written))] if one.as_written else lines


def _unit_line(one: UnitDeadline) -> Phrase:
    if one.done_at is None:
        return _("⏳ {unit}", unit=one.unit_name)
    if one.note:
        return _("✅ {unit}: {at}, {name}. {note}", unit=one.unit_name, at=one.done_at, name=one.done_by, note=one.note)
    return _("✅ {unit}: {at}, {name}", unit=one.unit_name, at=one.done_at, name=one.done_by)


def _named(chat: Chat) -> tuple[int, str]:
    """The unit's number and the deadline's key behind a command."""
    number, _space, key = chat.argument.partition(" ")
    return row_number(number), key


@flow("xonghan", label=_("✅ Done"), glance=True)
async def deadline_done(chat: Chat) -> None:
    unit, key = _named(chat)
    if not unit:
        await chat.say(BY_BUTTON)
        return
    done = await chat.do(mark_done, deadline=key, unit=unit)
    offers = [Offer(_("No pupil is left"), f"/close_list {unit}")] if done.silent else []
    offers += [Offer(_("📝 Add a note"), f"/deadline_note {unit} {key}"),
               Offer(_("↩️ Not done yet"), f"/reopen_deadline {unit} {key}")]  # fmt: skip
    await chat.say(
        _("Noted as done: {what} ({unit}). There are no more reminders of it.",
          what=given(done.what), unit=done.unit_name),
        offers=offers,
    )  # fmt: skip


@flow("chuaxonghan", label=_("↩️ Not done yet"), glance=True)
async def reopen_deadline(chat: Chat) -> None:
    unit, key = _named(chat)
    if not unit:
        await chat.say(BY_BUTTON)
        return
    again = await chat.do(reopen, deadline=key, unit=unit)
    offers = [Offer(_("✅ Done"), f"/deadline_done {unit} {key}")]
    await chat.say(_("Open again: {what} ({unit}).", what=given(again.what), unit=again.unit_name), offers=offers)


@flow("ghichuhan", label=_("📝 Add a note"))
async def deadline_note(chat: Chat) -> None:
    unit, key = _named(chat)
    if not unit:
        await chat.say(BY_BUTTON)
        return
    question = _("What should the organiser know about it? For example: three hamlets still have no signal.")
    note = await chat.ask("note", Text(LONGEST_NOTE), question)
    await chat.do(annotate, deadline=key, unit=unit, note=note)
    await chat.say(_("Your note is kept; the organiser can read it."))
