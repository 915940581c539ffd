"""The books' figures beside a report's, the plan's own fields, what is fetched, and money by hand summed up."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HOME = timezone(timedelta(hours=7))
"""Viet Nam's clock, by which reports are due."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("reports", sa.Column("book", sa.Text(), nullable=True))
    op.add_column("reports", sa.Column("answers", sa.LargeBinary(), nullable=True))
    op.create_table(
        "fetches",
        sa.Column("pledge_id", BIG, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("goes", sa.LargeBinary(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint("state in ('agreed','fetched','failed')", name=op.f("ck_fetches_state")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_fetches_contact_id_contacts")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_fetches_pledge_id_pledges")),
        sa.PrimaryKeyConstraint("pledge_id", name=op.f("pk_fetches")),
        sqlite_strict=True,
    )
    _by_hand(op.get_bind())


def _by_hand(bind: sa.Connection) -> None:
    """Sums up what came into tills, in the period in which it was booked."""
    tallies = sa.table("tallies", *(sa.column(name) for name in ("drive", "period", "item")),
                       *(sa.column(name, BIG) for name in ("unit_id", "gifts", "amount")))  # fmt: skip
    known: dict[str, list[str]] = {}
    for drive, period in bind.execute(sa.select(tallies.c.drive, tallies.c.period).distinct()):
        known.setdefault(drive, []).append(period)
    hours = _hours(bind)
    sums: dict[tuple[str, str, int], list[int]] = {}
    in_tills = (
        "SELECT r.drive, r.made_at, r.minor, r.vnd, coalesce(p.unit_id, r.holder_id) FROM receipts r "
        "LEFT JOIN pledges p ON p.id = r.pledge_id WHERE r.holder_id IS NOT NULL AND "
        "(r.status = 'matched' OR (r.minor > 0 AND r.status IN ('open', 'unknown')))"
    )
    for drive, made_at, minor, vnd, unit in bind.execute(sa.text(in_tills)):
        made = Moment().process_result_value(made_at, bind.dialect)
        assert made is not None
        sum = sums.setdefault((drive, _period(made, hours.get(drive, time.max), known.get(drive, [])), unit), [0, 0])
        sum[0] += minor > 0
        sum[1] += vnd or 0
    rows = [{"drive": drive, "period": period, "unit_id": unit, "item": "cash:hand", "gifts": gifts, "amount": amount}
            for (drive, period, unit), (gifts, amount) in sums.items()]  # fmt: skip
    if rows:
        bind.execute(sa.insert(tallies), rows)


def _period(made: datetime, hour: time, known: list[str]) -> str:
    """The first known period that was not over yet; periods bear the day on which they are due."""
    days = sorted(date.fromisoformat(one) for one in known if len(one) == 10)
    for day in days:
        if made <= datetime.combine(day, hour, HOME):
            return day.isoformat()
    return "after" if days or "after" in known else made.astimezone(HOME).strftime("%G-W%V")


def _hours(bind: sa.Connection) -> dict[str, time]:
    """The hour at which each drive's reports are due."""
    found: dict[str, time] = {}
    drives = sa.table("drives", sa.column("slug"), sa.column("plan"))
    for row in bind.execute(sa.select(drives)):
        try:
            plan: dict[str, Any] = tomllib.loads(row.plan)
        except tomllib.TOMLDecodeError:
            continue  # such a drive does not run
        reporting = plan.get("reporting")
        at = reporting.get("at") if isinstance(reporting, dict) else None
        if isinstance(at, time):
            found[row.slug] = at
    return found
