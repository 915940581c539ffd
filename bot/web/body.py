"""The body of a post, as far as it is short enough to be read, comes in time, and is what it should be."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web

PATIENCE: Final = 30.0
"""Seconds for all of a short body."""
MOST_FIELDS: Final = 50
BROKEN_OFF: Final = (ConnectionError, web.RequestPayloadError)
"""What reading a body raises whose sender has gone, or which ends before its time."""
NO_JSON: Final = (msgspec.DecodeError, UnicodeError, RecursionError)
"""What comes of decoding JSON that is none, has half characters or endless numbers, or is nested a thousand deep."""


async def short_body(request: web.Request, largest: int, patience: float = PATIENCE) -> bytes | None:
    """The body, unless it is too long, however its length is announced and whatever the application allows.

    Raises HTTPBadRequest for one that breaks off, HTTPRequestTimeout for one that does not come in time.
    """
    if (request.content_length or 0) > largest:
        return None
    body = bytearray()
    try:
        if request.content.is_eof():  # all of it is here, as mostly: no clock is needed
            whole = request.content.read_nowait()
            return whole if len(whole) <= largest else None
        async with asyncio.timeout(patience):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > largest:
                    return None
    except BROKEN_OFF as error:
        raise web.HTTPBadRequest from error
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    return bytes(body)


async def short_form(request: web.Request, largest: int) -> dict[str, str]:
    """The fields of a form; raises HTTPRequestEntityTooLarge, HTTPBadRequest for what is none, and as `short_body`."""
    body = await short_body(request, largest)
    if body is None:
        raise web.HTTPRequestEntityTooLarge(largest, request.content_length or largest)
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise web.HTTPBadRequest from error
