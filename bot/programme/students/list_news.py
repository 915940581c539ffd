"""What the sender of a list is told of it: what is in it, what is asked about it, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Offer
from bot.lists.job import ListSummary
from bot.lists.shape import RowLeftOut
from bot.programme.people.contacts import reachable
from bot.programme.students.list_findings import flaw_said
from bot.programme.students.list_rows import KeptRow
from bot.programme.students.lists import ListNews
from bot.programme.world import World
from bot.storage.rows.student_lists import StoredList
from bot.storage.tables import list_rows

SHOWN: Final = 6
FAILED: Final[dict[str, Phrase]] = {
    "too large": _("It is too large. Please send it class by class."),
    "not a table": _("I found no table in it. Please send the list as Excel (.xlsx) or CSV."),
    "encrypted or old format": _(
        "It is locked, or an Excel of before 2007 (.xls). Please open it, choose Save As, Excel Workbook (.xlsx), "
        "and send that."
    ),
    "web page": _("It is a web page with the name of an Excel file. Please open it in Excel and save it as .xlsx."),
    "bank message": _("I found no table in it. Please send the list as Excel (.xlsx) or CSV."),
    "pdf or picture": _("A PDF or a picture cannot be read here. Please send the list as Excel (.xlsx) or CSV."),
    "timed out": _("Reading it took too long. Please send it class by class."),
    "broken": _("The file is damaged. Please save it anew and send it again."),
    "no headings": _(
        "I found no row of headings that says which column is the name and which the birthday. Please put headings "
        "above the columns, or use our template."
    ),
    "no pupils": _("There is no pupil below the headings."),
    "side by side": _("Two tables stand beside each other in it. Please put one below the other."),
    "gone": _("The file is not there any more. Please send it again."),
}
SEND: Final = Offer(_("📄 Send a list"), "/send_list")
TEMPLATE: Final = Offer(_("⬇️ A template to fill in"), "/list_template")


async def ask(tx: World, row: StoredList, summary: ListSummary) -> None:
    """Asks whether an old font, or days that a program may have turned round, are read rightly."""
    lines: list[Phrase | str] = [_("<b>{name}</b>: before I go on, please tell me one thing.", name=_name(row))]
    if summary.font:
        font = ".VnTime (TCVN3)" if summary.font == "tcvn3" else "VNI"
        lines.append(_("It is typed in an old font, {font}. I read the names like this:", font=font))
    else:
        lines.append(_("In some rows day and month may have changed places, as when an English Excel opened the file:"))
    lines += [f"• {sample}" for sample in summary.samples]
    leave = Offer(_("No, leave the list"), f"/drop_list {row.id}")
    if summary.swapped:
        lines.append(_("Which of the two is right?"))
        offers = [
            Offer(_("As it stands in the file"), f"/list_days {row.id} told"),
            Offer(_("Day and month exchanged"), f"/list_days {row.id} exchanged"),
            leave,
        ]
    else:
        lines.append(_("Is that right?"))
        offers = [Offer(_("✅ Yes, read it so"), f"/list_font {row.id}"), leave]
    await _tell(tx, row, lines, offers)


async def show(
    tx: World, row: StoredList, news: ListNews, found: Mapping[str, int], file: str, earlier: StoredList | None
) -> None:
    """Shows what came of a list that nobody is on yet, with the file that tells it row by row."""
    summary = news.summary
    assert summary is not None
    lines: list[Phrase | str] = [_n("<b>{name}</b>: {n} pupil read.", "<b>{name}</b>: {n} pupils read.",
                                    sum(found.values()), name=_name(row))]  # fmt: skip
    if earlier is not None and earlier.settled_at is not None:
        day = earlier.settled_at.astimezone(tx.zone).date()
        lines.append(_("This very file was taken on {day} already; nobody is added twice.", day=day))
    lines += counted(found)
    lines += await _flawed(tx, row.id, found.get("flawed", 0), several=len({one.sheet for one in summary.columns}) > 1)
    lines += _seen(summary)
    if file:
        lines.append(_("The file with this message says row by row what came of it."))
    add, change, look = (found.get(what, 0) for what in ("new", "changed", "likely"))
    offers = []
    if add or change:
        lines.append(_("Nobody was put on the list yet. Shall I do it?"))
        label = _n("✅ Add {n} pupil", "✅ Add {n} pupils", add) if add else _("✅ Write the changes down")
        offers.append(Offer(label, f"/take_list {row.id}"))
    if look:
        offers.append(Offer(_("🔁 Look at who may be on it"), f"/settle_list {row.id}"))
    offers.append(Offer(_("No, leave the list"), f"/drop_list {row.id}") if offers else SEND)
    document = {"file": file, "called": _called(row)} if file else None
    await _tell(tx, row, lines, offers, document)


async def taken(tx: World, row: StoredList, found: Mapping[str, int]) -> None:
    """Tells what came of a list that was taken."""
    lines: list[Phrase | str] = [
        _n("{n} pupil from <b>{name}</b> is on the list now.", "{n} pupils from <b>{name}</b> are on the list now.",
           found.get("added", 0), name=_name(row))
    ]  # fmt: skip
    if updated := found.get("updated", 0):
        lines.append(_n("{n} entry was changed as your list says.", "{n} entries were changed as your list says.",
                        updated))  # fmt: skip
    rest = sum(found.get(what, 0) for what in ("flawed", "elsewhere"))
    if rest:
        lines.append(_n("{n} row was not taken: please mend it in the file and send it again; nobody is added twice.",
                        "{n} rows were not taken: please mend them in the file and send it again; nobody is added "
                        "twice.", rest))  # fmt: skip
    offers = [Offer(_("📋 My pupils"), "/my_students")]
    if look := found.get("likely", 0):
        lines.append(_n("{n} pupil may be on the list already: please look.",
                        "{n} pupils may be on the list already: please look.", look))  # fmt: skip
        offers.insert(0, Offer(_("🔁 Look at who may be on it"), f"/settle_list {row.id}"))
    await _tell(tx, row, lines, offers)


async def failed(tx: World, row: StoredList, why: str) -> None:
    """Tells why a list could not be read, and what to do."""
    first = _("I could not read the list {name}.", name=row.name) if row.name else _("I could not read your rows.")
    await _tell(tx, row, [first, FAILED[why]], [SEND, TEMPLATE])


async def put_away(tx: World, row: StoredList) -> None:
    """Tells that a list waited too long."""
    gone = _("The list {name} waited a week for your yes, so it was put away. Nobody of it was added; you can send it "
             "again at any time.", name=_name(row))  # fmt: skip
    await _tell(tx, row, [gone], [SEND], awaited=False)


def counted(found: Mapping[str, int]) -> list[Phrase | str]:
    """What the rows of a list are, in a line each."""
    lines: list[Phrase | str] = []
    if new := found.get("new", 0):
        lines.append(_n("• {n} is new", "• {n} are new", new))
    if known := found.get("known", 0):
        lines.append(_n("• {n} is on the list already, just so", "• {n} are on the list already, just so", known))
    if changed := found.get("changed", 0):
        lines.append(_n("• {n} is on the list already, and something has changed",
                        "• {n} are on the list already, and something has changed", changed))  # fmt: skip
    if elsewhere := found.get("elsewhere", 0):
        lines.append(_n("• {n} is on the list already through another school",
                        "• {n} are on the list already through another school", elsewhere))  # fmt: skip
    if likely := found.get("likely", 0):
        lines.append(_n("• {n} may be on the list already: please look",
                        "• {n} may be on the list already: please look", likely))  # fmt: skip
    if flawed := found.get("flawed", 0):
        lines.append(_n("• {n} cannot be taken so:", "• {n} cannot be taken so:", flawed))
    return lines


async def _flawed(tx: World, number: int, count: int, *, several: bool) -> list[Phrase | str]:
    """The first rows that cannot be taken, and why; with the sheet where there are `several`."""
    if not count:
        return []
    mine = (list_rows.c.list_id == number) & (list_rows.c.outcome == "flawed")
    rows = await tx.work.rows(select(list_rows.c.secret).where(mine).order_by(list_rows.c.place).limit(SHOWN))
    lines: list[Phrase | str] = []
    for (secret,) in rows:
        pupil = msgspec.json.decode(secret, type=KeptRow).pupil
        why = flaw_said(pupil.flaws[0])
        if several:
            lines.append(_("   sheet {sheet}, row {row}: {why}", sheet=pupil.sheet, row=pupil.row, why=why))
        else:
            lines.append(_("   row {row}: {why}", row=pupil.row, why=why))
    if count > SHOWN:
        lines.append(_n("   and {n} more", "   and {n} more", count - SHOWN))
    return lines


def _seen(summary: ListSummary) -> list[Phrase | str]:
    """How the list was understood, and what of it was no pupil."""
    titles = list(dict.fromkeys(one.title for one in summary.columns if one.title and one.role != "number"))
    lines: list[Phrase | str] = [_("I read the columns: {titles}.", titles=" · ".join(titles))]
    if summary.hidden:
        lines.append(_n("{n} row that the file hides counts too.", "{n} rows that the file hides count too.",
                        summary.hidden))  # fmt: skip
    if summary.unread_sheets:
        lines.append(_("⚠️ Not read: the sheets {names}.", names=", ".join(summary.unread_sheets[:SHOWN])))
    if summary.left_out_count:
        lines.append(_n("{n} row is no pupil: {cells}", "{n} rows are no pupils: {cells}", summary.left_out_count,
                        cells=_cells(summary.left_out)))  # fmt: skip
    return lines


def _cells(rows: Sequence[RowLeftOut]) -> str:
    said = ", ".join(f"“{one.cell}”" for one in rows[:3])
    return f"{said} …" if len(rows) > 3 else said


def _name(row: StoredList) -> str | Phrase:
    return row.name or _("your rows")


def _called(row: StoredList) -> str:
    """What the file with the results is called."""
    stem = row.name.rpartition(".")[0] or row.name
    return f"{stem or 'danh-sach'}-ket-qua.xlsx"


async def _tell(
    tx: World,
    row: StoredList,
    lines: list[Phrase | str],
    offers: list[Offer],
    document: dict[str, str] | None = None,
    awaited: bool = True,
) -> None:
    sender = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    if sender is not None:
        tx.tell(sender, lines, offers=offers, document=document, awaited=awaited)
