"""A session cookie cannot be made up, and a token opens only what it was made for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.session import Sessions
from bot.web.visitor import Front
from tests.handlers.web.world import Open, Visitor, World

SESSIONS = Sessions(b"a secret only for tests")
Web = tuple[World, Visitor, Visitor]


async def test_a_new_visitor_gets_a_session_and_keeps_it(web: Web) -> None:
    _, lan, minh = web
    await lan.come()
    await minh.come()
    assert len(lan.session) == 32
    assert lan.session != minh.session
    before = lan.cookie
    await lan.come()
    assert lan.cookie == before


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(web: Web) -> None:
    _, lan, _ = web
    answer = await lan.client.get("/chat")
    cookie = answer.cookies["song"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Lax", "", "/")
    assert lan.session not in await answer.text()


async def test_behind_https_the_cookie_is_never_sent_in_the_clear(opened: Open) -> None:
    _, visitor = await opened(front=Front(["127.0.0.1"]))
    lan = await visitor()
    answer = await lan.client.get("/chat", headers={"X-Forwarded-Proto": "https"})
    assert answer.cookies["song"]["secure"] is True
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert f"wss://{lan.server.host}" in answer.headers["Content-Security-Policy"]


async def test_a_forged_cookie_is_replaced_by_a_new_session(web: Web) -> None:
    _, lan, minh = web
    await minh.come()
    forged = minh.session + "." + "0" * 64
    answer = await lan.client.get("/chat", headers={"Cookie": f"song={forged}"})
    assert answer.cookies["song"].value.partition(".")[0] != minh.session


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Sessions(b"short")


@given(st.text(max_size=60))
def test_no_text_is_a_token_but_the_one_that_was_made(text: str) -> None:
    assert SESSIONS.number("picture", "chat", text) is None


@given(st.integers(0, 2**53), st.text("abcdef0123456789-", max_size=40))
def test_a_token_opens_only_its_own_kind_and_chat(number: int, chat: str) -> None:
    token = SESSIONS.token("picture", chat, number)
    assert SESSIONS.number("picture", chat, token) == number
    assert SESSIONS.number("document", chat, token) is None
    assert SESSIONS.number("picture", chat + "0", token) is None
    assert Sessions(b"another secret, longer").number("picture", chat, token) is None
