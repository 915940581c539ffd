"""Whatever leaves a demonstration is seen to be one: pages, pictures, papers, texts, and nothing of a real drive is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.commands.run import build
from bot.demo.trial_plan import INVENTED, trial_plan
from bot.programme.plan import check_plan, plan_bytes
from bot.reports.picture import draw
from bot.reports.vietqr import BANKS
from bot.settings import Settings
from tests.reports.test_picture import BARS

PAGES = ("/", "/chat", "/chat?as=official", "/chat?as=teacher", "/vinhdanh", "/sochung", "/kiemtra", "/desk/login",
         "/kiemtra/TOC2222222", "/?lang=en")  # fmt: skip
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    app, application = await build(Settings(data_dir=tmp_path, demo=True))
    async with TestClient(TestServer(application)) as client:
        yield client
    await app.stop()


async def test_every_page_bears_the_ribbon(client: Client) -> None:
    for path in PAGES:
        page = await (await client.get(path)).text()
        assert page.count('<p class="trial"') == page.count("trial.css") == 1, path
        assert ("TRIAL ·" if "lang=en" in path else "DÙNG THỬ ·") in page, path
    style = page.partition('href="/trial/')[2].partition('"')[0]
    assert (await client.get(f"/trial/{style}")).status == 200


async def test_the_first_page_names_three_things_to_try(client: Client) -> None:
    page = await (await client.get("/")).text()
    tries = page.partition('<section class="try"')[2].partition("</section>")[0]
    assert tries.count("<li>") == 3
    for part in ("donor", "accountant", "official"):
        assert f'href="/chat?as={part}"' in tries
        assert (await client.get(f"/chat?as={part}")).status == 200


async def test_nobody_of_that_name_is_answered_with_everybody_there_is(client: Client) -> None:
    answer = await client.get("/chat?as=teacher")
    page = await answer.text()
    assert answer.status == 404
    assert page.count('href="/chat?as=') == 7
    assert 'href="/chat?as=school_contact"' in page


CARD = {"make": "vietqr", "bin": "970436", "account": "0011001932418", "amount": 500000, "memo": "SM7K2PQXR"}


@pytest.mark.parametrize("recipe", [CARD, BARS], ids=["card", "chart"])
def test_a_picture_of_a_demonstration_is_another(recipe: dict[str, object]) -> None:
    assert draw(recipe, trial=True)[0] != draw(recipe)[0]


def test_its_plan_is_sound_and_its_bank_is_none() -> None:
    text = trial_plan()
    assert not check_plan(text.encode())
    assert "970499" in text
    assert "970499" not in BANKS.values()
    for word in ("Thanh Oai", "Hà Nội", "Vietcombank"):
        assert word in plan_bytes("thanh-oai").decode()
        assert word not in text
    assert len(INVENTED) == len({real for real, _invented in INVENTED})
