"""The security headers of every answer."""

from __future__ import annotations

import re

from aiohttp import web

from bot.web.visitor import Front

_HOST = re.compile(r"^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$")
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def policy(host: str, secure: bool) -> str:
    """The content security policy: everything from here, nothing inline, shown in nobody's frame.

    The WebSocket's address is named because older Safari does not count it as 'self'.
    """
    wire = f" {'wss' if secure else 'ws'}://{host}" if _HOST.match(host) else ""
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        f"connect-src 'self'{wire}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def harden(app: web.Application, front: Front) -> None:
    """Adds the headers to everything `app` answers; what a page has set itself stays."""

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        secure = front.secure(request)
        for name, value in _FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy(request.host, secure))
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")

    app.on_response_prepare.append(add)
