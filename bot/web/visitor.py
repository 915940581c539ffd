"""What a web request says about its visitor: language, address, whether the connection is encrypted."""

from __future__ import annotations

import logging
from collections.abc import Collection
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

log = logging.getLogger(__name__)
LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "lang"
YEAR = 365 * 24 * 3600


def language(request: web.Request) -> str:
    """ "vi" or "en": asked for with ?lang=, chosen before (cookie), or preferred by the browser; else Vietnamese."""
    for choice in (request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if choice in LANGUAGES:
            return choice
    return preferred(request.headers.get("Accept-Language", ""))


def preferred(header: str) -> str:
    """The best of our languages for an Accept-Language header such as "en-GB,en;q=0.8,vi;q=0.5"."""
    best, weight = LANGUAGES[0], 0.0
    for part in header.split(",")[:20]:
        tag, _, rest = part.partition(";")
        code = tag.strip().lower().partition("-")[0]
        try:
            q = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            continue
        if code in LANGUAGES and q > weight:
            best, weight = code, q
    return best


def remember_language(request: web.Request, response: web.StreamResponse, secure: bool) -> None:
    """Keeps an explicit ?lang= for the next time."""
    asked = request.query.get("lang")
    if asked in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, asked, max_age=YEAR, samesite="Lax", secure=secure, path="/")


class Front:
    """What stands between us and the visitor: only the named proxies' word about the visitor's address is taken.

    `proxies` are addresses and networks such as "172.16.0.0/12"; `https` says that visitors come by it whatever a
    request looks like here.
    """

    def __init__(self, proxies: Collection[str] = (), https: bool = False):
        self._https = https
        self._proxies = [ip_network(proxy, strict=False) for proxy in proxies]
        self.trusts = lru_cache(maxsize=4096)(self._trusts)
        self._warned = False

    def ip(self, request: web.Request) -> str:
        """The visitor's network address: the last hop that is no proxy of ours; of IPv6 the /64, one household's."""
        remote, forwarded = request.remote or "", request.headers.get("X-Forwarded-For", "")
        if not self.trusts(remote):
            if forwarded and self._proxies and not self._warned:
                self._warned = True
                log.warning("%s sends X-Forwarded-For; if it is your proxy, name it in PROXIES", remote)
            return network_of(remote)
        for hop in reversed(forwarded.split(",")):
            if not (named := hop.strip()):
                continue
            if not self.trusts(named):
                return network_of(named) or network_of(remote)
        return network_of(remote)

    def secure(self, request: web.Request) -> bool:
        """Whether the visitor's connection is https."""
        if self._https:
            return True
        if self.trusts(request.remote or ""):
            return request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https"
        return request.scheme == "https"

    def _trusts(self, peer: str) -> bool:
        """Whether a network address is a proxy of ours."""
        address = _address(peer)
        return address is not None and any(address in network for network in self._proxies)


@lru_cache(maxsize=4096)  # asked for with every request
def network_of(named: str) -> str:
    """What limits go by: an IPv4 address, or the first half of an IPv6 one; empty where it is none."""
    address = _address(named)
    if address is None:
        return ""
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))


def _address(named: str) -> IPv4Address | IPv6Address | None:
    """A network address, whether or not a port stands behind it."""
    bare = named.partition("]")[0].removeprefix("[") if named.startswith("[") else named
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
