"""In and out of the desk: one link, one use, one session; and nobody without."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select, update

from bot.desk.desk import Desk
from bot.desk.sessions import HOW
from bot.reports.picture import draw
from bot.storage.tables import contacts, drives, logins, roles
from bot.web.visitor import Front
from tests.desk.desk_world import DeskWorld

PAGES = ("/desk", "/desk/receipts", "/desk/pledges", "/desk/import", "/desk/import/1", "/desk/export.xlsx?what=ledger")


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_without_a_session_gets_further_than_the_door(desk: DeskWorld, path: str) -> None:
    page = await (await desk.browser()).get(path)
    assert (page.status, page.path) == (200, HOW)
    assert "/banlamviec" in page.words


async def test_looking_at_a_link_uses_nothing_up_and_a_click_does(desk: DeskWorld) -> None:
    link = await desk.link("accountant")
    for _preview in range(3):
        page = await (await desk.browser()).get(link)
        assert page.status == 200
        assert "<button" in page.html
    browser = await desk.browser()
    assert (await browser.post(link, {})).path == "/desk"
    assert (await browser.get("/desk")).path == "/desk"
    for late in (await (await desk.browser()).post(link, {}), await (await desk.browser()).get(link)):
        assert late.status == 410
        assert "15" in late.words


async def test_of_two_clicks_at_once_one_gets_in(desk: DeskWorld) -> None:
    link = await desk.link("accountant")
    browsers = [await desk.browser() for _n in range(4)]
    pages = await asyncio.gather(*(browser.post(link, {}) for browser in browsers))
    assert sorted(page.status for page in pages) == [200, 410, 410, 410]


async def test_a_link_lives_for_fifteen_minutes(desk: DeskWorld) -> None:
    link = await desk.link("accountant")
    desk.rig.clock.moment += timedelta(minutes=14, seconds=59)
    assert (await (await desk.browser()).get(link)).status == 200
    desk.rig.clock.moment += timedelta(seconds=1)
    assert (await (await desk.browser()).get(link)).status == 410
    assert (await (await desk.browser()).post(link, {})).status == 410


async def test_a_new_link_closes_the_one_before(desk: DeskWorld) -> None:
    first, second = await desk.link("accountant"), await desk.link("accountant")
    assert (await (await desk.browser()).post(first, {})).status == 410
    assert (await (await desk.browser()).post(second, {})).path == "/desk"


@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", None, "null", "http://[", "file://"])
async def test_another_sites_page_cannot_log_anybody_in(desk: DeskWorld, origin: str | None) -> None:
    link = await desk.link("accountant")
    browser = await desk.browser()
    assert (await browser.post(link, {}, origin=origin)).status == 403
    assert (await browser.get("/desk")).path == HOW
    assert (await browser.post(link, {})).path == "/desk", "and the link is still good"


async def test_a_browser_that_names_no_origin_says_that_the_page_is_ours(desk: DeskWorld) -> None:
    """With no referrer, browsers send the origin as null; a page's scripts cannot write Sec-Fetch-Site."""
    link, browser = await desk.link("accountant"), await desk.browser()
    for foreign in ("cross-site", "same-site", "none"):
        assert (await browser.post(link, {}, origin="null", headers={"Sec-Fetch-Site": foreign})).status == 403
    assert (await browser.post(link, {}, origin="null", headers={"Sec-Fetch-Site": "same-origin"})).path == "/desk"


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "Ä" * 43, "../../etc/passwd", "A" * 5000])
async def test_a_forged_cookie_opens_nothing(desk: DeskWorld, cookie: str) -> None:
    browser = await desk.browser()
    page = await browser.get("/desk", headers={"Cookie": f"desk={cookie}"})
    assert page.path == HOW


async def test_neither_the_link_nor_its_hash_is_a_cookie(desk: DeskWorld) -> None:
    link = await desk.link("accountant")
    token = link.rpartition("/")[2]
    browser = await desk.browser()
    await browser.post(link, {})
    for cookie in (token, desk.rig.secrecy.blind("desk link", token).hex()):
        assert (await (await desk.browser()).get("/desk", headers={"Cookie": f"desk={cookie}"})).path == HOW


async def test_secrets_are_kept_as_hashes_alone(desk: DeskWorld) -> None:
    link = await desk.link("accountant")
    browser = await desk.browser()
    await browser.post(link, {})
    [cookie] = list(browser.client.session.cookie_jar)
    [row] = await desk.rig.rows(select(logins))
    assert link.rpartition("/")[2].encode() not in bytes(row.link_hash)
    assert len(row.session_hash) == len(row.link_hash) == 16
    assert cookie.value.encode() not in bytes(row.session_hash)


async def test_the_cookie_is_for_the_desk_alone_and_for_no_script(desk: DeskWorld) -> None:
    browser = await desk.browser()
    response = await browser.client.post(
        await desk.link("accountant"), headers={"Origin": browser.origin}, allow_redirects=False
    )
    cookie = response.headers["Set-Cookie"]
    for part in ("HttpOnly", "Path=/desk", "SameSite=Lax", "Max-Age=86400"):
        assert part in cookie
    assert response.headers["Cache-Control"] == "no-store"


async def test_over_https_the_cookie_travels_by_https_alone(desk: DeskWorld) -> None:
    class Secure(Front):
        def secure(self, request: web.Request) -> bool:
            return True

    application = web.Application()
    application.add_routes(Desk(desk.rig.app, desk.rig.secrecy, desk.shelf, front=Secure(), draw=draw).routes())
    async with TestClient(TestServer(application)) as client:
        origin = {"Origin": str(client.make_url("")).rstrip("/")}
        response = await client.post(await desk.link("accountant"), headers=origin, allow_redirects=False)
    assert "; Secure" in response.headers["Set-Cookie"]


async def test_a_session_ends_after_eight_idle_hours(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    for _hours in range(2):
        desk.rig.clock.moment += timedelta(hours=7, minutes=59)
        assert (await browser.get("/desk")).path == "/desk"
    desk.rig.clock.moment += timedelta(hours=8)
    assert (await browser.get("/desk")).path == HOW


async def test_a_session_ends_after_a_day_however_busy(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    for _hours in range(23):
        desk.rig.clock.moment += timedelta(hours=1)
        assert (await browser.get("/desk")).path == "/desk"
    desk.rig.clock.moment += timedelta(hours=1)
    assert (await browser.get("/desk")).path == HOW


async def test_logging_out_ends_this_session_and_leaves_the_others(desk: DeskWorld) -> None:
    one, other = await desk.enter("accountant"), await desk.enter("accountant")
    page = await one.get("/desk")
    [cookie] = [cookie.value for cookie in one.client.session.cookie_jar]
    assert (await one.post("/desk/out", page.hidden)).path == HOW
    assert (await one.get("/desk")).path == HOW
    assert (await one.get("/desk", headers={"Cookie": f"desk={cookie}"})).path == HOW, "not only the cookie is gone"
    assert (await other.get("/desk")).path == "/desk"


async def test_the_chat_logs_out_everywhere(desk: DeskWorld) -> None:
    browsers = [await desk.enter("accountant") for _n in range(2)]
    mine = await desk.enter("manager")
    unused = await desk.link("accountant")
    await desk.rig.says("accountant", "/thoatbanlamviec")
    assert [(await browser.get("/desk")).path for browser in browsers] == [HOW, HOW]
    assert (await (await desk.browser()).post(unused, {})).status == 410
    assert (await mine.get("/desk")).path == "/desk"


async def test_whose_role_ends_is_out_at_once(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    page = await browser.get("/desk/receipts")
    unused = await desk.link("accountant")
    async with desk.rig.work() as work:
        await work.execute(update(roles).where(roles.c.role == "accountant").values(ended_at=desk.rig.clock()))
    assert (await browser.get("/desk")).path == HOW
    assert (await browser.post("/desk/receipts/1", {**page.hidden, "do": "unknown"})).path == HOW
    assert (await (await desk.browser()).post(unused, {})).status == 410


async def test_a_clerk_of_another_drive_does_not_get_in(desk: DeskWorld) -> None:
    browser = await desk.enter("accountant")
    async with desk.rig.work() as work:
        row = await work.one(select(drives))
        await work.execute(drives.insert().values(slug="elsewhere", plan=row.plan, loaded_at=row.loaded_at))
        await work.execute(update(roles).where(roles.c.role == "accountant").values(drive="elsewhere"))
    assert (await browser.get("/desk")).path == HOW


@pytest.mark.parametrize("who", ["donor", "contact-cao-vien", "contact-women", "official"])
async def test_the_chat_gives_no_link_to_others(desk: DeskWorld, who: str) -> None:
    [message] = await desk.rig.says(who, "/banlamviec")
    assert "/desk/login" not in message.text


async def test_a_group_gets_no_link(desk: DeskWorld) -> None:
    async with desk.rig.work() as work:
        mine = contacts.c.address == desk.rig.address("accountant")
        await work.execute(update(contacts).where(mine).values(group_chat=True))
    [message] = await desk.rig.says("accountant", "/banlamviec")
    assert "/desk/login" not in message.text


async def test_tries_are_limited(desk: DeskWorld) -> None:
    browser = await desk.browser()
    seen = {(await browser.get("/desk/login/" + "A" * 43)).status for _n in range(50)}
    assert seen == {410, 429}
    link = await desk.link("accountant")
    assert (await browser.post(link, {})).path == "/desk", "a right link opens all the same"


async def test_no_secret_is_logged(desk: DeskWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    link, browser = await desk.link("accountant"), await desk.browser()
    await browser.get(link)
    await browser.post(link, {})
    await browser.get("/desk")
    [cookie] = list(browser.client.session.cookie_jar)
    # The server writes no access log: see App.serve; the test's own does.
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name != "aiohttp.access")
    assert "web desk" in ours
    assert link.rpartition("/")[2] not in ours
    assert cookie.value not in ours


async def test_the_desk_speaks_the_language_of_the_chat(desk: DeskWorld) -> None:
    await desk.rig.reads("accountant", "en")
    browser = await desk.enter("accountant")
    page = await browser.get("/desk/receipts", headers={"Accept-Language": "vi"})
    assert '<html lang="en">' in page.html
    assert "Nothing waits" in page.words
    how = await (await desk.browser()).get("/desk/login", headers={"Accept-Language": "en"})
    assert "Type /web_desk in the chat" in how.words


async def _coded(desk: DeskWorld) -> tuple[str, str]:
    """A fresh link, and the code that stands beside it."""
    link = await desk.link("accountant")
    [said] = [message.text for message in desk.rig.all_heard("accountant") if link in message.text][-1:]
    found = re.search(r"<code>(\w{4}-\w{4})</code>", said)
    assert found
    return link, found[1]


@pytest.mark.parametrize("spelled", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
async def test_a_code_opens_the_desk_on_another_machine_once(desk: DeskWorld, spelled: Callable[[str], str]) -> None:
    link, code = await _coded(desk)
    browser = await desk.browser()
    assert 'name="code"' in (await browser.get(HOW)).html
    assert (await browser.post(HOW, {"code": spelled(code)})).path == "/desk"
    assert (await browser.get("/desk")).path == "/desk"
    assert (await (await desk.browser()).post(HOW, {"code": code})).status == 410
    assert (await (await desk.browser()).post(link, {})).status == 410, "code and link are one login"


async def test_a_used_link_takes_its_code_with_it_and_a_new_one_the_old_code(desk: DeskWorld) -> None:
    link, code = await _coded(desk)
    await (await desk.browser()).post(link, {})
    assert (await (await desk.browser()).post(HOW, {"code": code})).status == 410
    _link, old = await _coded(desk)
    _link, new = await _coded(desk)
    assert (await (await desk.browser()).post(HOW, {"code": old})).status == 410
    assert (await (await desk.browser()).post(HOW, {"code": new})).path == "/desk"


async def test_a_code_lives_for_five_minutes(desk: DeskWorld) -> None:
    link, code = await _coded(desk)
    desk.rig.clock.moment += timedelta(minutes=5)
    assert (await (await desk.browser()).post(HOW, {"code": code})).status == 410
    assert (await (await desk.browser()).get(link)).status == 200, "the link lives on"


async def test_wrong_codes_are_limited_and_the_right_one_always_opens(desk: DeskWorld) -> None:
    _link, code = await _coded(desk)
    guesser = await desk.browser()
    said = [(await guesser.post(HOW, {"code": f"2222222{n % 9}"})).status for n in range(60)]
    assert set(said[:30]) == {410}
    assert said[-1] == 429
    assert (await guesser.post(HOW, {"code": code})).path == "/desk"


@pytest.mark.parametrize("code", ["", "x" * 1000, "Ä", "\x00", "' or 1=1"])
async def test_whatever_is_no_code_opens_nothing(desk: DeskWorld, code: str) -> None:
    await _coded(desk)
    assert (await (await desk.browser()).post(HOW, {"code": code})).status in (410, 429)
    assert (
        await (await desk.browser()).post(HOW, {"code": code}, origin="https://elsewhere.example.org")
    ).status == 403


async def test_a_form_too_long_for_a_code_is_not_read(desk: DeskWorld) -> None:
    assert (await (await desk.browser()).post(HOW, {"code": "2" * 2000})).status == 413
