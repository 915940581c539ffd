"""One chat's flood warning kept everybody waiting, once for a day; it is that chat's, unless a second one follows."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

from bot.delivery.outbox import WaitingMessage
from bot.delivery.pace import LONGEST_HOLD, LONGEST_SILENCE, Pace
from bot.delivery.sender import TRIES, Sender
from bot.messages import Lane
from tests.handlers.telegram.telegram_world import message, telegram
from tests.handlers.telegram.test_delivery import carried
from tests.support.jumping import jumping
from tests.support.sending import EPOCH, Table, clock
from tests.telegram_api.server import BotApi

DAY = 86400


def flood(chat: int, after: int, times: int = 1) -> dict[str, Any]:
    words = f"Too Many Requests: retry after {after}"
    return {"code": 429, "description": words, "parameters": {"retry_after": after}, "chat": chat, "times": times}


def arrivals(api: BotApi, chat: int) -> list[float]:
    return [call.at for call in api.of("sendMessage") if call.params["chat_id"] == chat]


def test_others_are_answered_meanwhile_and_the_chat_itself_waits_in_every_lane() -> None:
    mine = [message(n, chat="-7", lane=Lane(n % 3), group=True) for n in range(6)]
    others = [message(n, chat=f"{n}") for n in range(10, 20)]
    api, table = carried(mine + others, (flood(-7, 40),))
    [warned] = [call.at for call in api.calls if call.params.get("chat_id") == -7 and not call.accepted]
    assert min(arrivals(api, -7)) >= warned + 40
    assert all(max(arrivals(api, n)) < warned + 5 for n in range(10, 20))
    assert set(table.states().values()) == {"sent"}


def test_a_second_chat_within_the_time_means_everybody() -> None:
    messages = [message(n, chat=f"{n}") for n in range(1, 90)]
    api, table = carried(messages, (flood(1, 40), flood(2, 30)))
    warned = max(call.at for call in api.calls if not call.accepted)
    late = [call.at for call in api.of("sendMessage") if call.at > warned]
    assert late
    assert min(late) >= warned + 30
    assert set(table.states().values()) == {"sent"}


def test_nobody_is_silenced_for_a_day() -> None:
    messages = [message(n, chat=f"{n}") for n in range(1, 90)]
    api, table = carried(messages, (flood(1, DAY), flood(2, DAY)))
    warned = max(call.at for call in api.calls if not call.accepted)
    assert all(arrivals(api, n)[0] < warned + LONGEST_HOLD + 10 for n in range(3, 90))
    assert all(warned + LONGEST_SILENCE <= arrivals(api, n)[0] < warned + LONGEST_SILENCE + 60 for n in (1, 2))
    assert set(table.states().values()) == {"sent"}


def test_a_chat_that_asks_for_silence_again_and_again_gets_its_message_in_the_end() -> None:
    api, table = carried([message(1, chat="-7", group=True)], (flood(-7, 30, TRIES + 2),))
    assert len(arrivals(api, -7)) == 1
    assert table.last(1).state == "sent"


def test_a_chat_that_asks_for_a_day_is_tried_every_hour() -> None:
    api, table = carried([message(1, chat="-7", group=True)], (flood(-7, DAY, 3),))
    tried = [call.at for call in api.calls if call.params.get("chat_id") == -7]
    assert [round((later - earlier) / LONGEST_SILENCE) for earlier, later in pairwise(tried)] == [1, 1, 1]
    assert table.last(1).state == "sent"


def test_the_outbox_knows_until_when_and_why() -> None:
    _api, table = carried([message(1, chat="-7", group=True)], (flood(-7, DAY),))
    [waits] = [result for result in table.results if result.state == "queued"]
    assert waits.not_before is not None
    assert LONGEST_SILENCE <= (waits.not_before - EPOCH).total_seconds() < 2 * LONGEST_SILENCE
    assert "1 day" in waits.why


def test_while_a_chat_is_silent_its_other_messages_are_not_even_tried() -> None:
    async def main() -> None:
        now = asyncio.get_running_loop().time
        pace = Pace(0, now=now)
        async with BotApi() as api, telegram(api, pace=pace) as handler:
            api.trouble(**flood(4100, 50))
            first, second = message(1), message(2, lane=Lane.NOTICE)
            sender = Sender(
                Table([WaitingMessage(first)]), {"telegram": handler}, {"telegram": pace}, now=now, clock=clock
            )
            sender.offer([first])
            await asyncio.sleep(5)
            sender.offer([second])
            await asyncio.sleep(30)
            assert len([call for call in api.calls if call.method == "sendMessage"]) == 1
            await sender.idle()
            await sender.drain()
            assert len(api.of("sendMessage")) == 2

    jumping(main())


def test_the_pace_forgets_silence_that_is_over() -> None:
    at = [0.0]
    pace = Pace(30, now=lambda: at[0])
    pace.flood("1", 10)
    at[0] = 11.0
    pace.flood("2", 10)
    assert (pace.held, pace.silence("1"), pace.silence("2")) == (0, 0, 10)
    pace.flood("2", 20)  # the same chat again is no second one
    assert pace.held == 0
    pace.flood("3", 5)
    assert pace.held == 5
