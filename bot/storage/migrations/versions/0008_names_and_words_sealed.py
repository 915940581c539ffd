"""Donors' names and what people write in their own words lie encrypted; an entry's day stands by itself."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Sealed

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH: Final = 1_000
WORDS: Final = {
    "devices": {"note": False},
    "nominations": {"why": False},
    "people": {"name": False},
    "pledge_services": {"beneficiaries": False},
    "pledges": {"donor_name": False},
    "reports": {"publicity": True, "difficulty": True},
    "talks": {"argument": False},
}
"""Columns that were in clear, by table, and whether they may hold nothing."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("entries", sa.Column("day", sa.Text(), nullable=True))
    for table, columns in WORDS.items():
        _as_bytes(table, columns)
        _seal(table, list(columns))


def _as_bytes(table: str, columns: dict[str, bool]) -> None:
    """The same letters, as bytes; SQLite makes such a table anew."""
    if op.get_bind().dialect.name != "sqlite":
        for column, empty in columns.items():
            op.alter_column(table, column, existing_type=sa.Text(), type_=sa.LargeBinary(), existing_nullable=empty,
                            postgresql_using=f"convert_to({column}, 'UTF8')")  # fmt: skip
        return
    with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_strict": True}) as batch:
        for column, empty in columns.items():
            batch.alter_column(
                column, existing_type=sa.Text(), type_=sa.LargeBinary(), existing_nullable=empty, nullable=empty
            )


def _seal(name: str, columns: list[str]) -> None:
    """Encrypts what lies there, each column for its own place."""
    bind = op.get_bind()
    plain = sa.table(name, sa.column("id", BIG), *(sa.column(column, sa.LargeBinary()) for column in columns))
    sealed = sa.table(
        name, sa.column("id", BIG), *(sa.column(column, Sealed(f"{name}.{column}")) for column in columns)
    )
    change = sa.update(sealed).where(sealed.c.id == sa.bindparam("b_id"))
    change = change.values({column: sa.bindparam(f"b_{column}") for column in columns})
    last = -1
    while rows := bind.execute(sa.select(plain).where(plain.c.id > last).order_by(plain.c.id).limit(BATCH)).all():
        bind.execute(change, [_told(row, columns) for row in rows])
        last = rows[-1].id


def _told(row: sa.Row[tuple[int, ...]], columns: list[str]) -> dict[str, object]:
    said = {column: row._mapping[column] for column in columns}
    told = {f"b_{column}": None if value is None else bytes(value).decode() for column, value in said.items()}
    return {"b_id": row._mapping["id"], **told}
