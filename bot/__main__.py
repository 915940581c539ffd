"""The command line: one word for each thing an operator does; `--help` lists them."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import socket
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from bot import settings as settings_table
from bot.chat.row_number import row_number
from bot.commands.seldom import Seldom
from bot.long_lived import lasting
from bot.settings import Settings, SettingsFault

log = logging.getLogger(__name__)
LARGEST_CROWD = 1_000
"""Times as many as a drive has; more would fill the disk."""
LONGEST_DAYS = 366
"""An invitation that is good for longer is a key that nobody remembers."""


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        settings = settings_table.read()
    except SettingsFault as fault:
        print(f"tiep-song: {fault}", file=sys.stderr)
        return 2
    screen = logging.StreamHandler()
    screen.addFilter(Seldom())
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=settings.log_level, format=form, handlers=[screen])
    quiet_libraries()
    try:
        from bot.commands.owner_alone import owner_alone

        owner_alone(settings)
        return int(given.command(given, settings) or 0)
    except KeyboardInterrupt:
        return 130
    except Exception as trouble:
        said = _explained(trouble, settings)
        if said is None:
            raise
        print(f"tiep-song: {said}", file=sys.stderr)
        return 2


def quiet_libraries() -> None:
    """Holds back libraries that say too much, whatever LOG_LEVEL is: those of the database would tell names."""
    for name in ("alembic", "apscheduler", "aiosqlite", "psycopg", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _explained(trouble: Exception, settings: Settings) -> str | None:
    """A sentence for troubles an operator can mend alone; None for ours."""
    from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidRequestError

    from bot.app import NoDrive
    from bot.commands.extras import ExtraMissing
    from bot.commands.surroundings import FOREIGN
    from bot.programme.plan import PlanFault
    from bot.storage.holding import HeldElsewhere
    from bot.storage.marks import NotThisKind
    from bot.storage.secrecy import KeyMissing, WrongKey
    from bot.storage.upgrade import DatabaseForeign

    match trouble:
        case NoDrive() | ExtraMissing():
            return str(trouble)
        case KeyMissing():
            return (
                f"the database holds personal data, but its key {trouble} is missing; put it back from your backup "
                "(without it names and phones cannot be read)"
            )
        case WrongKey():
            return f"the key {trouble} is not the one this database was written with; put the right one back"
        case DatabaseForeign():
            revision = str(trouble) or "none"
            return f"the database is from a newer or another release (revision {revision}): {FOREIGN}"
        case HeldElsewhere():
            return (
                f"{trouble} serves this database already; use that one, stop it, or choose another DATA_DIR "
                "(`doctor`, `backup` and `plan check` work beside it)"
            )
        case NotThisKind():
            return f"this database is for {trouble} use; choose another DATA_DIR, or set DEMO accordingly"
        case PlanFault():
            return "\n".join(f"line {fault.line}: {fault.what.source}" for fault in trouble.faults)
        case ArgumentError() | InvalidRequestError():  # the URL may hold a password, so it is not repeated
            return "DATABASE_URL cannot be used; PostgreSQL is written postgresql+psycopg://user@host/name"
        case DBAPIError():
            log.debug("the database's trouble in full", exc_info=trouble)
            return f"the database cannot be used: {str(trouble.orig).strip()}; `doctor` may say more"
        case OSError():
            return _of_the_system(trouble, settings)
    return None


def _of_the_system(trouble: OSError, settings: Settings) -> str | None:
    """A sentence for what the operating system refuses."""
    match trouble.errno:
        case errno.EADDRINUSE:
            return f"port {settings.http_port} is taken; choose another with HTTP_PORT"
        case errno.EADDRNOTAVAIL | errno.EACCES | socket.EAI_NONAME if trouble.filename is None:
            return f"{settings.http_host} port {settings.http_port} cannot be listened on; see HTTP_HOST and HTTP_PORT"
        case errno.EACCES | errno.EROFS | errno.ENOTDIR | errno.EEXIST | errno.ENOENT | errno.EISDIR | errno.ENOSPC:
            return f"{trouble.filename or 'a file'}: {trouble.strerror}"
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Tiếp Sóng")
    commands = parser.add_subparsers(required=True)

    def add(name: str, help: str, command: Callable[[Any, Settings], Any]) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help)
        sub.set_defaults(command=command)
        return sub

    def runs(call: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(call)

    def run(given: Any, settings: Settings) -> Any:
        with lasting():
            from bot.commands.run import run as command

        return runs(command(settings))

    def chat(given: Any, settings: Settings) -> Any:
        from bot.commands.chat import chat as command

        return runs(command(settings, given.name))

    def plan(given: Any, settings: Settings) -> Any:
        from bot.commands import plan as command

        if given.what == "list":
            return command.names()
        if not given.plan:
            print("which plan? a name from `plan list`, or a file", file=sys.stderr)
            return 2
        if given.what == "check":
            return command.check(given.plan, given.language)
        from bot.commands.plan_loading import load, unload

        if given.what == "unload":
            return runs(unload(settings, given.plan))
        return runs(load(settings, given.plan, given.language))

    def digest(given: Any, settings: Settings) -> Any:
        from bot.commands.digest import digest as command

        return runs(command(settings, given.language))

    def backup(given: Any, settings: Settings) -> Any:
        from bot.commands.backup import backup as command

        return runs(command(settings, given.file))

    def restore(given: Any, settings: Settings) -> Any:
        from bot.commands.backup import restore as command

        return runs(command(settings, given.file))

    def rehearse(given: Any, settings: Settings) -> Any:
        from bot.commands.rehearse import rehearse as command

        return runs(command(given.plan, given.seed, given.people))

    def doctor(given: Any, settings: Settings) -> Any:
        from bot.commands.doctor import doctor as command

        return runs(command(settings))

    add("run", "the bot, its clock and its web page", run)
    sub = add("chat", "talk with the bot in this terminal", chat)
    sub.add_argument("--name", default="me", help="who is talking; another name is another person")
    sub = add("plan", "list, check, load or unload a drive's plan", plan)
    sub.add_argument("what", choices=("list", "check", "load", "unload"))
    sub.add_argument("plan", nargs="?", default="", help="a name from the list, or a TOML file; to unload: its slug")
    sub.add_argument("--language", choices=("vi", "en"), default="vi")
    _people(add, runs)
    sub = add("digest", "the digest as of now", digest)
    sub.add_argument("--language", choices=("vi", "en"), default="vi")
    _books(add, runs)
    sub = add("backup", "copy the database into a file, also while the bot runs", backup)
    sub.add_argument("file")
    sub = add("restore", "put such a copy back where no database is", restore)
    sub.add_argument("file")
    sub = add("rehearse", "live a whole drive in seconds, with simulated people, on a database of its own", rehearse)
    sub.add_argument("plan", nargs="?", default="thanh-oai", help="a name from `plan list`, or a TOML file")
    sub.add_argument("--seed", type=int, default=2021, help="another seed, another story")
    sub.add_argument("--people", type=_crowd, default=1.0, help="how many givers and pupils: 2 is twice as many")
    add("doctor", "whether all is well, and what to do if not", doctor)
    return parser


def _row(words: str) -> int:
    """The number of a row; 0, which no row has, where it is longer than any."""
    return row_number(str(abs(int(words))))


def _days(words: str) -> int:
    if not 1 <= (days := int(words)) <= LONGEST_DAYS:
        raise argparse.ArgumentTypeError(f"from 1 to {LONGEST_DAYS} days, not {days}")
    return days


def _crowd(words: str) -> float:
    if not 0 <= (crowd := float(words)) <= LARGEST_CROWD:
        raise argparse.ArgumentTypeError(f"from 0 to {LARGEST_CROWD} times as many, not {crowd}")
    return crowd


def _people(add: Callable[..., argparse.ArgumentParser], runs: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
    """The commands about who may do what."""

    def invite(given: Any, settings: Settings) -> Any:
        from bot.commands.invite import invite as command

        return runs(command(settings, given.role, given.unit, given.days))

    def roles(given: Any, settings: Settings) -> Any:
        from bot.commands import roles as command

        if given.what == "list":
            return runs(command.show(settings))
        return runs(command.end(settings, given.number, given.successor, given.sign_out))

    def invites(given: Any, settings: Settings) -> Any:
        from bot.commands import roles as command

        if given.what == "list":
            return runs(command.show_invites(settings))
        return runs(command.revoke(settings, given.number))

    sub = add("invite", "make a one-time code for a role", invite)
    sub.add_argument("role")
    sub.add_argument("unit", nargs="?", default="", help="the unit's key in the plan")
    sub.add_argument("--days", type=_days, default=14)
    sub = add("roles", "who may do what; end a role", roles)
    sub.add_argument("what", nargs="?", choices=("list", "end"), default="list")
    sub.add_argument("number", nargs="?", type=_row, default=0, help="the role's, as the list says it")
    sub.add_argument("--successor", type=_row, default=0, help="the number of the role that takes up what is open")
    sub.add_argument("--sign-out", action="store_true", help="a phone was lost: end all roles there, and the chat too")
    sub = add("invites", "invitations nobody has used yet; take one back", invites)
    sub.add_argument("what", nargs="?", choices=("list", "revoke"), default="list")
    sub.add_argument("number", nargs="?", type=_row, default=0, help="the invitation's, as the list says it")


def _books(add: Callable[..., argparse.ArgumentParser], runs: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
    """The commands about what stands in the books."""

    def ledger(given: Any, settings: Settings) -> Any:
        from bot.commands import ledger as command

        return runs(command.replay(settings) if given.what == "replay" else command.verify(settings))

    def allocation(given: Any, settings: Settings) -> Any:
        from bot.commands.allocation import verify as command

        return command(given.file, given.ledger)

    def pledge(given: Any, settings: Settings) -> Any:
        from bot.commands.pledge import cancel as command

        return runs(command(settings, given.code, given.reason))

    def forget(given: Any, settings: Settings) -> Any:
        from bot.commands.forget import forget as command

        return runs(command(settings, given.who))

    def inbox(given: Any, settings: Settings) -> Any:
        from bot.commands import inbox as command

        if given.what == "list":
            return runs(command.show(settings))
        return runs((command.replay if given.what == "replay" else command.clear)(settings, given.name))

    sub = add("inbox", "what was set aside: list it, take it in again, or put it by", inbox)
    sub.add_argument("what", choices=("list", "replay", "clear"))
    sub.add_argument("name", nargs="?", default="", help="as the list names it; without it: all")
    sub = add("ledger", "check the books line by line, or take in again what a bank told and was set aside", ledger)
    sub.add_argument("what", choices=("verify", "replay"))
    sub = add("allocation", "recompute the order of a published round from its file", allocation)
    sub.add_argument("what", choices=("verify",))
    sub.add_argument("file", help="as the page of orders offers it")
    sub.add_argument("--ledger", default="", help="the public ledger's file, to find the round's mark in it")
    sub = add("pledge", "cancel a promise that nobody means; its giver is told why", pledge)
    sub.add_argument("what", choices=("cancel",))
    sub.add_argument("code")
    sub.add_argument("reason")
    sub = add("forget", "delete what is known of a giver; sums and days stay in the books", forget)
    sub.add_argument("who", help="the code of one of the gifts, or an address: telegram:123")


if __name__ == "__main__":
    sys.exit(main())
