"""The body of a post, as far as it is short enough to be read."""

from __future__ import annotations

from aiohttp import web


async def short_body(request: web.Request, largest: int) -> bytes | None:
    """The body, unless it is too long, however its length is announced and whatever the application allows."""
    if (request.content_length or 0) > largest:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > largest:
            return None
    return bytes(body)
