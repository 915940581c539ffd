"""Cash in hand, transfers, devices, services, the units' desks, thanks; the desk's logins."""

from collections.abc import Callable, Mapping
from typing import Literal

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

from bot.storage.columns import Flag, Moment

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENTRIES = {
    "sort": "sort in ('money_in','money_out','matched','unmatched','unknown','split','granted','spent','corrected',"
    "'handed_on','taken_over','device_in','device_out','device_moved')",
}
PLEDGES = {
    "kind": "kind in ('cash','devices','services')",
    "donor": "donor in ('self','unit','firm','anonymous')",
    "status": "status in ('promised','received','cancelled')",
    "minor": "minor is null or minor > 0",
    "shown": "shown in ('nothing','name','name_and_gift')",
}
RECEIPTS = {
    "status": "status in ('open','matched','unknown','split','forwarded','granted','spent','void')",
    "source": "source in ('gift','budget','fund')",
    "minor": "minor <> 0",
    "pledge": "(status = 'matched') = (pledge_id is not null)",
    "transfer": "(status = 'forwarded') = (transfer_id is not null)",
    "granted": "(status = 'granted') = (source <> 'gift')",
}

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "desks",
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("took_part", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_desks_expected")),
        sa.CheckConstraint("head_count > 0", name=op.f("ck_desks_head_count")),
        sa.CheckConstraint("took_part between 0 and head_count", name=op.f("ck_desks_took_part")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_desks_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_desks_drive_drives")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_desks_unit_id_units")),
        sa.PrimaryKeyConstraint("drive", "unit_id", name=op.f("pk_desks")),
        sqlite_strict=True,
    )
    op.create_table(
        "logins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("link_hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_hash", sa.LargeBinary(), nullable=True),
        sa.Column("contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_logins_contact_id_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logins")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_logins_link_hash")),
        sa.UniqueConstraint("session_hash", name=op.f("uq_logins_session_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("logins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_logins_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "transfers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("(way = 'goods') = (minor is null)", name=op.f("ck_transfers_sum")),
        sa.CheckConstraint(
            "status in ('sent','acknowledged','refused','taken_back')", name=op.f("ck_transfers_status")
        ),
        sa.CheckConstraint("way in ('bank','hand','goods')", name=op.f("ck_transfers_way")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_transfers_ends")),
        sa.CheckConstraint("minor is null or minor > 0", name=op.f("ck_transfers_minor")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_transfers_drive_drives")),
        sa.ForeignKeyConstraint(["ended_by"], ["contacts.id"], name=op.f("fk_transfers_ended_by_contacts")),
        sa.ForeignKeyConstraint(["from_id"], ["units.id"], name=op.f("fk_transfers_from_id_units")),
        sa.ForeignKeyConstraint(["made_by"], ["contacts.id"], name=op.f("fk_transfers_made_by_contacts")),
        sa.ForeignKeyConstraint(["to_id"], ["units.id"], name=op.f("fk_transfers_to_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("code", name=op.f("uq_transfers_code")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.create_index("ix_transfers_drive_status", ["drive", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_transfers_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_transfers_to_id"), ["to_id"], unique=False)

    op.create_table(
        "cards",
        sa.Column(
            "pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("outbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("muted", Flag(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_cards_pledge_id_pledges")),
        sa.PrimaryKeyConstraint("pledge_id", name=op.f("pk_cards")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cards_due_at"), ["due_at"], unique=False)

    op.create_table(
        "certificates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("gift", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.CheckConstraint("form in ('person','organisation')", name=op.f("ck_certificates_form")),
        sa.CheckConstraint("shown in ('nothing','name','name_and_gift')", name=op.f("ck_certificates_shown")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_certificates_drive_drives")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_certificates_pledge_id_pledges")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
        sa.UniqueConstraint("drive", "number", name=op.f("uq_certificates_drive_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_pledge_id"), ["pledge_id"], unique=False)

    op.create_table(
        "devices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("holder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("giver", sa.LargeBinary(), nullable=False),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("used", Flag(), nullable=False),
        sa.Column("wiped", Flag(), nullable=False),
        sa.Column("unlocked", Flag(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("late", Flag(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "status <> 'ready' or (wiped = 1 and unlocked = 1) or used = 0", name=op.f("ck_devices_cleared")
        ),
        sa.CheckConstraint(
            "status in ('received','repair','ready','parts','withdrawn','matched','handed_over','in_use')",
            name=op.f("ck_devices_status"),
        ),
        sa.CheckConstraint("verdict in ('usable','repair','parts')", name=op.f("ck_devices_verdict")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_devices_drive_drives")),
        sa.ForeignKeyConstraint(["holder_id"], ["units.id"], name=op.f("fk_devices_holder_id_units")),
        sa.ForeignKeyConstraint(["made_by"], ["contacts.id"], name=op.f("fk_devices_made_by_contacts")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_devices_pledge_id_pledges")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfers.id"], name=op.f("fk_devices_transfer_id_transfers")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_devices_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("drive", "serial", name=op.f("uq_devices_drive_serial")),
        sa.UniqueConstraint("tag", name=op.f("uq_devices_tag")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index("ix_devices_drive_status", ["drive", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_pledge_id"), ["pledge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_transfer_id"), ["transfer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "nominations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.CheckConstraint("status in ('proposed','honoured','declined')", name=op.f("ck_nominations_status")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_nominations_contact_id_contacts")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_nominations_drive_drives")),
        sa.ForeignKeyConstraint(["ended_by"], ["contacts.id"], name=op.f("fk_nominations_ended_by_contacts")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_nominations_pledge_id_pledges")),
        sa.ForeignKeyConstraint(["school_id"], ["units.id"], name=op.f("fk_nominations_school_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("drive", "school_id", "pledge_id", name=op.f("uq_nominations_drive_school_id_pledge_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "pledge_services",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("beneficiaries", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("worth", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("quota > 0", name=op.f("ck_pledge_services_quota")),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_pledge_services_valid")),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledges.id"], name=op.f("fk_pledge_services_pledge_id_pledges")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_services")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("pledge_services", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_services_pledge_id"), ["pledge_id"], unique=False)

    op.create_table(
        "cash_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("drive", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("payer", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("(status = 'signed') = (receipt_id is not null)", name=op.f("ck_cash_lines_signed")),
        sa.CheckConstraint("source in ('gift','budget','fund')", name=op.f("ck_cash_lines_source")),
        sa.CheckConstraint("status in ('waiting','signed','refused')", name=op.f("ck_cash_lines_status")),
        sa.CheckConstraint("minor <> 0", name=op.f("ck_cash_lines_minor")),
        sa.CheckConstraint("signed_by is null or signed_by <> written_by", name=op.f("ck_cash_lines_second")),
        sa.ForeignKeyConstraint(["corrects_id"], ["cash_lines.id"], name=op.f("fk_cash_lines_corrects_id_cash_lines")),
        sa.ForeignKeyConstraint(["drive"], ["drives.slug"], name=op.f("fk_cash_lines_drive_drives")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_cash_lines_receipt_id_receipts")),
        sa.ForeignKeyConstraint(["signed_by"], ["contacts.id"], name=op.f("fk_cash_lines_signed_by_contacts")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_cash_lines_unit_id_units")),
        sa.ForeignKeyConstraint(["written_by"], ["contacts.id"], name=op.f("fk_cash_lines_written_by_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_lines")),
        sa.UniqueConstraint("drive", "unit_id", "number", name=op.f("uq_cash_lines_drive_unit_id_number")),
        sqlite_strict=True,
    )
    rebuilt("entries", ENTRIES, entries)
    op.add_column("outbox", sa.Column("replaces", BIG, nullable=True))
    op.add_column("statements", sa.Column("found", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("pledge_goods") as batch:
        batch.add_column(sa.Column("slot_at", Moment(), nullable=True))
        batch.create_index("ix_pledge_goods_slot_at", ["slot_at"], unique=False)
    rebuilt("pledges", PLEDGES, pledges)
    rebuilt("receipts", RECEIPTS, receipts)


def entries(batch: BatchOperations) -> None:
    batch.add_column(sa.Column("reason", sa.Text(), server_default="", nullable=False))
    batch.alter_column("receipt_id", existing_type=BIG, nullable=True)
    batch.create_index("ix_entries_drive_about", ["drive", "about"], unique=False)


def pledges(batch: BatchOperations) -> None:
    batch.add_column(sa.Column("shown", sa.Text(), server_default="nothing", nullable=False))


def receipts(batch: BatchOperations) -> None:
    batch.add_column(sa.Column("parent_id", BIG, nullable=True))
    batch.add_column(sa.Column("transfer_id", BIG, nullable=True))
    batch.add_column(sa.Column("holder_id", BIG, nullable=True))
    batch.add_column(sa.Column("source", sa.Text(), server_default="gift", nullable=False))
    batch.add_column(sa.Column("asked", sa.Text(), server_default="{}", nullable=False))
    batch.add_column(sa.Column("rate", sa.Text(), nullable=True))
    batch.add_column(sa.Column("purpose", sa.Text(), server_default="", nullable=False))
    batch.create_index(batch.f("ix_receipts_holder_id"), ["holder_id"], unique=False)
    batch.create_index(batch.f("ix_receipts_parent_id"), ["parent_id"], unique=False)
    batch.create_index(batch.f("ix_receipts_transfer_id"), ["transfer_id"], unique=False)
    batch.create_foreign_key(batch.f("fk_receipts_transfer_id_transfers"), "transfers", ["transfer_id"], ["id"])
    batch.create_foreign_key(batch.f("fk_receipts_holder_id_units"), "units", ["holder_id"], ["id"])
    batch.create_foreign_key(batch.f("fk_receipts_parent_id_receipts"), "receipts", ["parent_id"], ["id"])


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
