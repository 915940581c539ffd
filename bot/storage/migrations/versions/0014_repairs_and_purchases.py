"""What a device was checked for and where it comes from, repairs, and what the drive's money bought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDING = sa.text("purchase_id is not null and status <> 'withdrawn'")
UNDER_WAY = sa.text("state = 'under_way'")
ENTRIES = {
    "sort": "sort in ('money_in','money_out','matched','unmatched','unknown','split','granted','spent','corrected',"
    "'handed_on','taken_over','device_in','device_out','device_moved','drawn','bought')",
}
DEVICES = {
    "verdict": "verdict in ('usable','repair','parts')",
    "status": "status in ('received','repair','ready','parts','withdrawn','matched','handed_over','in_use')",
    "cleared": "status <> 'ready' or (wiped = 1 and unlocked = 1) or used = 0",
    "wipe_method": "wipe_method in ('reset','reinstalled','replaced','empty')",
    "battery": "battery in ('good','weak','none')",
    "source": "source in ('gift','bought','budget','central')",
    "bought": "(source = 'bought') = (purchase_id is not null)",
    "purchase_place": "(purchase_id is null) = (purchase_place is null)",
}

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "purchases",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("receipt_id", BIG, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_purchases_count")),
        sa.CheckConstraint("price > 0", name=op.f("ck_purchases_price")),
        sa.CheckConstraint("status in ('standing','taken_back')", name=op.f("ck_purchases_status")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_purchases_drive_drives")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_purchases_receipt_id_receipts")),
        sa.ForeignKeyConstraint(["made_by"], ["contacts.id"], name=op.f("fk_purchases_made_by_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
        sa.UniqueConstraint("code", name=op.f("uq_purchases_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_purchases_drive", "purchases", ["drive"])
    op.create_index("ix_purchases_receipt_id", "purchases", ["receipt_id"])
    op.create_table(
        "purchase_funds",
        sa.Column("purchase_id", BIG, autoincrement=False, nullable=False),
        sa.Column("start", BIG, autoincrement=False, nullable=False),
        sa.Column("receipt_id", BIG, nullable=False),
        sa.Column("minor", BIG, nullable=False),
        sa.CheckConstraint("start >= 0", name=op.f("ck_purchase_funds_start")),
        sa.CheckConstraint("minor > 0", name=op.f("ck_purchase_funds_minor")),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_purchase_funds_purchase_id_purchases")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_purchase_funds_receipt_id_receipts")),
        sa.PrimaryKeyConstraint("purchase_id", "start", name=op.f("pk_purchase_funds")),
        sqlite_strict=True,
    )
    op.create_index("ix_purchase_funds_receipt_id", "purchase_funds", ["receipt_id"])
    rebuilt("entries", ENTRIES, lambda batch: None)
    rebuilt("devices", DEVICES, devices)
    op.create_index(
        "ix_devices_purchase",
        "devices",
        ["purchase_id", "purchase_place"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "repairs",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("device_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("broken", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("parts", sa.LargeBinary(), nullable=False),
        sa.Column("cost", BIG, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("state in ('under_way','done','given_up','put_back')", name=op.f("ck_repairs_state")),
        sa.CheckConstraint("(state = 'under_way') = (ended_at is null)", name=op.f("ck_repairs_ended")),
        sa.CheckConstraint("why in ('','no_parts','too_dear','beyond','unsafe')", name=op.f("ck_repairs_why")),
        sa.CheckConstraint("(state = 'given_up') = (why <> '')", name=op.f("ck_repairs_given_up")),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_repairs_cost")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_repairs_minutes")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_repairs_drive_drives")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_repairs_device_id_devices")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_repairs_unit_id_units")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_repairs_contact_id_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
        sqlite_strict=True,
    )
    op.create_index("ix_repairs_device_id", "repairs", ["device_id"])
    op.create_index(
        "ix_repairs_under_way",
        "repairs",
        ["device_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )


def devices(batch: BatchOperations) -> None:
    batch.add_column(sa.Column("wipe_method", sa.Text(), nullable=True))
    batch.add_column(sa.Column("battery", sa.Text(), nullable=True))
    batch.add_column(sa.Column("system", sa.LargeBinary(), nullable=True))
    batch.add_column(sa.Column("source", sa.Text(), server_default="gift", nullable=False))
    batch.add_column(sa.Column("purchase_id", BIG, nullable=True))
    batch.add_column(sa.Column("purchase_place", sa.Integer(), nullable=True))
    batch.create_foreign_key(batch.f("fk_devices_purchase_id_purchases"), "purchases", ["purchase_id"], ["id"])


def rebuilt(table: str, checks: Mapping[str, str], change: Callable[[BatchOperations], None]) -> None:
    """Changes a table and puts `checks` in the place of all it had; SQLite makes such a table anew."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    had = sa.inspect(op.get_bind()).get_check_constraints(table)
    anew: Literal["always", "never"] = "always" if sqlite else "never"
    strict = {"sqlite_strict": True} if sqlite else {}
    with op.batch_alter_table(table, recreate=anew, table_kwargs=strict) as batch:
        for check in had:
            batch.drop_constraint(op.f(str(check["name"])), type_="check")
        change(batch)
        for name, rule in checks.items():
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
