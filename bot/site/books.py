"""The public pages of thanks and books, joined: honour roll, ledger, orders, and whether a certificate is genuine."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiohttp import web

from bot.site.asking import AskProgramme
from bot.site.certificates import CertificatePage
from bot.site.honours import HonoursPage
from bot.site.ledger import LedgerPage
from bot.site.orders import OrdersPage
from bot.site.pages import ICON, Pages, Translate, translated
from bot.web.visitor import Front


class PublicBooks:
    """`ask` asks the programme; `zone` is the drive's own."""

    def __init__(
        self,
        ask: AskProgramme,
        zone: ZoneInfo,
        *,
        front: Front | None = None,
        translate: Translate = translated,
        icon: str = ICON,
    ):
        pages = Pages(translate, front=front, icon=icon)
        self._pages = (
            CertificatePage(ask, zone, pages),
            HonoursPage(ask, zone, pages),
            LedgerPage(ask, zone, pages),
            OrdersPage(ask, zone, pages),
        )

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the one application."""
        return [route for page in self._pages for route in page.routes()]
