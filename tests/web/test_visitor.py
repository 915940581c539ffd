"""Language, address and encryption are read from a request without believing strangers."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from bot.web.visitor import Front, language, preferred


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("fr-FR,fr;q=0.9", "vi"),
        ("de,en;q=0.2", "en"),
        ("en;q=0.2,vi;q=0.3", "vi"),
        ("en;q=oops", "vi"),
    ],
)
def test_the_browser_s_wish_is_read(header: str, lang: str) -> None:
    assert preferred(header) == lang


@given(st.text(max_size=200))
def test_any_header_gives_one_of_our_languages(header: str) -> None:
    assert preferred(header) in ("vi", "en")


def test_what_was_asked_for_goes_before_what_was_chosen_before_what_is_preferred() -> None:
    headers = {"Cookie": "lang=vi", "Accept-Language": "en"}
    assert language(make_mocked_request("GET", "/?lang=en", headers=headers)) == "en"
    assert language(make_mocked_request("GET", "/", headers=headers)) == "vi"
    assert language(make_mocked_request("GET", "/?lang=xx", headers={"Accept-Language": "en"})) == "en"


def request_from(remote: str, **headers: str) -> web.Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = make_mocked_request("GET", "/", headers=named).clone(remote=remote)
    assert isinstance(request, web.Request)
    return request


def test_a_stranger_s_word_about_the_address_counts_nothing() -> None:
    request = request_from("203.0.113.9", X_Forwarded_For="10.0.0.1", X_Forwarded_Proto="https")
    front = Front(["10.0.0.7"])
    assert (front.ip(request), front.secure(request)) == ("203.0.113.9", False)


@pytest.mark.parametrize(
    ("hops", "ip"),
    [
        ("198.51.100.4", "198.51.100.4"),
        ("1.1.1.1, 198.51.100.4", "198.51.100.4"),
        ("1.1.1.1, 198.51.100.4, 10.0.0.8", "198.51.100.4"),
        ("", "10.0.0.7"),
        (" , ", "10.0.0.7"),
    ],
)
def test_behind_our_proxies_the_last_hop_that_is_not_ours_counts(hops: str, ip: str) -> None:
    request = request_from("10.0.0.7", X_Forwarded_For=hops, X_Forwarded_Proto="https")
    front = Front(["10.0.0.7", "10.0.0.8"])
    assert (front.ip(request), front.secure(request)) == (ip, True)


@pytest.mark.parametrize(
    ("remote", "hops", "ip"),
    [
        ("172.18.0.3", "198.51.100.4", "198.51.100.4"),
        ("172.18.0.3", "1.1.1.1, 198.51.100.4, 172.18.0.9", "198.51.100.4"),
        ("::ffff:172.18.0.3", "198.51.100.4", "198.51.100.4"),
        ("172.18.0.3", "198.51.100.4:52011", "198.51.100.4"),
        ("172.18.0.3", "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        ("172.18.0.3", "::ffff:198.51.100.4", "198.51.100.4"),
        ("172.18.0.3", "unknown", "172.18.0.3"),
        ("172.18.0.3", "1.1.1.1, _hidden", "172.18.0.3"),
        ("203.0.113.9", "198.51.100.4", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::1", "", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "", "fe80::/64"),
    ],
)
def test_networks_of_proxies_and_odd_hops(remote: str, hops: str, ip: str) -> None:
    assert Front(["172.16.0.0/12"]).ip(request_from(remote, X_Forwarded_For=hops)) == ip


def test_a_proxy_that_nobody_named_is_noted_once(caplog: pytest.LogCaptureFixture) -> None:
    front = Front(["127.0.0.1"])
    for _time in range(3):
        assert front.ip(request_from("172.18.0.3", X_Forwarded_For="198.51.100.4")) == "172.18.0.3"
    assert [record.getMessage() for record in caplog.records] == [
        "172.18.0.3 sends X-Forwarded-For; if it is your proxy, name it in PROXIES"
    ]


@pytest.mark.parametrize("remote", ["203.0.113.9", "127.0.0.1", "172.18.0.3"])
@pytest.mark.parametrize("proto", ["", "http", "https", "HTTPS"])
def test_where_visitors_come_by_https_nothing_else_is_believed(remote: str, proto: str) -> None:
    assert Front(["127.0.0.1"], https=True).secure(request_from(remote, X_Forwarded_Proto=proto))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_of_strangers_give_an_address_of_the_connection(hops: str, proto: str) -> None:
    request = request_from("203.0.113.9", X_Forwarded_For=hops, X_Forwarded_Proto=proto)
    assert Front(["127.0.0.1"]).ip(request) == "203.0.113.9"
