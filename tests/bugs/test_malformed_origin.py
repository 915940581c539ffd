"""An Origin that is no address at all was answered with 500 and a traceback in the log instead of 403."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.guard import Guard


@pytest.mark.parametrize("origin", ["http://[::1", "https://[", "http://]", "http://[x]:y"])
@pytest.mark.parametrize("allowed", [[], ["https://song.example.vn"]])
def test_an_origin_that_is_no_address_is_none_of_ours(origin: str, allowed: list[str]) -> None:
    request = make_mocked_request("GET", "/chat/ws", {"Origin": origin, "Host": "song.example.vn"})
    assert not Guard(allowed).allows(request)
