"""Puts phrases into a language: catalogs, money, numbers, days. Babel is loaded with the first foreign sum."""

from __future__ import annotations

import html
import logging
import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.chat.phrase import Cash, Lines, Phrase, _

log = logging.getLogger(__name__)
LANGUAGES: Final = ("vi", "en")
LOCALES: Final = {"vi": "vi_VN", "en": "en_GB"}
THOUSANDS: Final = {"vi": ".", "en": ","}
FOLDER: Final = Path(__file__).parent.parent / "locales"
NBSP: Final = "\u00a0"


@cache
def catalog(language: str) -> GNUTranslations:
    """The catalog of a language, read once; from the compiled file where that is fresh, else from its source."""
    folder = FOLDER / language / "LC_MESSAGES"
    source, compiled = folder / "messages.po", folder / "messages.mo"
    try:
        if compiled.stat().st_mtime >= source.stat().st_mtime:
            with compiled.open("rb") as file:
                return GNUTranslations(file)
    except OSError:
        log.debug("%s is not there yet, or another account's alone", compiled)
    made = BytesIO(compiled_from(source, language))
    part = compiled.with_suffix(f".{os.getpid()}.mo")
    try:  # the next start need not do it again; whole or not at all, for others start too, or this one is killed
        part.write_bytes(made.getvalue())
        part.replace(compiled)
    except OSError:
        log.debug("the folder of the catalogs cannot be written to; they are compiled at every start")
    return GNUTranslations(made)


def compiled_from(source: Path, language: str) -> bytes:
    """The compiled form of a catalog's source."""
    from babel.messages.mofile import write_mo  # takes 40 ms, and only where a catalog has changed
    from babel.messages.pofile import read_po

    made = BytesIO()
    with source.open("rb") as file:
        write_mo(made, read_po(file, locale=language))
    return made.getvalue()


@lru_cache(maxsize=4096)
def _said_plain(source: str, language: str) -> str:
    return unmarked(_said(source, language))


def known(language: str) -> str:
    """The nearest language we speak; Vietnamese unless English is asked for."""
    return "en" if language.lower().startswith("en") else "vi"


def text(said: Lines, language: str, zone: ZoneInfo | None = None) -> str:
    """Lines in a language, as light markup: values escaped, tags only from the catalogs."""
    if isinstance(said, (Phrase, str)):
        return _line(said, language, zone)
    return "\n".join(_line(line, language, zone) for line in said)


def plain(said: Lines, language: str, zone: ZoneInfo | None = None) -> str:
    """Lines in a language as plain text: for button labels, pictures and lists."""
    if isinstance(said, Phrase) and not said.values and said.plural is None:
        return _said_plain(said.source, language)
    return unmarked(text(said, language, zone))


def unmarked(marked: str) -> str:
    """Light markup without its markup."""
    if "<" in marked:
        for tag in ("<b>", "</b>", "<i>", "</i>", "<code>", "</code>"):
            marked = marked.replace(tag, "")
    return html.unescape(marked) if "&" in marked else marked


def _line(line: Phrase | str, language: str, zone: ZoneInfo | None) -> str:
    if isinstance(line, str):
        return html.escape(line, quote=False)
    if line.plural is None:
        said = _said(line.source, language)
    else:
        said = catalog(language).ngettext(line.source, line.plural, line.n)
    if not line.values:
        return said
    return said.format(**{name: shown(value, language, zone) for name, value in line.values.items()})


@lru_cache(maxsize=4096)
def _said(source: str, language: str) -> str:
    return catalog(language).gettext(source)


def shown(value: Any, language: str, zone: ZoneInfo | None = None) -> str:
    """One value as people of this language write it, escaped for light markup."""
    match value:
        case str():
            return html.escape(value, quote=False)
        case Phrase():
            return _line(value, language, zone)
        case Cash():
            return money(value, language)
        case bool():
            return text(_("Yes") if value else _("No"), language)
        case int():
            return number(value, language)
        case datetime():
            return f"{value.astimezone(zone):%H:%M}, {day(value.astimezone(zone).date(), language)}"
        case date():
            return day(value, language)
        case Mapping():  # a plan's text in several languages
            return html.escape(str(value.get(language) or next(iter(value.values()))), quote=False)
        case list() | tuple():
            return "\n".join(shown(one, language, zone) for one in value)
        case None:
            return "–"
    raise TypeError(f"{type(value).__name__} cannot be shown to a person")


@lru_cache(maxsize=4096)
def money(cash: Cash, language: str) -> str:
    """A sum: "500.000 đ" in Vietnamese, "500,000 VND" in English; other currencies by their own customs."""
    if cash.currency == "VND":
        return number(cash.minor, language) + NBSP + ("đ" if language == "vi" else "VND")
    from babel.numbers import format_currency

    digits = digits_of(cash.currency)
    return format_currency(cash.minor / 10**digits, cash.currency, locale=LOCALES[language])


@cache
def digits_of(currency: str) -> int:
    """How many digits a currency's minor unit has: 2 for USD, 0 for VND and JPY."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


@lru_cache(maxsize=4096)
def number(value: int, language: str) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,}".replace(",", THOUSANDS[language])


def day(value: date, language: str) -> str:
    """A date: 28/9/2021 in Vietnamese, 28 Sep 2021 in English."""
    if language == "vi":
        return f"{value.day}/{value.month}/{value.year}"
    return f"{value.day} {value:%b} {value.year}"
