"""Who told of each movement, the accounts a drive has had, marks of the ledger that people saw, cancelled pledges."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
WAITING = sa.text("state in ('doubtful','aside')")
HOME = timedelta(hours=7)
"""Viet Nam's clock, by which banks count days."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_accounts_drive_drives")),
        sa.PrimaryKeyConstraint("drive", "number", name=op.f("pk_accounts")),
        **STRICT,
    )
    op.create_table(
        "anchors",
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_anchors_drive_drives")),
        sa.PrimaryKeyConstraint("drive", "name", name=op.f("pk_anchors")),
        **STRICT,
    )
    op.create_table(
        "cancellations",
        sa.Column("pledge_id", BIG, autoincrement=False, nullable=False),
        sa.Column("contact_id", BIG, nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_cancellations_contact_id_contacts")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_cancellations_pledge_id_pledges")),
        sa.PrimaryKeyConstraint("pledge_id", name=op.f("pk_cancellations")),
        **STRICT,
    )
    tellings = op.create_table(
        "tellings",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=True),
        sa.Column("receipt_id", BIG, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("told_id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("minor", BIG, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("balance", BIG, nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("memo", sa.LargeBinary(), nullable=True),
        sa.Column("payer", sa.LargeBinary(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state in ('first','apart','same','doubtful','aside')", name=op.f("ck_tellings_state")),
        sa.CheckConstraint("(state = 'aside') = (receipt_id is null)", name=op.f("ck_tellings_receipt")),
        sa.CheckConstraint("state = 'first' or memo is not null", name=op.f("ck_tellings_memo")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_tellings_drive_drives")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_tellings_receipt_id_receipts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint("account", "source", "told_id", name=op.f("uq_tellings_account_source_told_id")),
        **STRICT,
    )
    op.create_index("ix_tellings_account_minor_day_source", "tellings", ["account", "minor", "day", "source"])
    op.create_index("ix_tellings_account_number", "tellings", ["account", "number"])
    op.create_index(op.f("ix_tellings_receipt_id"), "tellings", ["receipt_id"])
    op.create_index("ix_tellings_waiting", "tellings", ["state", "id"], sqlite_where=WAITING, postgresql_where=WAITING)
    _twice()
    bind = op.get_bind()
    receipts = sa.table(
        "receipts",
        *(sa.column(name) for name in ("drive", "account", "reference", "minor", "currency", "status")),
        sa.column("id", BIG),
        sa.column("statement_id", BIG),
        sa.column("parent_id", BIG),
        sa.column("moved_at", Moment()),
    )
    banked = (receipts.c.parent_id.is_(None)) & receipts.c.account.not_like("till:%")
    rows = bind.execute(sa.select(receipts).where(banked).order_by(receipts.c.id))
    while found := rows.fetchmany(1000):
        bind.execute(sa.insert(tellings), [_first(row) for row in found])
    _accounts(bind)


def _twice() -> None:
    """A number may come again; what is one movement the tellings say."""
    name = "uq_receipts_drive_account_reference_minor"
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("receipts", recreate="always", table_kwargs=STRICT) as batch:
            batch.drop_constraint(op.f(name), type_="unique")
    else:
        op.drop_constraint(op.f(name), "receipts", type_="unique")


def _first(row: Any) -> dict[str, object]:
    """The telling a receipt was made from, as far as the receipt still says."""
    return {
        "id": row.id,
        "drive": row.drive,
        "receipt_id": row.id,
        "source": f"statement:{row.statement_id}" if row.statement_id else "earlier",
        "told_id": f"receipt:{row.id}",
        "account": row.account,
        "day": (row.moved_at + HOME).date().isoformat(),
        "at": row.moved_at,
        "minor": row.minor,
        "currency": row.currency,
        "number": _bare(row.reference),
        "balance": None,
        "reference": row.reference,
        "memo": None,
        "payer": None,
        "fingerprint": None,
        "state": "first",
    }


def _bare(reference: str) -> str:
    """What of a number can be compared: as the program of this release did it, which may be another one later."""
    number = reference.partition("@")[0]
    if re.fullmatch(r"[0-9a-f]{16}|(sepay|casso):.*", number):
        return ""  # a fingerprint, or the service's own
    bare = re.sub(r"[^0-9A-Z]", "", number.partition("\\")[0].upper())
    core = bare.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return core if len(core) >= 6 and sum(c.isdigit() for c in core) >= 4 else ""


def _accounts(bind: sa.Connection) -> None:
    """Those of the plans as they were loaded last, and those that money came in on."""
    drives = sa.table("drives", sa.column("slug"), sa.column("plan"), sa.column("loaded_at", Moment()))
    known: dict[tuple[str, str], dict[str, object]] = {}
    loaded = {row.slug: row for row in bind.execute(sa.select(drives))}
    for slug, row in loaded.items():
        try:
            plan = tomllib.loads(row.plan)
        except tomllib.TOMLDecodeError:
            continue  # such a drive does not run; its accounts come with the plan that is loaded next
        cash = plan.get("cash")
        for one in cash.get("accounts", []) if isinstance(cash, dict) else []:
            if isinstance(one, dict) and isinstance(number := one.get("number"), str):
                known[slug, number] = {"drive": slug, "number": number, "since": row.loaded_at, "until": None}
    used = (
        "SELECT drive, account, min(moved_at), max(moved_at) FROM receipts "
        "WHERE account NOT LIKE 'till:%' GROUP BY drive, account"
    )
    epoch = Moment()
    for slug, number, first, last in bind.execute(sa.text(used)):
        since, until = (epoch.process_result_value(value, bind.dialect) for value in (first, last))
        known.setdefault((slug, number), {"drive": slug, "number": number, "since": since, "until": until})
    accounts = sa.table("accounts", sa.column("drive"), sa.column("number"), sa.column("since", Moment()),
                        sa.column("until", Moment()))  # fmt: skip
    if known:
        bind.execute(sa.insert(accounts), list(known.values()))
