"""Files of pays that units' contacts send: added up aside and forgotten; only how many and how much comes back."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import select

from bot.bank.payroll import MOST, Counted, PayJob
from bot.chat.kind import File
from bot.chat.kinds.payroll import FEWEST, one_day
from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.words import Offer, Refused, deed
from bot.messages import Incoming, Lane, Outgoing
from bot.programme.calendar.occasions import occasion
from bot.programme.day_pay.expectations import DAY_PAY_ROLES
from bot.programme.people.contacts import reachable
from bot.programme.people.roles import require
from bot.programme.world import World
from bot.storage import outbox
from bot.storage.ids import new_id
from bot.storage.tables import units

CHANNEL: Final = "payroll"
"""The reader's, which takes its jobs out of the outbox."""
KEEP: Final = "luutongluong"
LEAVE: Final = "botongluong"

FAILED: Final[dict[str, Phrase]] = {
    "too large": _("It is too large. Please send only the column of pays, in a file of its own."),
    "not a table": _("I found no table in it. Please send the column of pays as Excel (.xlsx) or CSV."),
    "encrypted or old format": _("It is locked or too old to be read. Please save it as .xlsx without a password."),
    "web page": _("It is a web page with the name of an Excel file. Please open it in Excel and save it as .xlsx."),
    "bank message": _("I found no table in it. Please send the column of pays as Excel (.xlsx) or CSV."),
    "pdf or picture": _("A PDF or a picture cannot be read here. Please send the column of pays as Excel (.xlsx)."),
    "timed out": _("Reading it took too long. Please send only the column of pays, in a file of its own."),
    "broken": _("The file is damaged. Please save it anew and send it again."),
    "no pays": _("I found no column of monthly pays in đồng, such as 8.500.000. Please send one with that column."),
    "several columns": _("Several columns could be the pay. Please send a file with only that one column."),
    "too few": _n("It has fewer than {n} pay, whose sum would tell what somebody earns. Please choose the average.",
                  "It has fewer than {n} pays, whose sum would tell what somebody earns. Please choose the average.",
                  FEWEST),
    "too many": _("I can add up {most} people at most. Please choose the average instead.", most=MOST),
    "gone": _("The file is not there any more. Please send it again."),
}  # fmt: skip


@deed("desk.payroll")
async def give_payroll(tx: World, *, unit: int, file: File, people: int, total: int) -> None:
    """Has a file of pays added up, to `people` pays of `total` đồng together that were pasted before."""
    await require(tx, unit, *DAY_PAY_ROLES)
    row = await tx.work.one(select(units).where(units.c.id == unit))
    if row.exempt or not _divisor(tx):
        raise Refused(_("{unit} is not asked for a day's pay, so it needs no target.", unit=row.name))
    number = new_id()
    job = PayJob(job=number, drive=tx.drive, unit=unit, contact=tx.actor.id, file=file.ref, name=file.name[-200:],
                 people=people, total=total)  # fmt: skip
    told = msgspec.to_builtins(job)
    message = Outgoing(id=new_id(), channel=CHANNEL, chat=str(number), lane=Lane.NOTICE, text="", document=told)
    outbox.lay(tx.work, message)
    tx.out.append(message)


@occasion("payroll_read")
async def payroll_read(tx: World, happened: Incoming) -> None:
    """Shows what a file came to, and asks whether to keep it."""
    job = msgspec.convert(happened.about["job"], PayJob)
    found = msgspec.convert({"type": "counted", **happened.about}, Counted)
    people, total = job.people + found.people, job.total + found.total
    if people > MOST:
        return await _tell(tx, job, [FAILED["too many"]], [_again(job)])
    expected = one_day(total, _divisor(tx)) if _divisor(tx) else 0
    row = await tx.work.one(select(units.c.name).where(units.c.id == job.unit))
    lines: list[Phrase | str] = [
        _n("{n} pay read, together {sum}.", "{n} pays read, together {sum}.", people, sum=Cash(total))
    ]
    if job.people:
        lines.append(_("What you pasted before is in it."))
    if found.title:
        lines.append(_("I took the column “{title}”.", title=found.title))
    if found.unread:
        lines.append(_n("⚠️ {n} row could not be read and is not in it.",
                        "⚠️ {n} rows could not be read and are not in it.", found.unread))  # fmt: skip
    if found.hidden:
        lines.append(_n("{n} row that the file hides counts too.", "{n} rows that the file hides count too.",
                        found.hidden))  # fmt: skip
    lines += [
        _("One day's pay of all in {unit}: <b>{sum}</b>", unit=row.name, sum=Cash(expected)),
        _("The file is forgotten; only these two numbers are kept: people and one day's pay. Is that right?"),
    ]
    offers = [Offer(_("✅ Keep these numbers"), f"/{KEEP} {job.unit} {people} {expected}"),
              Offer(_("No, keep nothing"), f"/{LEAVE}")]  # fmt: skip
    await _tell(tx, job, lines, offers)


@occasion("payroll_failed")
async def payroll_failed(tx: World, happened: Incoming) -> None:
    """Tells why a file could not be added up, and what to do."""
    job = msgspec.convert(happened.about["job"], PayJob)
    first = _("I could not add the file up.")
    await _tell(tx, job, [first, FAILED[happened.about["why"]]], [_again(job)])


def _again(job: PayJob) -> Offer:
    return Offer(_("🧮 Work the sum out"), f"/tinhngayluong {job.unit}")


def _divisor(tx: World) -> int:
    """Working days of a month; 0 where the drive knows no day's pay."""
    day_pay = tx.plan.cash.one_day_pay if tx.plan.cash else None
    return day_pay.divisor if day_pay else 0


async def _tell(tx: World, job: PayJob, lines: list[Phrase | str], offers: list[Offer]) -> None:
    asker = (await reachable(tx, [job.contact])).get(job.contact)
    if asker is not None:
        tx.tell(asker, lines, offers=offers, awaited=True)
