"""Messages reach the Bot API in calls it accepts; what it answers becomes the right sort of failure."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.delivery.outbox import WaitingMessage
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.messages import Button, Failure, Lane, Moved, Outgoing, Passing, Permanent
from tests.handlers.telegram.telegram_world import draw, message, telegram, until
from tests.support.jumping import jumping
from tests.support.sending import Table, clock
from tests.telegram_api.server import BotApi


def delivered(*messages: Outgoing, troubles: tuple[dict[str, Any], ...] = (), **more: Any) -> tuple[BotApi, list[Any]]:
    """Delivers the messages one after the other; returns the stand-in and what came of each: an id or a failure."""

    async def main() -> tuple[BotApi, list[Any]]:
        outcomes: list[Any] = []
        async with BotApi() as api, telegram(api, **more) as handler:
            for trouble in troubles:
                api.trouble(**{"chat": 4100, "times": 99} | trouble)
            for one in messages:
                try:
                    outcomes.append(await handler.deliver(one))
                except Failure as failure:
                    outcomes.append(failure)
            return api, outcomes

    return jumping(main())


def failure(**trouble: Any) -> Any:
    return delivered(message(), troubles=(trouble,))[1][0]


def test_words_arrive_as_json_and_the_messages_id_comes_back() -> None:
    api, (number,) = delivered(message(text="<b>Chào</b> bạn", buttons=[Button("Có", "1.1.0")]))
    (call,) = api.of("sendMessage")
    assert call.params["text"] == "<b>Chào</b> bạn"
    assert call.params["reply_markup"] == {"inline_keyboard": [[{"text": "Có", "callback_data": "1.1.0"}]]}
    assert number.isdigit()


def test_a_picture_is_uploaded_with_its_words_and_buttons() -> None:
    recipe = {"make": "qr", "text": "đ"}
    api, (number,) = delivered(message(text="Quét mã", picture=recipe, buttons=[Button("Xong", "x")]))
    (call,) = api.of("sendPhoto")
    assert call.files["photo"] == ("picture.png", draw(recipe)[0])
    assert call.params["caption"] == "Quét mã"
    assert "reply_markup" in call.params
    assert number.isdigit()


def test_a_document_is_uploaded() -> None:
    api, _ = delivered(message(document={"make": "docx"}))
    assert api.of("sendDocument")[0].files["document"][0] == "document.pdf"


def test_a_picture_from_telegram_itself_is_named_not_uploaded() -> None:
    api, _ = delivered(message(picture={"file": "telegram:ABC"}))
    assert api.of("sendPhoto")[0].params["photo"] == "ABC"


def test_a_mailings_picture_is_drawn_and_uploaded_once() -> None:
    drawn = []

    def counting(recipe: dict[str, Any]) -> tuple[bytes, str]:
        drawn.append(recipe)
        return draw(recipe)

    mailing = [message(n, lane=Lane.BULK, picture={"make": "chart"}, chat=f"{n}") for n in range(1, 6)]
    api, _ = delivered(*mailing, draw=counting)
    assert len(drawn) == 1
    assert [bool(call.files) for call in api.of("sendPhoto")] == [True] + [False] * 4
    assert {call.params.get("photo") for call in api.of("sendPhoto")[1:]} == {"photo1"}
    delivered(message(1, picture={"make": "qr"}), message(2, picture={"make": "qr"}), draw=counting)
    assert len(drawn) == 3  # what is drawn for one person is never kept


def test_a_picture_that_cannot_be_drawn_does_not_cost_the_words(caplog: pytest.LogCaptureFixture) -> None:
    api, (number, failed) = delivered_with_bug()
    assert [call.method for call in api.calls if call.method.startswith("send")] == ["sendMessage"]
    assert number.isdigit()
    assert isinstance(failed, KeyError)
    assert "without its picture" in caplog.text


def delivered_with_bug() -> tuple[BotApi, list[Any]]:
    async def main() -> tuple[BotApi, list[Any]]:
        async with BotApi() as api, telegram(api) as handler:
            first = await handler.deliver(message(1, "Words", picture={"make": "nonsense"}))
            with pytest.raises(KeyError) as failed:
                await handler.deliver(message(2, "", document={"make": "nonsense"}, lane=Lane.BULK))
            return api, [first, failed.value]

    return jumping(main())


def test_a_flood_warning_holds_its_chat_for_as_long_as_it_says() -> None:
    wrong = failure(code=429, description="Too Many Requests: retry after 7", parameters={"retry_after": 7})
    assert isinstance(wrong, Passing)
    assert (wrong.after, wrong.everyone, wrong.unknown) == (7.0, False, False)


@pytest.mark.parametrize(
    ("code", "words", "gone"),
    [
        (403, "Forbidden: bot was blocked by the user", True),
        (403, "Forbidden: user is deactivated", True),
        (403, "Forbidden: bot was kicked from the group chat", True),
        (400, "Bad Request: chat not found", True),
        (400, "Bad Request: not enough rights to send text messages to the chat", False),
        (400, "Bad Request: can't parse entities", False),
        (400, "Bad Request: message is too long", False),
    ],
)
def test_a_refusal_is_permanent_and_says_whether_the_person_is_gone(code: int, words: str, gone: bool) -> None:
    wrong = failure(code=code, description=words)
    assert isinstance(wrong, Permanent)
    assert wrong.gone is gone


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    wrong = failure(code=400, description=words, parameters={"migrate_to_chat_id": -1001234567890})
    assert isinstance(wrong, Moved)
    assert wrong.chat == "-1001234567890"


@pytest.mark.parametrize("trouble", [{"code": 500}, {"code": 502}, {"drop": "before"}, {"drop": "after"}, {"wait": 60}])
def test_where_the_answer_is_lost_the_message_may_have_arrived(trouble: dict[str, Any]) -> None:
    wrong = failure(**trouble)
    assert isinstance(wrong, Passing)
    assert wrong.unknown
    assert not wrong.everyone


@pytest.mark.parametrize("body", [b"<html>Please log in to the Wi-Fi</html>", b"[]", b"{}", b'"x"', b"\xff"])
def test_an_answer_that_is_none_of_telegrams_is_passing_too(body: bytes) -> None:
    wrong = failure(body=body)
    assert isinstance(wrong, Passing)
    assert wrong.unknown


def test_without_a_connection_nothing_has_arrived_and_the_whole_messenger_is_held() -> None:
    _, (wrong,) = delivered(message(), base="http://127.0.0.1:9")
    assert isinstance(wrong, Passing)
    assert wrong.everyone
    assert not wrong.unknown


def test_a_wrong_token_is_the_operators_affair_and_costs_no_message(caplog: pytest.LogCaptureFixture) -> None:
    _, (wrong, _) = delivered(message(), message(2), token="1:wrong-token")
    assert isinstance(wrong, Passing)
    assert wrong.everyone
    assert wrong.after
    assert sum("TELEGRAM_TOKEN" in record.message for record in caplog.records) == 1
    assert "wrong-token" not in caplog.text


@pytest.mark.parametrize(
    "trouble",
    [
        {"code": 404, "description": "no route /bot{token}/sendMessage"},
        {"code": 502, "description": "upstream /bot{token}/x"},
        {"body": b"proxy: cannot reach /bot900000:stand-in_for-tests/sendMessage"},
        {"drop": "before"},
        {"wait": 60},
    ],
)
def test_the_token_is_in_no_failure_and_no_log_line(trouble: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    if "description" in trouble:
        trouble = trouble | {"description": trouble["description"].format(token=BotApi().token)}
    secret_words = message(text="my words")
    api, outcomes = delivered(secret_words, message(2, picture={"make": "qr"}), troubles=(trouble,))
    assert "my words" not in caplog.text
    for wrong in outcomes:
        seen: BaseException | None = wrong if isinstance(wrong, Failure) else None
        while seen is not None:
            assert api.token not in f"{seen!r} {seen}"
            seen = seen.__cause__ or seen.__context__
    for record in caplog.records:
        if not record.name.startswith(("aiohttp.access", "tests")):
            assert api.token not in record.getMessage() + str(record.exc_text or "")


def test_the_token_is_not_in_what_is_said_about_an_unreachable_or_malformed_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    for base in ("http://127.0.0.1:9", "http://no-such-host.invalid", "ftp://127.0.0.1", "http://127.0.0.1:99999"):
        api, (wrong,) = delivered(message(), base=base)
        assert isinstance(wrong, Passing)
        assert api.token not in f"{wrong!r} {wrong}"
    assert api.token not in caplog.text


def test_out_of_reach_is_said_once_and_so_is_the_return(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            await until(lambda: len(api.of("setMyCommands")) == 3)
            api.trouble(drop="before", times=20, chat=4100)
            for n in range(20):
                with pytest.raises(Passing):
                    await handler.deliver(message(n))
            await handler.deliver(message())
            await handler.deliver(message())

    jumping(main())
    assert sum("cannot be reached" in record.message for record in caplog.records) == 1
    assert sum("reached again" in record.message for record in caplog.records) == 1


def test_a_delivery_that_failed_half_way_goes_on_where_it_was() -> None:
    async def main() -> None:
        long = message(text="word " * 2000, picture={"make": "qr"})
        async with BotApi() as api, telegram(api) as handler:
            api.trouble(code=502, method="sendMessage")
            with pytest.raises(Passing):
                await handler.deliver(long)
            await handler.deliver(long)
            assert [call.method for call in api.calls if call.method.startswith("send") and call.accepted] == [
                "sendPhoto",
                *["sendMessage"] * 3,
            ]

    jumping(main())


def carried(
    messages: list[Outgoing], troubles: tuple[dict[str, Any], ...] = (), per_second: int = 30
) -> tuple[BotApi, Table]:
    """Lets the sender carry messages to the stand-in."""

    async def main() -> tuple[BotApi, Table]:
        table = Table([WaitingMessage(one) for one in messages])
        now = asyncio.get_running_loop().time
        pace = Pace(per_second, now=now)
        async with BotApi() as api, telegram(api, pace=pace) as handler:
            for trouble in troubles:
                api.trouble(**trouble)
            sender = Sender(table, {"telegram": handler}, {"telegram": pace}, now=now, clock=clock)
            sender.offer(messages)
            await sender.idle()
            await sender.drain()
        return api, table

    return jumping(main())


def most(times: list[float], window: float) -> int:
    return max(sum(1 for t in times if start <= t <= start + window) for start in times)


def test_as_the_server_counts_no_second_holds_more_than_the_pace_even_with_messages_of_many_calls() -> None:
    mailing = [message(n, "word " * (1700 if n % 3 == 0 else 1), f"{n}", Lane(n % 3)) for n in range(1, 60)]
    api, table = carried(mailing, per_second=10)
    sent = api.of("sendMessage")
    assert len(sent) == 59 + 2 * 19
    assert most([call.at for call in sent], 1.0) <= 10
    assert set(table.states().values()) == {"sent"}


def test_a_group_is_given_twenty_calls_a_minute_also_by_long_messages() -> None:
    group = [message(n, "word " * 1700, "-7", Lane.NOTICE, group=True) for n in range(1, 20)]
    api, _ = carried(group)
    assert len(api.of("sendMessage")) == 57
    assert most([call.at for call in api.of("sendMessage")], 60.0) == 20


def test_during_retry_after_not_one_call_reaches_the_server() -> None:
    flood = {"code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 5}}
    mailing = [message(n, "word " * (1700 if n % 7 == 0 else 1), f"{n}", Lane(n % 3)) for n in range(1, 120)]
    api, table = carried(mailing, (flood | {"chat": 40}, flood | {"chat": 43}))
    _first, warned = [call.at for call in api.calls if not call.accepted]
    assert [call for call in api.calls if warned < call.at < warned + 5] == []
    assert set(table.states().values()) == {"sent"}


def test_a_connection_cut_before_the_effect_loses_nothing_and_one_cut_after_it_repeats_once() -> None:
    api, table = carried(
        [message(1), message(2, chat="4101")], ({"drop": "before", "chat": 4100}, {"drop": "after", "chat": 4101})
    )
    assert [len([c for c in api.of("sendMessage") if c.params["chat_id"] == chat]) for chat in (4100, 4101)] == [1, 2]
    assert table.last(1).unknown
    assert table.last(2).unknown


def test_a_moved_group_gets_its_message_under_the_new_id() -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    moved = {"code": 400, "description": words, "parameters": {"migrate_to_chat_id": -1009}, "chat": -9, "times": 99}
    api, table = carried([message(1, chat="-9", group=True), message(2, chat="-9", group=True)], (moved,))
    assert [call.params["chat_id"] for call in api.of("sendMessage")] == [-1009, -1009]
    assert set(table.states().values()) == {"sent"}


def test_a_sent_file_is_fetched_up_to_a_limit() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            api.files = {"photos/1.jpg": b"x" * 100_000}
            assert await handler.fetch("telegram:photos/1.jpg", 100_000) == b"x" * 100_000
            for ref, limit in (("telegram:photos/1.jpg", 99_999), ("telegram:nothing", 9), ("web:photos/1.jpg", 9)):
                with pytest.raises(Permanent):
                    await handler.fetch(ref, limit)
            # a server that does not tell the size, or tells it wrong
            api.trouble(
                method="getFile", body=b'{"ok":true,"result":{"file_id":"f","file_path":"photos/1.jpg"}}', times=2
            )
            with pytest.raises(Permanent, match="larger"):
                await handler.fetch("telegram:photos/1.jpg", 70_000)
            api.files = {}
            with pytest.raises(Passing) as lost:
                await handler.fetch("telegram:photos/1.jpg", 70_000)
            assert api.token not in str(lost.value)

    jumping(main())


def test_stopping_lets_what_is_under_way_arrive_and_then_nothing_leaves() -> None:
    async def main() -> None:
        async with BotApi() as api:
            async with telegram(api) as handler:
                await until(lambda: len(api.of("setMyCommands")) == 3)
                api.trouble(wait=5, chat=4100)
                under_way = asyncio.create_task(handler.deliver(message()))
                await until(lambda: api.of("sendMessage"))
                await handler.stop()
                assert (await under_way).isdigit()
                with pytest.raises(Passing) as refused:
                    await handler.deliver(message(2))
                assert refused.value.everyone
                assert not refused.value.unknown
            assert len(api.of("sendMessage")) == 1

    jumping(main())
