"""Rounds of allocation, the orders they published, what is bound to whom; the ledger tells of their lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
UNDER_WAY = sa.text("status in ('open','proposed')")
ACTIVE = sa.text("status <> 'ended'")
SORTS = (
    "sort in ('money_in','money_out','matched','unmatched','unknown','split','granted','spent','corrected',"
    "'handed_on','taken_over','device_in','device_out','device_moved','drawn','bought','list_opened',"
    "'list_closed')"
)

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("entries", recreate="auto", table_kwargs=STRICT) as batch:
        batch.drop_constraint(op.f("ck_entries_sort"), type_="check")
        batch.create_check_constraint(op.f("ck_entries_sort"), SORTS)
    op.create_table(
        "allocation_rounds",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("mark_number", BIG, nullable=True),
        sa.Column("mark", sa.Text(), nullable=True),
        sa.Column("stock", sa.Text(), nullable=True),
        sa.Column("objections_until", Moment(), nullable=True),
        sa.Column("proposed_by", BIG, nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("need in ('device','line')", name=op.f("ck_allocation_rounds_need")),
        sa.CheckConstraint(
            "status in ('open','proposed','decided','cancelled')", name=op.f("ck_allocation_rounds_status")
        ),
        sa.CheckConstraint("(closed_at is null) = (mark is null)", name=op.f("ck_allocation_rounds_mark")),
        sa.CheckConstraint("status <> 'decided' or decided_by <> proposed_by", name=op.f("ck_allocation_rounds_two")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_allocation_rounds_drive_drives")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["contacts.id"], name=op.f("fk_allocation_rounds_proposed_by_contacts")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["contacts.id"], name=op.f("fk_allocation_rounds_decided_by_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_rounds")),
        sa.UniqueConstraint("drive", "need", "number", name=op.f("uq_allocation_rounds_drive_need_number")),
        **STRICT,
    )
    op.create_table(
        "allocation_places",
        sa.Column("round_id", BIG, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("student_id", BIG, nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("household", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["allocation_rounds.id"], name=op.f("fk_allocation_places_round_id_allocation_rounds")
        ),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_allocation_places_student_id_students")),
        sa.PrimaryKeyConstraint("round_id", "place", name=op.f("pk_allocation_places")),
        sa.UniqueConstraint("round_id", "student_id", name=op.f("uq_allocation_places_round_id_student_id")),
        **STRICT,
    )
    op.create_table(
        "allocations",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("round_id", BIG, nullable=False),
        sa.Column("student_id", BIG, nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("device_id", BIG, nullable=True),
        sa.Column("pledge_id", BIG, nullable=True),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("override", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by", BIG, nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by", BIG, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("need in ('device','line')", name=op.f("ck_allocations_need")),
        sa.CheckConstraint("(device_id is null) <> (pledge_id is null)", name=op.f("ck_allocations_one_thing")),
        sa.CheckConstraint("(pledge_id is null) = (part is null)", name=op.f("ck_allocations_part")),
        sa.CheckConstraint("way in ('order','local','override')", name=op.f("ck_allocations_way")),
        sa.CheckConstraint("(way = 'override') = (override is not null)", name=op.f("ck_allocations_override")),
        sa.CheckConstraint(
            "status in ('proposed','decided','handed_over','in_use','ended')", name=op.f("ck_allocations_status")
        ),
        sa.CheckConstraint("(status = 'ended') = (ended_at is not null)", name=op.f("ck_allocations_ended")),
        sa.CheckConstraint("(status = 'ended') = (end_reason is not null)", name=op.f("ck_allocations_end_reason")),
        sa.CheckConstraint(
            "status in ('proposed','ended') or decided_by is not null", name=op.f("ck_allocations_decided")
        ),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_allocations_drive_drives")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["allocation_rounds.id"], name=op.f("fk_allocations_round_id_allocation_rounds")
        ),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_allocations_student_id_students")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_allocations_device_id_devices")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_allocations_pledge_id_pledges")),
        sa.ForeignKeyConstraint(["proposed_by"], ["contacts.id"], name=op.f("fk_allocations_proposed_by_contacts")),
        sa.ForeignKeyConstraint(["decided_by"], ["contacts.id"], name=op.f("fk_allocations_decided_by_contacts")),
        sa.ForeignKeyConstraint(["ended_by"], ["contacts.id"], name=op.f("fk_allocations_ended_by_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
        **STRICT,
    )
    op.create_index(op.f("ix_allocation_places_student_id"), "allocation_places", ["student_id"])
    for column in ("round_id", "student_id", "device_id"):
        op.create_index(op.f(f"ix_allocations_{column}"), "allocations", [column])
    op.create_index("ix_allocations_drive_status", "allocations", ["drive", "status"])
    _only_one("ix_allocation_rounds_under_way", "allocation_rounds", ["drive", "need"], UNDER_WAY)
    _only_one("ix_allocations_student_id_need_active", "allocations", ["student_id", "need"], ACTIVE)
    _only_one("ix_allocations_device_id_active", "allocations", ["device_id"], ACTIVE)
    _only_one("ix_allocations_pledge_id_part_active", "allocations", ["pledge_id", "part"], ACTIVE)


def _only_one(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)
