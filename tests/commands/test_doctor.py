"""The doctor finds what is wrong, says what to do, and its exit code counts it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands import condition
from bot.commands.surroundings import LOAD
from bot.handlers.telegram.account import BotAccount
from bot.programme.plan import load_plan, not_carried_out
from tests.commands.conftest import SECRETS, Operator

HOOK = "https://tiepsong.example.org/telegram"
WEBHOOK = {"TELEGRAM_MODE": "webhook", "TELEGRAM_WEBHOOK_URL": HOOK, "TELEGRAM_WEBHOOK_SECRET": SECRETS[2]}


def findings(operator: Operator) -> dict[str, str]:
    """What needs doing, with its remedy; the exit code is how many."""
    ended = operator.types("doctor")
    assert ended.err == ""
    lines = ended.out.splitlines()
    found = {line[5:]: lines[number + 1].strip() for number, line in enumerate(lines) if line.startswith("FIX ")}
    assert ended.code == len(found)
    return found


def execute(operator: Operator, *statements: str) -> None:
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        for statement in statements:
            connection.execute(statement)


def test_where_all_is_well_nothing_needs_doing(operator: Operator) -> None:
    assert findings(operator) == {}
    out = operator.types("doctor").out
    assert "drives: thanh-oai" in out
    assert "0 messages waiting, 0 given up" in out


def test_on_an_empty_machine_the_first_step_is_a_plan(newcomer: Operator) -> None:
    assert findings(newcomer) == {"no database yet": LOAD}
    assert not newcomer.data.exists()


def test_a_public_address_is_missed_where_nothing_could_be_verified(operator: Operator) -> None:
    hint = "no certificate can be made out"
    assert hint in operator.types("doctor").out
    operator.sets(PUBLIC_URL="https://tiepsong.example.org")
    assert hint not in operator.types("doctor").out


def test_what_a_loaded_plan_expects_in_vain_is_said_and_needs_no_doing(operator: Operator) -> None:
    ended = operator.types("doctor")
    assert ended.code == 0
    count = len(not_carried_out(load_plan("thanh-oai")))
    assert f"     thanh-oai: In this plan {count} things are not carried out yet:\n" in ended.out
    assert "       - Units are not told what they are to do: send them the plan itself. [duties]\n" in ended.out


def no_drive(operator: Operator) -> None:
    execute(operator, "delete from units", "delete from drives")


def old_plan(operator: Operator) -> None:
    execute(operator, "update drives set plan = replace(plan, 'code_prefix', 'prefix')")


def old_sqlite(operator: Operator) -> None:
    operator.patch.setattr(condition, "MENDED", (99, 0, 0))


def old_database(operator: Operator) -> None:
    execute(operator, "update alembic_version set version_num = '0001'")


def new_database(operator: Operator) -> None:
    execute(operator, "update alembic_version set version_num = '9999'")


def bare_database(operator: Operator) -> None:
    execute(operator, "drop table alembic_version")


def no_key(operator: Operator) -> None:
    (operator.data / "data.key").unlink()


def bad_key(operator: Operator) -> None:
    (operator.data / "data.key").write_text("no key\n")


def short_key(operator: Operator) -> None:
    (operator.data / "data.key").write_text("abcd\n")


def another_key(operator: Operator) -> None:
    operator.types("digest")
    (operator.data / "data.key").write_text("ab" * 32 + "\n")


def full_disk(operator: Operator) -> None:
    operator.patch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10**12, 10**12, 10**8))


def poison(operator: Operator) -> None:
    execute(operator, "insert into inbox (channel, id, at, state) values ('web', 'x', 0, 'dead')")


def demonstration(operator: Operator) -> None:
    execute(operator, "insert into marks (name, value) values ('kind', 'demo')")


def damaged_pages(operator: Operator) -> None:
    path = operator.data / "tiepsong.db"
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        (page,) = connection.execute("select rootpage from sqlite_master where name = 'units'").fetchone()
        (size,) = connection.execute("pragma page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 16)


def lost_table(operator: Operator) -> None:
    execute(operator, "drop table cards")


def lost_columns(operator: Operator) -> None:
    execute(operator, "alter table units drop column valid_to")


def wrong_drive(operator: Operator) -> None:
    operator.sets(DRIVE="ha-noi")


def two_drives(operator: Operator) -> None:
    operator.types("plan load tuan-giao")


def slip_in_the_environment(operator: Operator) -> None:
    operator.sets(TELEGRAM_TOKENS="1:x")


def slip_in_the_file(operator: Operator) -> None:
    operator.env.write_text("# SEPAY_KEY=\nDATA_DIR=data\nexport SEPAY_KEYS='x'\nBACKUP_TO=/srv\n")


def env_not_read(operator: Operator) -> None:
    operator.env.write_text("DRIVE=thanh-oai\nDATA_DIR=data\nPUBLIC_URL=\n#HTTP_PORT=80\n")


def folder_of_another(operator: Operator) -> None:
    operator.patch.setattr(os, "access", lambda path, how: path != operator.data)


def file_of_another(operator: Operator) -> None:
    operator.patch.setattr(os, "access", lambda path, how: path == operator.data)


def empty_file(operator: Operator) -> None:
    (operator.data / "tiepsong.db").write_bytes(b"")


def folder_that_is_a_file(operator: Operator) -> None:
    shutil.rmtree(operator.data)
    operator.data.write_text("")


def postgres_out_of_reach(operator: Operator) -> None:
    operator.sets(DATABASE_URL="postgresql+psycopg://user:geheim-password@127.0.0.1:1/name")


def doubtful_clock(operator: Operator) -> None:
    doubt = "2026-12-05T08:00:00+00:00 2026-11-28T08:00:00+00:00"
    execute(operator, f"insert into marks (name, value) values ('clock in doubt', '{doubt}')")


def clock_set_back(operator: Operator) -> None:
    execute(operator, "insert into marks (name, value) values ('kind', 'real')",
            "insert into marks (name, value) values ('clock:thanh-oai', '2100-01-01T00:00:00+00:00')")  # fmt: skip


def nonsense(operator: Operator) -> None:
    (operator.data / "tiepsong.db").write_bytes(b"This is no database. " * 500)


FINDINGS: list[tuple[Callable[[Operator], None], str, str]] = [
    (no_drive, "drives: none", "plan load"),
    (old_plan, "the plan of thanh-oai cannot be used", "load it again"),
    (old_sqlite, "SQLite 3", "install"),
    (old_database, "database at revision 0001", "start the bot once"),
    (new_database, "the database is from a newer or another release (revision 9999)", "run the release that wrote it"),
    (bare_database, "the database is from a newer or another release (revision none)", "run the release that wrote it"),
    (no_key, "the key ", "backup"),
    (bad_key, "the key is the one this database was written with", "backup"),
    (short_key, "the key is the one this database was written with", "backup"),
    (another_key, "the key is the one this database was written with", "backup"),
    (full_disk, "0.1 GB free", "make room"),
    (poison, "1 updates set aside", "inbox list"),
    (damaged_pages, "the database is damaged: ", "restore"),
    (lost_table, "the tables are not those of this program: the table cards is missing", "restore"),
    (lost_columns, "the tables are not those of this program: units: the column valid_to is missing", "before-"),
    (wrong_drive, "DRIVE is 'ha-noi', which is not loaded", "plan load ha-noi.toml"),
    (two_drives, "several drives are loaded and none is chosen", "set DRIVE"),
    (slip_in_the_environment, "there is no setting TELEGRAM_TOKENS", "write TELEGRAM_TOKEN"),
    (slip_in_the_file, "there is no setting SEPAY_KEYS", "write SEPAY_KEY"),
    (env_not_read, ".env sets DRIVE, and this command does not know it", "set -a"),
    (folder_of_another, "{data} belongs to ", "chown"),
    (file_of_another, "{data}/tiepsong.db belongs to ", "chown"),
    (empty_file, "{data}/tiepsong.db is empty", "restore"),
    (folder_that_is_a_file, "{data} is a file", "DATA_DIR"),
    (postgres_out_of_reach, "the database cannot be read: ", "PostgreSQL"),
    (doubtful_clock, "the bot's clock said 2026-12-05 08:00 UTC where 2026-11-28 08:00 UTC was", "restart the bot"),
    (clock_set_back, "the clock says ", "timedatectl"),
    (demonstration, "the database is for demo use", "DATA_DIR"),
    (nonsense, "the database cannot be read: file is not a database", "restore"),
]


@pytest.mark.parametrize(("trouble", "what", "remedy"), FINDINGS, ids=lambda given: getattr(given, "__name__", ""))
def test_each_trouble_is_found_by_itself_and_has_a_remedy(
    operator: Operator, trouble: Callable[[Operator], Any], what: str, remedy: str
) -> None:
    trouble(operator)
    [(said, advised)] = findings(operator).items()
    assert said.replace(str(operator.env), ".env").startswith(what.format(data=operator.data))
    assert remedy in advised
    assert "thanh-oai" not in advised


def test_several_troubles_are_all_told(operator: Operator) -> None:
    no_key(operator)
    poison(operator)
    full_disk(operator)
    assert len(findings(operator)) == 3


def test_without_the_key_no_reasons_are_announced(operator: Operator) -> None:
    poison(operator)
    no_key(operator)
    [remedy] = [remedy for what, remedy in findings(operator).items() if "set aside" in what]
    assert remedy.endswith("inbox clear")


def test_what_waits_and_who_cannot_be_reached_is_counted(operator: Operator) -> None:
    row = "insert into outbox (id, channel, chat, lane, group_chat, body, state, tries, made_at) values "
    execute(
        operator,
        *(f"{row}({number}, 'telegram', '1', 0, 0, x'00', '{state}', 0, 0)"
          for number, state in enumerate(("queued", "queued", "dead", "sent"))),
        "insert into people (id, name, made_at) values (1, x'00', 0)",
        "insert into contacts (id, address, channel, chat, person_id, language, group_chat, offers, unreachable, "
        "made_at) values (1, 'telegram:1', 'telegram', '1', 1, 'vi', 0, x'00', 'blocked', 0)",
    )  # fmt: skip
    out = operator.types("doctor").out
    assert "2 messages waiting, 1 given up" in out
    assert "1 people cannot be reached" in out


def test_what_a_messenger_wants_put_off_is_told_with_its_reason(operator: Operator) -> None:
    tomorrow = int((time.time() + 86400) * 1_000_000)
    row = (
        "insert into outbox (id, channel, chat, lane, group_chat, body, state, tries, made_at, not_before, why) values "
    )
    execute(
        operator,
        f"{row} (1, 'telegram', '-7', 0, 1, x'00', 'queued', 0, 1, {tomorrow}, 'Flood control exceeded.')",
        f"{row} (2, 'telegram', '-7', 0, 1, x'00', 'queued', 1, 1, {tomorrow - 10**9}, 'Bad Gateway')",
        f"{row} (3, 'telegram', '8', 0, 0, x'00', 'queued', 1, 1, 5, 'Bad Gateway')",
    )
    until = datetime.fromtimestamp(tomorrow / 1_000_000, UTC)
    told = f"telegram: 2 of them are put off, the last until {until:%Y-%m-%d %H:%M} UTC: Flood control exceeded.\n"
    assert told in operator.types("doctor").out


def test_a_database_out_of_reach_is_a_finding_that_tells_no_password(operator: Operator) -> None:
    operator.sets(DATABASE_URL="postgresql+psycopg://user:geheim-password@127.0.0.1:1/name")
    ended = operator.types("doctor")
    assert ended.code == 1
    assert "FIX  the database cannot be read" in ended.out


@pytest.mark.parametrize(
    ("seen", "settings", "told"),
    [
        (BotAccount(name="song_bot"), {}, {}),
        (
            BotAccount(fault="Telegram does not know it", refused=True),
            {},
            {"Telegram: Telegram does not know it": "copy the token from @BotFather once more into TELEGRAM_TOKEN"},
        ),
        (
            BotAccount(fault="TelegramNetworkError: no route"),
            {},
            {
                "Telegram: TelegramNetworkError: no route": (
                    "see that it can be reached from here; the web chat goes on without it"
                )
            },
        ),
        (
            BotAccount(name="song_bot", webhook="https://elsewhere.example.org/telegram"),
            {},
            {
                "Telegram waits to be asked for updates": (
                    "two programs use this token: stop the other, or give it a token of its own"
                )
            },
        ),
        (BotAccount(name="song_bot", webhook=HOOK), WEBHOOK, {}),
        (
            BotAccount(name="song_bot"),
            WEBHOOK,
            {
                f"Telegram delivers to {HOOK}": (
                    f"it delivers to nowhere, not to {HOOK}: start the bot, and see what it logs"
                )
            },
        ),
    ],
)
def test_telegram_is_asked_what_it_knows_of_the_bot(
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
    seen: BotAccount,
    settings: dict[str, str],
    told: dict[str, str],
) -> None:
    async def asked(token: str, base: str) -> BotAccount:
        assert (token, base) == (SECRETS[0], "https://api.telegram.org")
        return seen

    monkeypatch.setattr("bot.handlers.telegram.account.account", asked)
    operator.sets(TELEGRAM_TOKEN=SECRETS[0], **settings)
    assert findings(operator) == told


@pytest.mark.parametrize("url", ["tiepsong.example.org", "https://tiepsong.example.org/chat"])
def test_an_address_that_no_browser_would_name_is_refused_by_every_command(operator: Operator, url: str) -> None:
    operator.sets(PUBLIC_URL=url)
    for command in ("doctor", "run", "digest"):
        assert operator.refused(command).startswith("PUBLIC_URL must be https:// and a name")


def test_names_of_other_programs_in_the_file_are_only_mentioned(operator: Operator) -> None:
    operator.env.write_text("DATA_DIR=data\nBACKUP_TO=/srv\n")
    ended = operator.types("doctor")
    assert ended.code == 0
    assert f"     {operator.env} sets BACKUP_TO, which is no setting of ours" in ended.out


def test_students_who_wait_for_nobody_are_named_with_what_to_do(operator: Operator) -> None:
    execute(
        operator,
        "INSERT INTO people (id, name, made_at) VALUES (1, x'00', 0)",
        "INSERT INTO contacts (id, address, channel, chat, person_id, language, group_chat, offers, made_at)"
        " VALUES (1, 'web:1', 'web', '1', 1, 'vi', 0, x'00', 0)",
        "INSERT INTO students (id, code, drive, school_id, contact_id, secret, by_name, by_birth, by_phone, household,"
        " needs_device, needs_line, status, step, step_at, made_at) SELECT 1, 'HS2222222', 'thanh-oai', id, 1, x'00',"
        " x'00', x'00', x'00', 'poor', 1, 0, 'listed', 'commune', 1632700800000000, 0 FROM units"
        " WHERE key = 'thcs-cao-vien'",
    )
    [(what, remedy)] = findings(operator).items()
    assert what == "1 pupils wait at Xã Cao Viên (commune) since 2021-09-27, where nobody is reviewer"
    assert remedy == "invite somebody: python -m bot invite reviewer cao-vien"
