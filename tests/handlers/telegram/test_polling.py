"""Updates are fetched, and their place in Telegram's queue is given up only when they are committed."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from bot.handlers.telegram.reading import HEARD
from bot.messages import Full, Incoming
from tests.handlers.telegram.telegram_world import Turn, message, telegram, until
from tests.support.jumping import jumping
from tests.telegram_api.server import BotApi
from tests.telegram_api.updates import GROUP, member, press, text, update


def offsets(api: BotApi) -> list[int]:
    return [call.params["offset"] for call in api.of("getUpdates")]


def test_updates_reach_the_turn_and_are_confirmed_afterwards() -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn, first, second = Turn(), text("one"), text("two")
            api.push(first, second)
            async with telegram(api, turn):
                await until(lambda: len(api.of("getUpdates")) == 2)
                third = text("three")
                api.push(third)
                await until(lambda: len(turn.taken) == 3)
                await until(lambda: len(api.of("getUpdates")) == 3)
            assert turn.words() == ["one", "two", "three"]
            assert offsets(api) == [0, second["update_id"] + 1, third["update_id"] + 1]
            assert api.of("getUpdates")[0].params["allowed_updates"] == list(HEARD)

    jumping(main())


def test_nothing_is_confirmed_before_all_of_it_is_committed() -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn, commit = Turn(), asyncio.Event()

            async def slow(update: Incoming) -> None:
                if update.text == "slow":
                    await commit.wait()

            turn.before = slow
            api.push(text("quick", 1), text("slow", 2), text("quick", 3))
            async with telegram(api, turn):
                await until(lambda: len(turn.taken) == 2)
                await asyncio.sleep(300)
                assert offsets(api) == [0]
                commit.set()
                await until(lambda: len(api.of("getUpdates")) == 2)
                assert len(turn.taken) == 3

    jumping(main())


def test_a_bot_stopped_in_between_gets_the_uncommitted_again() -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn = Turn()
            turn.before = lambda update: asyncio.sleep(10_000) if update.text == "two" else None
            api.push(text("one", 1), text("two", 2))
            async with telegram(api, turn):
                await until(lambda: len(turn.taken) == 1)
            turn = Turn()
            async with telegram(api, turn):
                await until(lambda: len(turn.taken) == 2)
            assert turn.words() == ["one", "two"]

    jumping(main())


def test_one_chats_updates_stay_in_order_while_another_chat_goes_on() -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn = Turn()
            turn.before = lambda update: asyncio.sleep(1 if update.text == "a0" else 0.001)
            api.push(*[text(f"a{n}", 1) for n in range(5)], *[text(f"b{n}", 2) for n in range(5)])
            async with telegram(api, turn):
                await until(lambda: len(turn.taken) == 10)
            words = [str(word) for word in turn.words()]
            assert words[:5] == [f"b{n}" for n in range(5)]
            assert words[5:] == [f"a{n}" for n in range(5)]

    jumping(main())


def test_a_full_queue_is_tried_again_and_order_kept() -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn, confirmed = Turn(), []

            def full(update: Incoming) -> None:
                confirmed.append(offsets(api))
                if len(turn.tried) < 8:
                    raise Full

            turn.before = full
            api.push(text("one"), text("two"))
            async with telegram(api, turn):
                await until(lambda: len(turn.taken) == 2)
            assert turn.words() == ["one", "two"]
            assert confirmed == [[0]] * len(turn.tried)

    jumping(main())


def test_a_database_that_is_away_loses_nothing_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn = Turn()

            def broken(update: Incoming) -> None:
                if len(turn.tried) < 8:
                    raise OSError("database is away")

            turn.before = broken
            api.push(text("my secret"))
            async with telegram(api, turn):
                await until(lambda: len(turn.taken) == 1)

    jumping(main())
    assert sum("cannot be taken in" in record.message for record in caplog.records) == 1
    assert "my secret" not in caplog.text


def test_strange_updates_never_stop_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn = Turn()
            wrong = [
                member("left", "levitating"),
                update("wormhole", {}),
                update("message", {"chat": 1}),
                {"update_id": 0},
            ]
            last = text("after all that")
            api.push(*wrong, None, 17, {"update_id": "x"}, last)  # type: ignore[arg-type]  # not even updates
            async with telegram(api, turn):
                await until(lambda: len(api.of("getUpdates")) == 2)
            assert turn.words() == ["after all that"]
            assert offsets(api)[1] == last["update_id"] + 1

    # the stand-in keeps what has no id for ever, as Telegram would not
    monkeypatch.setattr(BotApi, "_updates", _forgetful)
    jumping(main())


async def _forgetful(self: BotApi, params: dict[str, Any]) -> list[dict[str, Any]]:
    updates, self.updates = self.updates, []
    if not updates:
        await asyncio.sleep(params["timeout"])
    return list(updates)


def test_a_pressed_button_is_thanked_after_the_commit() -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn, commit = Turn(), asyncio.Event()

            async def slow(update: Incoming) -> None:
                await commit.wait()

            turn.before = slow
            api.push(press("1.2.0", query="q1"))
            api.trouble(400, "Bad Request: query is too old", method="answerCallbackQuery")
            async with telegram(api, turn):
                await until(lambda: turn.tried)
                await asyncio.sleep(30)
                assert not [call for call in api.calls if call.method == "answerCallbackQuery"]
                commit.set()
                await until(lambda: [call for call in api.calls if call.method == "answerCallbackQuery"])
                api.push(press("1.2.1", GROUP, query="q2"))
                await until(lambda: api.of("answerCallbackQuery"))
                await asyncio.sleep(5)
            assert [call.params for call in api.of("answerCallbackQuery")] == [{"callback_query_id": "q2"}]

    jumping(main())


def test_the_network_may_go_and_come_back_and_it_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with BotApi() as api:
            turn = Turn()
            async with telegram(api, turn):
                await until(lambda: len(api.of("getUpdates")) == 1)
                api.trouble(drop="before", method="getUpdates", times=12)
                api.push(text("one"))
                await until(lambda: len([call for call in api.calls if call.method == "getUpdates"]) == 13)
                tries = [call.at for call in api.calls if call.method == "getUpdates"][2:13]
                api.push(text("two"))
                await until(lambda: len(turn.taken) == 2)
            waits = [b - a for a, b in pairwise(tries)]
            assert waits == sorted(waits)
            assert 25 < waits[-1] < 40

    jumping(main())
    assert sum("cannot be reached" in record.message for record in caplog.records) == 1
    assert sum("reached again" in record.message for record in caplog.records) == 1


def test_another_program_with_the_same_token_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with BotApi() as api:
            words = "Conflict: terminated by other getUpdates request"
            api.trouble(409, words, method="getUpdates", times=5)
            api.push(text("one"))
            turn = Turn()
            async with telegram(api, turn):
                await until(lambda: turn.taken)

    jumping(main())
    assert sum("terminated by other getUpdates" in record.message for record in caplog.records) == 1
    assert sum("gives updates again" in record.message for record in caplog.records) == 1


def test_at_the_start_the_webhook_is_taken_down_and_the_menu_published_in_both_languages() -> None:
    async def main() -> None:
        async with BotApi() as api:
            api.webhook = "https://old.example/telegram"
            async with telegram(api) as handler:
                await until(lambda: api.of("getUpdates") and len(api.of("setMyCommands")) == 3)
                assert api.webhook == ""
                assert [call.params.get("language_code") for call in api.of("setMyCommands")] == [None, "vi", "en"]
                default, vi, en = (call.params["commands"] for call in api.of("setMyCommands"))
                assert default == vi
                assert en[0] == {"command": "huy", "description": "Cancel"}
                assert handler.link("INV-7K2") == "https://t.me/song_test_bot?start=INV-7K2"
                assert handler.routes() == []

    jumping(main())


def test_a_refused_menu_hinders_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with BotApi() as api:
            api.trouble(400, "Bad Request: BOT_COMMAND_INVALID", method="setMyCommands", times=9)
            api.push(text("one"))
            turn = Turn()
            async with telegram(api, turn):
                await until(lambda: turn.taken)

    jumping(main())
    assert "Bot_command_invalid" in caplog.text


def test_telegrams_wish_for_fewer_menus_holds_no_message() -> None:
    async def main() -> None:
        async with BotApi() as api:
            api.trouble(429, "Too Many Requests", {"retry_after": 3000}, method="setMyCommands")
            async with telegram(api, per_second=30) as handler:
                await until(lambda: [call for call in api.calls if call.method == "setMyCommands"])
                await asyncio.wait_for(handler.deliver(message()), 5)
                await until(lambda: len(api.of("setMyCommands")) == 3, 4000)
            times = [call.at for call in api.calls if call.method == "setMyCommands"]
            assert times[1] - times[0] > 2999

    jumping(main())


def test_without_telegram_the_start_does_not_wait_and_its_return_is_enough(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        api = BotApi()
        await api.listen()
        port = int(api.base.rpartition(":")[2])
        await api.close()
        turn = Turn()
        async with telegram(api, turn) as handler:
            assert handler.link("x") is None
            await asyncio.sleep(500)
            async with BotApi() as back:
                await back.close()
                await back.listen(port)
                back.push(text("one"))
                await until(lambda: turn.taken)
                await handler.deliver(message())

    jumping(main())
    assert sum("cannot be reached" in record.message for record in caplog.records) == 1
