"""Bank statements that clerks send: read first and shown, taken into the books only once confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import func, select, update

from bot.bank.job import Job, StatementSummary
from bot.bank.statements.shape import LeftOut
from bot.chat.kind import File
from bot.chat.phrase import Cash, Lines, Phrase, _, _n, as_lines, kept
from bot.chat.words import Offer, Refused, deed, fact
from bot.messages import Incoming, Lane, Outgoing
from bot.programme.calendar import tidying
from bot.programme.calendar.every_day import every_day
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.money.accounts import former_accounts, owners_of
from bot.programme.money.differences import not_in_statements
from bot.programme.money.doubts import doubts_of
from bot.programme.money.foreseen import Foreseen
from bot.programme.people.contacts import holders, reachable
from bot.programme.people.leaving import Leaving, on_leaving
from bot.programme.people.roles import CLERKS, held_by, require_clerk
from bot.programme.people.units import organiser_unit
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage import outbox
from bot.storage.ids import new_id
from bot.storage.rows.money import StoredStatement
from bot.storage.tables import inbox, receipts, statements

CHANNEL: Final = "statement"
"""The reader's, which takes its jobs out of the outbox."""

UNDECIDED: Final = timedelta(days=7)
"""How long a statement that was read waits for a yes or a no."""
FAILED: Final[dict[str, Phrase]] = {
    "too large": _("The file is too large. Please export a shorter period, for example one month."),
    "not a table": _("I found no table in it. Please send the statement as Excel (.xlsx) or CSV."),
    "no date column": _("I found no column with the day. Please export the statement with its headings."),
    "no amount column": _("I found no column with the sums. Please export the statement with its headings."),
    "another currency": _("It is in another currency; only đồng can be taken in so far."),
    "not in single dong": _("Its sums are in thousands or millions of đồng. Please export them in single đồng."),
    "another account": _("It tells of another account, not of the one you chose."),
    "encrypted or old format": _("It is locked or too old to be read. Please save it as .xlsx without a password."),
    "web page": _("It is a web page with the name of an Excel file. Please open it in Excel and save it as .xlsx."),
    "bank message": _("It is made for accounting programs (OFX, MT940). Please export it as Excel (.xlsx) or CSV."),
    "pdf or picture": _("A PDF or a picture cannot be read here. Please export the statement as Excel (.xlsx) or CSV."),
    "old font": _("It is typed in an old font (.VnTime, VNI) that I could not read. Please export it anew."),
    "swapped days": _(
        "Days and months may have changed places in it: an English Excel makes 5/10 into 10/5. Please send the file "
        "just as the bank gave it, without saving it anew."
    ),
    "nothing read": _("Not one of its rows could be read."),
    "timed out": _("Reading it took too long. Please export a shorter period, for example one month."),
    "broken": _("The file is damaged. Please export it anew."),
    "empty": _("There is no movement in it."),
    "gone": _("The file is not there any more. Please send it again."),
}
LEFT_OUT: Final[dict[str, Phrase]] = {
    "no date": _("no day"),
    "unclear date": _("unclear day"),
    "no amount": _("no sum"),
    "unclear amount": _("unclear sum"),
    "fraction": _("a fraction of a đồng"),
    "zero amount": _("a sum of zero"),
    "two amounts": _("both in and out"),
    "unclear sign": _("in or out is not clear"),
    "another currency": _("another currency"),
    "another account": _("another account"),
    "not done": _("not completed"),
    "unclear status": _("unclear status"),
    "unclear fee": _("unclear fee"),
    "future day": _("a day to come"),
    "total or movement": _("a total or a movement?"),
    "another sheet": _("told in another sheet already"),
    "run together": _("rows run together"),
}


class StatementNews(msgspec.Struct, frozen=True):
    """What is kept of a statement's reading: how many lines it has, and what the clerk was told last, as phrases."""

    total: int
    lines: list[str | dict[str, Any]]


@fact("statement.accounts")
async def accounts(tx: World) -> dict[str, str]:
    """The drive's accounts by number, as a clerk knows them; refuses everybody else."""
    await require_clerk(tx)
    found = tx.plan.cash.accounts if tx.plan.cash else ()
    return {one.number: f"{one.bank} {one.number}" for one in found}


@deed("statement.give")
async def give_statement(tx: World, *, file: File, account: str) -> int:
    """Has a statement read; what is in it is shown before anything is booked."""
    await require_clerk(tx)
    if tx.drive not in (await owners_of(tx, account)).all:
        raise Refused(_("That account is not one of this drive."))
    number = new_id()
    row = {"file": file.ref, "name": file.name, "account": account}
    tx.work.add(statements, id=number, drive=tx.drive, contact_id=tx.actor.id, status="reading", made_at=tx.now, **row)
    former = await former_accounts(tx, account)
    _lay(tx, Job(statement=number, zone=tx.plan.time_zone, todo="look", opens=_opens(tx), former=former, **row))
    return number


@deed("statement.take")
async def take_statement(tx: World, *, statement: int) -> None:
    """Books the lines of a statement that was read; those known already are left out."""
    row = await _read(tx, statement)
    await tx.work.execute(update(statements).where(statements.c.id == row.id).values(status="taking"))
    _lay(tx, await _job(tx, row, "take"))


@deed("statement.drop")
async def drop_statement(tx: World, *, statement: int) -> None:
    """Books nothing of a statement that was read, and forgets it."""
    row = await _read(tx, statement)
    await tx.work.execute(update(statements).where(statements.c.id == row.id).values(status="dropped"))
    _lay(tx, await _job(tx, row, "forget"))


@on_leaving
async def pass_statements(tx: World, leaving: Leaving) -> None:
    """Statements that a clerk had sent and not settled are the successor's, else those of any other clerk."""
    if leaving.role not in CLERKS:
        return
    to = leaving.successor
    if to is None:
        clerks = await holders(tx, (await organiser_unit(tx)).id, CLERKS)
        to = next((one.id for one in clerks if one.id != leaving.contact), None)
    if to is not None:
        waiting = (statements.c.contact_id == leaving.contact) & statements.c.status.in_(("reading", "read", "taking"))
        await tx.work.execute(update(statements).where(waiting, statements.c.drive == tx.drive).values(contact_id=to))


def forgetting_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every night, when other things are forgotten too."""
    for at in every_day(plan, tidying.AT, 0, after, until):
        yield Due(at, f"statements:{plan.slug}:{at:%Y-%m-%d}", "forget_statements", plan.slug)


@occasion("forget_statements", times=forgetting_times)
async def forget_undecided(tx: World, _happened: Incoming) -> None:
    """Drops statements on which nobody has decided for a week, with their files, which name people; and says so."""
    mine = (statements.c.drive == tx.drive) & (statements.c.status == "read")
    for row in await tx.work.rows(select(statements).where(mine, statements.c.made_at < tx.now - UNDECIDED)):
        gone = _("The statement {name} waited a week for your yes, so it was put away. Nothing of it is in the books; "
                 "you can send it again at any time.", name=row.name)  # fmt: skip
        await _end(tx, row, "dropped", [gone], [Offer(_("🏦 Send a statement"), "/saoke")], awaited=False)
        _lay(tx, await _job(tx, row, "forget"))


@occasion("statement_read")
async def statement_read(tx: World, happened: Incoming) -> None:
    """Shows the clerk what is in the file, and asks."""
    row = await _row(tx, happened.about["statement"])
    if row.status != "reading":
        return
    found = msgspec.convert(happened.about["found"], StatementSummary)
    compared = msgspec.json.decode(row.found, type=Foreseen) if row.found else None
    offers = [Offer(_("✅ Yes, into the books"), f"/ghisaoke {row.id}"), Offer(_("No, leave it"), f"/bosaoke {row.id}")]
    await _end(tx, row, "read", _shown(found, row, compared), offers, found.count_in + found.count_out)


@occasion("statement_failed")
async def statement_failed(tx: World, happened: Incoming) -> None:
    """Tells the clerk why a file could not be read, and what to do."""
    row = await _row(tx, happened.about["statement"])
    if row.status in ("reading", "taking"):
        first = _("I could not read the statement {name}.", name=row.name)
        offers = [Offer(_("🏦 Send a statement"), "/saoke")]
        rows = msgspec.convert(happened.about.get("left_out", []), list[LeftOut])
        rest = _left_out(rows, happened.about.get("left_out_count", 0))
        await _end(tx, row, "failed", [first, FAILED[happened.about["why"]], *rest], offers)


@occasion("statement_taken")
async def statement_taken(tx: World, happened: Incoming) -> None:
    """Tells the clerk what came of it."""
    row = await _row(tx, happened.about["statement"])
    if row.status != "taking":
        return
    counted = select(receipts.c.status, func.count()).where(receipts.c.statement_id == row.id)
    counts = {status: int(count) for status, count in await tx.work.rows(counted.group_by(receipts.c.status))}
    fresh, doubtful = sum(counts.values()), await doubts_of(tx, row.id)
    lines: list[Phrase | str] = [_n("{n} new movement is in the books.", "{n} new movements are in the books.", fresh)]
    dead = (
        select(func.count())
        .select_from(inbox)
        .where(inbox.c.channel == "bank", inbox.c.state == "dead", inbox.c.id.startswith(f"statement:{row.id}:take:"))
    )
    if (await tx.work.one(dead))[0]:
        lines.append(
            _("⚠️ A part of the file could not be booked. Please tell the operator: the command doctor shows why.")
        )
    elif known := happened.about["lines"] - fresh - doubtful:
        lines.append(_n("{n} was known already.", "{n} were known already.", known))
    if matched := counts.get("matched", 0):
        lines.append(_n("{n} found its gift by its code.", "{n} found their gifts by their codes.", matched))
    waiting, offers = counts.get("open", 0), []
    if doubtful:
        lines.append(
            _n("{n} may be in the books already: please look at both.",
               "{n} may be in the books already: please look at both.", doubtful))  # fmt: skip
        offers.append(Offer(_("🔁 The same or not"), "/same_money"))
    if waiting:
        lines.append(_n("{n} waits for you.", "{n} wait for you.", waiting))
        offers.append(Offer(_("🧾 Match money"), "/match_money"))
    if gone := len(await not_in_statements(tx)):
        lines.append(_n("{n} movement that a notice told is not in the statement.",
                        "{n} movements that notices told are not in the statement.", gone))  # fmt: skip
        offers.append(Offer(_("⚖️ What does not agree"), "/what_differs"))
    await _end(tx, row, "taken", lines, offers)


def _shown(found: StatementSummary, row: StoredStatement, compared: Foreseen | None) -> list[Phrase | str]:
    """A statement in a few lines."""
    lines: list[Phrase | str] = [
        _("<b>{name}</b>, {first} – {last}:", name=row.name, first=found.first, last=found.last),
        _n("• {n} movement in, {sum}", "• {n} movements in, {sum}", found.count_in, sum=Cash(found.sum_in)),
        _n("• {n} movement out, {sum}", "• {n} movements out, {sum}", found.count_out, sum=Cash(found.sum_out)),
    ]
    if compared is not None and compared.lines == found.count_in + found.count_out:  # no part was set aside
        lines.append(_("New: {new} · in the books already: {known} · to be looked at: {doubtful}",
                       new=compared.new, known=compared.known, doubtful=compared.doubtful))  # fmt: skip
    titles = [title for title in dict.fromkeys(found.columns.values()) if title]
    lines.append(_("I read the columns: {titles}.", titles=" · ".join(titles)))
    if found.former:
        lines.append(_("It tells of this drive's account {numbers}; I compare and book it there.",
                       numbers=", ".join(found.former)))  # fmt: skip
    elif found.account and found.account != row.account:
        lines.append(_("⚠️ The file names the account {theirs}, not {ours}.", theirs=found.account, ours=row.account))
    lines += [*_checked(found), *_left_out(found.left_out, found.left_out_count)]
    lines.append(_("Shall I take it into the books?"))
    return lines


def _checked(found: StatementSummary) -> list[Phrase | str]:
    """Whether the file agrees with itself, and what of it needs a second look."""
    lines: list[Phrase | str] = []
    if found.balanced and not found.gaps_count:
        lines.append(_("✔️ The balance follows from line to line."))
    if found.sums_agree:
        lines.append(_("✔️ The file's own totals are what its rows come to."))
    lines += [_sum_off(off.what, told=Cash(off.told), found=Cash(off.found)) for off in found.sums_off]
    if found.gaps_count:
        lines.append(_n("⚠️ The balance does not follow in {n} row:", "⚠️ The balance does not follow in {n} rows:",
                        found.gaps_count))  # fmt: skip
        lines += [_("   row {row}: {told} stands there, {due} would follow", row=_place(gap.sheet, gap.row),
                    told=Cash(gap.told), due=Cash(gap.due)) for gap in found.gaps]  # fmt: skip
    if found.turned:
        lines.append(
            _("⚠️ Days and months had changed places in it; by its numbers and order I put them back. Please check.")
        )
    if found.unread_sheets:
        lines.append(_("⚠️ Not read: the sheets {names}.", names=", ".join(found.unread_sheets)))
    if found.fees_apart:
        lines.append(_n("⚠️ {n} row has a fee beside its sum; it is not counted.",
                        "⚠️ {n} rows have a fee beside their sum; it is not counted.", found.fees_apart))  # fmt: skip
    if found.hidden:
        lines.append(_n("{n} row that the file hides counts too.", "{n} rows that the file hides count too.",
                        found.hidden))  # fmt: skip
    return lines


def _sum_off(what: str, *, told: Cash, found: Cash) -> Phrase:
    if what == "in":
        return _("⚠️ The file says that {told} came in; its rows come to {found}.", told=told, found=found)
    if what == "out":
        return _("⚠️ The file says that {told} went out; its rows come to {found}.", told=told, found=found)
    return _("⚠️ The file ends with {told}; by its rows it would be {found}.", told=told, found=found)


def _left_out(rows: Sequence[LeftOut], count: int) -> list[Phrase | str]:
    """The first rows that were left out, with what stands there."""
    if not count:
        return []
    lines: list[Phrase | str] = [_n("{n} row is left out:", "{n} rows are left out:", count)]
    for one in rows:
        row, why = _place(one.sheet, one.row), LEFT_OUT[one.why]
        lines.append(_("   row {row}: {why} “{cell}”", row=row, why=why, cell=one.cell) if one.cell
                     else _("   row {row}: {why}", row=row, why=why))  # fmt: skip
    return lines


def _place(sheet: str, row: int) -> str:
    return f"{sheet}, {row}" if sheet else str(row)


async def _job(tx: World, row: StoredStatement, todo: Literal["take", "forget"]) -> Job:
    return Job(statement=row.id, file=row.file, name=row.name, account=row.account, zone=tx.plan.time_zone, todo=todo,
               opens=_opens(tx), former=await former_accounts(tx, row.account))  # fmt: skip


def _opens(tx: World) -> date:
    return tx.plan.window.opens.astimezone(tx.zone).date()


def _lay(tx: World, job: Job) -> None:
    message = Outgoing(
        id=new_id(),
        channel=CHANNEL,
        chat=str(job.statement),
        lane=Lane.NOTICE,
        text="",
        document=msgspec.to_builtins(job),
    )
    outbox.lay(tx.work, message)
    tx.out.append(message)


async def _row(tx: World, number: int) -> StoredStatement:
    row: StoredStatement | None = await tx.work.one(select(statements).where(statements.c.id == number))
    if row is None:
        raise LookupError("a statement was read that nobody gave")
    tx.drive = row.drive
    return row


async def _read(tx: World, number: int) -> StoredStatement:
    """A statement that was read and waits for a yes or a no."""
    await require_clerk(tx)
    mine = (statements.c.id == number) & (statements.c.drive == tx.drive)
    row: StoredStatement | None = await tx.work.one(select(statements).where(mine))
    if row is None or row.status != "read":
        raise Refused(_("This statement is settled already."))
    return row


async def _end(
    tx: World,
    row: StoredStatement,
    status: str,
    lines: Lines,
    offers: list[Offer],
    total: int = 0,
    awaited: bool = True,
) -> None:
    told = StatementNews(total, [kept(line) if isinstance(line, Phrase) else line for line in as_lines(lines)])
    found = msgspec.json.encode(told).decode()
    await tx.work.execute(update(statements).where(statements.c.id == row.id).values(status=status, found=found))
    clerk = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    if clerk is not None and any(held.role in CLERKS for held in await held_by(tx, clerk.person_id)):
        tx.tell(clerk, lines, offers=offers, awaited=awaited)
