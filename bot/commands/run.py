"""`run`: the bot, its clock and its web page, until stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler as Route
from aiohttp.typedefs import Middleware

from bot.app import App, files_of, translate, wall_clock
from bot.commands.browser import show
from bot.commands.extras import refuse_without_extras
from bot.commands.opening import open_app
from bot.commands.unkept import unkept
from bot.delivery.pace import Pace
from bot.demo.acting import Director
from bot.demo.life import live
from bot.demo.moved_clock import remember, target
from bot.demo.people import people
from bot.demo.ribbon import Ribbon
from bot.desk.desk import Desk
from bot.feeds.bills import BillReader
from bot.feeds.payrolls import PayrollReader
from bot.feeds.statements import StatementReader
from bot.feeds.student_lists import StudentListReader
from bot.handlers.web.handler import WebHandler
from bot.handlers.web.past import Past
from bot.handlers.web.shelf import Shelf
from bot.programme.plan import Plan, in_language
from bot.programme.students.list_verdicts import Verdicts, verdicts_of
from bot.programme.world import Now
from bot.settings import Settings
from bot.site.books import PublicBooks
from bot.site.drive_facts import page_facts
from bot.site.site import Site
from bot.storage.health import Health
from bot.texts import LANGUAGES
from bot.turn.command_list import commands
from bot.web.descriptors import raise_limit
from bot.web.file_kinds import XLSX
from bot.web.gate import Gate
from bot.web.headers import harden
from bot.web.limits import Limits
from bot.web.visitor import Front

log = logging.getLogger(__name__)
MOST_BYTES = 16 * 1024 * 1024
TRIAL = """Bản dùng thử: người, tài khoản, số liệu đều hư cấu. Dữ liệu nằm ở {data}; dừng bằng Ctrl-C.
A trial: people, accounts and figures are invented. Its data lie in {data}; Ctrl-C stops it."""
LIVES = "Đang dựng hai tuần dùng thử, vài giây… / Two weeks of a trial are being lived, some seconds…"


async def run(settings: Settings) -> None:
    """Runs until SIGINT or SIGTERM, then drains."""
    app, application = await build(settings)
    try:
        await app.start(tick=not settings.demo)
        if settings.demo:
            clock: Any = app.now
            await live(app, clock, lambda: print(LIVES, flush=True))
            app.clock.start()
        port = await app.serve(application, settings.http_host, settings.http_port)
        address = settings.public_url or f"http://{settings.http_host}:{port}"
        print(f"Tiếp Sóng: {address}  (trò chuyện / chat: {address}/chat)", flush=True)
        if settings.demo:
            print(TRIAL.format(data=settings.data_dir.resolve()), flush=True)
            await asyncio.to_thread(show, address)
        else:
            for item in unkept(app.plan, app.plan.language):
                print(item, flush=True)
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()
    finally:
        if settings.demo:
            await remember(app.database, app.now())
        await app.stop()


async def build(settings: Settings, now: Now = wall_clock) -> tuple[App, web.Application]:
    """The app with all its messengers, and its web page; see open_app for what it raises, and ExtraMissing."""
    refuse_without_extras(settings)
    app = await open_app(settings, now, alone=True)
    front = _front(settings)
    app.gate = Gate(front, raise_limit())
    web_handler = _web(settings, app, app.now, front)
    app.add(web_handler)
    app.add(StatementReader(app.fetch, app.forget, app.now))
    app.add(PayrollReader(app.fetch, app.forget, app.now))
    app.add(_lists(app, web_handler.shelf))
    if settings.bills:
        app.add(BillReader(app.fetch, app.forget, app.now))
    health = Health(app.database, files_of(settings), app.now).troubles
    site = Site(lambda lang: app.ask(lambda tx: page_facts(tx, lang)), translate, front=front, health=health)
    routes = [*site.routes(), *web_handler.routes(), *_bank(settings, app)]
    routes += PublicBooks(app.ask, app.plan_zone, front=front).routes()
    origins = [settings.public_url] if settings.public_url else []
    routes += Desk(
        app, app.secrecy, web_handler.shelf, origins=origins, front=front, draw=partial(draw, trial=settings.demo)
    ).routes()
    if settings.telegram_token:
        routes += _telegram(settings, app, web_handler.shelf)
    first: list[Middleware] = [app.gate.by_address]
    if settings.demo:
        ribbon = Ribbon()
        routes += ribbon.routes()
        first += [only_here, ribbon.middleware]
    application = web.Application(middlewares=first, client_max_size=MOST_BYTES)
    application.add_routes(routes)
    harden(application, front)
    return app, application


def _web(settings: Settings, app: App, now: Any, front: Front) -> WebHandler:
    async def move(step: str) -> datetime:
        to = target(step, now(), app.plan_zone)
        await Director(app, now).until(to)
        await remember(app.database, now())
        return to

    def title(language: str) -> tuple[str, str]:
        plan: Plan = app.plan
        return in_language(plan.short_name, language), in_language(plan.organiser.name, language)

    return WebHandler(
        secret=app.secrecy.sessions,
        files=files_of(settings),
        lock=app.secrecy,
        draw=partial(draw, trial=settings.demo),
        history=partial(past, app),
        title=title,
        now=now,
        origins=[settings.public_url] if settings.public_url else [],
        front=front,
        limits=Limits(address_sockets=app.gate.share * 9 // 10),  # beyond it a page can still be told so
        zone=app.plan.time_zone,
        people=people(app.plan) if settings.demo else None,
        move_clock=move if settings.demo else None,
    )


async def past(app: App, address: str, before: int | None, limit: int, since: int = 0) -> list[Past]:
    """The history of a web chat as its page wants it."""
    items = []
    for number, item in enumerate(await app.history(address, before, limit, since)):
        if item.message is not None:
            message = item.message
            items.append(
                Past(
                    id=item.place,
                    mine=False,
                    text=message.text,
                    at=item.at,
                    buttons=message.buttons,
                    picture=message.picture,
                    document=message.document,
                    changes=item.changes,
                    changed=item.changed,
                )
            )
        elif item.own is not None:
            own = item.own
            items.append(
                Past(id=number, mine=True, text=own.text, at=item.at, key=item.key, button=own.button, sent=own.file)
            )
    return items


def _lists(app: App, shelf: Shelf) -> StudentListReader:
    """The reader of lists of pupils, which keeps what it writes where the web's own files are."""

    async def keep(chat: str, name: str, content: bytes) -> str:
        return await asyncio.to_thread(shelf.put, content, chat.partition(":")[2], name, XLSX)

    async def verdicts(number: int, place: int) -> Verdicts:
        return await app.ask(lambda tx: verdicts_of(tx, number, place))

    return StudentListReader(app.fetch, app.forget, app.now, verdicts, keep)


def drawn_or_kept(shelf: Shelf, recipe: dict[str, Any]) -> tuple[bytes, str]:
    """A picture or a paper, drawn; or a file that the web keeps, for a messenger that has to be handed it."""
    ref = recipe.get("file")
    note = shelf.note(ref) if isinstance(ref, str) else None
    return (shelf.read(str(ref)), note.mime) if note is not None else draw(recipe)


def draw(recipe: dict[str, Any], trial: bool = False) -> tuple[bytes, str]:
    """A picture or a paper; what makes them is loaded with the first one, off the event loop."""
    from bot.reports.picture import draw as made

    return made(recipe, trial=trial)


def _front(settings: Settings) -> Front:
    """Without a public address nobody stands in front of us."""
    return Front(settings.proxy_list if settings.public_url else [], settings.public_url.startswith("https://"))


def _bank(settings: Settings, app: App) -> Sequence[web.RouteDef]:
    keys = {"sepay_key": settings.sepay_key, "casso_key": settings.casso_key}
    if not any(keys.values()):
        return []
    from bot.feeds.bank_notices import BankWebhook

    return BankWebhook(app.turn.accept, **keys, zone=app.plan_zone, now=app.now).routes()


def _telegram(settings: Settings, app: App, shelf: Shelf) -> Sequence[web.RouteDef]:
    """Adds Telegram, whose handler loads its library by itself once it starts."""
    from bot.handlers.telegram.handler import OFFICIAL, TelegramHandler

    pace = Pace(settings.telegram_pace)
    handler = TelegramHandler(
        settings.telegram_token,
        pace,
        partial(drawn_or_kept, shelf),
        {language: commands(language) for language in LANGUAGES},
        base=settings.telegram_api_base or OFFICIAL,
        mode="webhook" if settings.telegram_mode == "webhook" else "polling",
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=settings.telegram_webhook_secret,
    )
    app.add(handler, pace)
    return list(handler.routes())


@web.middleware
async def only_here(request: web.Request, handler: Route) -> web.StreamResponse:
    """A demonstration answers only to this machine's own names, so that no proxy can make it public by mistake."""
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:  # no address at all, e.g. "[::1"
        host = None
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise web.HTTPForbidden(text="This is a demonstration; it answers on this machine only.")
    return await handler(request)
