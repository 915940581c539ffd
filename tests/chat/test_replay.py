"""The engine: asking, remembering, refusing, ending; each turn of every talk here is replayed a second time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from bot.chat.kind import File
from bot.chat.kinds import Choice, Number, PersonName, Photo, Several, Text
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Chat, Refused, deed, fact
from tests.chat.paper import OPENED, Talk
from tests.chat.sample import Purpose, pledge, to_the_summary, world


def test_a_pledge_is_recorded_once() -> None:
    talk = Talk(pledge, world()).bot("What for?")
    talk.you("School roof").bot("1,000,000 VND so far.", "How much?")
    talk.you("a lot").bot("I could not read a sum…", "How much?").asks("sum")
    talk.you("500k").bot("On which day?")
    talk.you("5/10/2021").bot("A word with it?")
    talk.you("Skip").bot("Is all this right?")
    talk.you("yes").bot("Promise 1 is recorded.", "Shall I remind you on 5 Oct 2021?")
    talk.you("yes").bot("I will.").ends()
    assert talk.world["promises"] == [(7, "roof", Cash(500_000), date(2021, 10, 5), None)]
    assert talk.world["reminders"] == [1]


def test_what_could_not_be_read_leaves_no_trace() -> None:
    talk = Talk(pledge, world()).you("1")
    before = talk.steps
    talk.you("a lot").you("").you("😀").you(None, photo=File("web:x")).asks("sum")
    assert talk.steps == before


def test_an_answer_by_button_label_number_and_without_tone_marks_is_the_same() -> None:
    async def flow(chat: Chat) -> None:
        key = await chat.choose("way", _("How?"), {"bring": "Mang đến", "fetch": "Đến lấy giúp"})
        await chat.say(key)

    for talk in (
        Talk(flow).press(2),
        Talk(flow).you("2"),
        Talk(flow).you("đến lấy giúp"),
        Talk(flow).you("DEN LAY GIUP"),
    ):
        talk.bot("fetch").ends()


def test_a_button_that_is_not_there_says_so() -> None:
    async def flow(chat: Chat) -> None:
        await chat.choose("way", _("How?"), {"bring": "Bring"})

    Talk(flow).press(5).bot("That button is not among the answers any more. Please choose again.", "How?").asks("way")


def test_a_review_shows_what_was_labelled_in_order_and_only_that() -> None:
    talk = to_the_summary()
    assert list(talk.chat.answered) == ["purpose", "sum", "day", "note"]
    assert talk.open is not None
    assert talk.open.review
    assert talk.open.reviewed == {"purpose": "roof", "sum": [500_000, "VND"], "day": "2021-10-05", "note": None}


def test_a_no_at_the_summary_drops_it() -> None:
    talk = to_the_summary().you("no").bot("Dropped.").ends()
    assert talk.world["promises"] == []


def test_pictures_are_answers() -> None:
    async def flow(chat: Chat) -> None:
        photo = await chat.ask("photo", Photo().or_skip(), _("A photo?"))
        await chat.say(photo.ref if photo else "none")

    Talk(flow).sends("a.jpg").bot("web:a.jpg").ends()
    Talk(flow).you("bỏ qua").bot("none").ends()
    Talk(flow).you("here it is").bot("Please send a picture…", "A photo?").asks("photo")


def test_a_refusal_is_remembered_and_the_flow_asks_again() -> None:
    talk = Talk(pledge, world()).you("1").you("20tr").you("5/10/2021").you("skip").you("yes")
    talk.bot("No more than 10,000,000 VND for roof before 5 Oct 2021.", "How much?")
    talk.you("5tr").you("5/10/2021").you("skip").you("yes").bot("Promise 1 is recorded.", "Shall I…")
    assert "refusal:promise.record" in talk.steps
    assert [cash for _me, _key, cash, _day, _note in talk.world["promises"]] == [Cash(5_000_000)]


def test_a_refusal_keeps_the_types_of_what_it_shows() -> None:
    at = datetime(2021, 9, 28, 3, 0, tzinfo=OPENED.tzinfo)
    why = _("{sum} {at} {day} {who} {list}", sum=Cash(5, "USD"), at=at, day=date(2021, 9, 28), who=_("{n} of us", n=3),
            list=[Cash(1), date(2021, 1, 2)])  # fmt: skip
    seen: list[Phrase] = []

    @deed("refuse")
    async def refuse(tx: Any) -> None:
        raise Refused(why)

    async def flow(chat: Chat) -> None:
        try:
            await chat.do(refuse)
        except Refused as no:
            seen.append(no.why)
        await chat.ask("a", Text(), _("And now?"))

    Talk(flow).asks("a")
    assert seen == [why, why]
    assert type(seen[1].values["at"]) is datetime
    assert type(seen[1].values["day"]) is date


def test_a_refusal_nobody_catches_ends_the_talk_with_its_reason() -> None:
    @deed("refuse")
    async def refuse(tx: Any) -> None:
        raise Refused(_("Not today."))

    async def flow(chat: Chat) -> None:
        await chat.do(refuse)
        await chat.say(_("Never said."))

    Talk(flow).bot("Not today.").ends()


def test_a_refused_look_is_remembered_like_a_refused_deed() -> None:
    @fact("secret")
    async def secret(tx: dict[str, int]) -> int:
        tx["looked"] += 1
        raise Refused(_("Not for you."))

    async def flow(chat: Chat) -> None:
        try:
            await chat.look(secret)
        except Refused as no:
            await chat.say(no.why)
        await chat.ask("a", Text(), _("A?"))
        await chat.ask("b", Text(), _("B?"))

    talk = Talk(flow, {"looked": 0}).bot("Not for you.", "A?").you("x").bot("B?").you("y").ends()
    assert talk.world == {"looked": 1}


def test_silence_where_the_question_says_nothing_of_it_ends_the_talk_quietly() -> None:
    talk = to_the_summary().silence().bot().ends("silent")
    assert talk.world["promises"] == []


def test_silence_takes_the_answer_the_question_gives_for_it() -> None:
    talk = to_the_summary().you("yes").silence().bot().ends()
    assert talk.world["reminders"] == []
    assert talk.steps[-1] == "silence:remind"


def test_the_flow_goes_on_after_silence() -> None:
    async def flow(chat: Chat) -> None:
        way = await chat.choose("way", _("How?"), {"a": "A", "b": "B"}, if_silent="b")
        await chat.say(way)
        await chat.ask("why", Text(), _("Why?"))

    talk = Talk(flow).silence().bot("b", "Why?").you("so").ends()
    assert talk.steps == ["silence:way", "answer:why"]


def test_a_sub_flow_is_a_plain_await() -> None:
    async def who(chat: Chat) -> str:
        return await chat.ask("name", PersonName(1), _("Who?"))

    async def flow(chat: Chat) -> None:
        name, count = await who(chat), await chat.ask("count", Number(), _("How many?"))
        await chat.say(_("{name}: {count}", name=name, count=count))

    Talk(flow).you("An").you("3").bot("An: 3").ends()


def test_a_loop_may_ask_the_same_step_again_and_again() -> None:
    async def flow(chat: Chat) -> None:
        things: list[str] = []
        while len(things) < 3:
            things.append(await chat.ask("thing", Text(), _("What?")))
        await chat.say(", ".join(things))

    talk = Talk(flow).you("a").you("b")
    assert talk.steps == ["answer:thing", "answer:thing"]
    talk.back().asks("thing").you("c").you("d").bot("a, c, d").ends()


def test_facts_come_back_as_the_type_they_were_live_and_replayed() -> None:
    seen: list[Any] = []

    async def flow(chat: Chat) -> None:
        seen.append(await chat.look(everything))
        await chat.ask("a", Text(), _("A?"))

    talk = Talk(flow, {}).you("x").ends()
    assert len(seen) == 4  # two turns, each replayed twice
    assert all(one == seen[0] for one in seen)
    thing = seen[-1]
    assert type(thing) is Everything
    assert type(thing.purposes[1]) is Purpose
    assert type(thing.at) is datetime
    assert thing.counts == {1: "one", 2: "two"}
    assert thing.pair == (1, "b")
    assert talk.steps == ["fact:everything", "answer:a"]


class Everything(msgspec.Struct, frozen=True):
    """One of each."""

    purposes: dict[int, Purpose]
    at: datetime
    counts: dict[int, str]
    pair: tuple[int, str]
    nothing: None = None


@fact("everything")
async def everything(tx: Any) -> Everything:
    return Everything({1: Purpose("x", Cash(3, "USD"), date(2021, 1, 2))}, OPENED, {1: "one", 2: "two"}, (1, "b"))


@fact("numbers")
async def numbers(tx: Any) -> dict[int, str]:
    return {1: "one"}


def test_a_fact_may_be_a_mapping_with_numbers_for_keys() -> None:
    async def flow(chat: Chat) -> None:
        found = await chat.look(numbers)
        await chat.ask("a", Text(), found[1])

    Talk(flow).bot("one").you("x").ends()


@fact("lists")
async def lists(tx: Any) -> dict[str, Any]:
    return {"names": ["a"]}


def test_a_flow_that_changes_what_it_was_given_changes_nothing_that_is_remembered() -> None:
    async def flow(chat: Chat) -> None:
        found = await chat.look(lists)
        found["names"].append("b")
        found["more"] = True
        picked = await chat.ask("picked", Several({"x": "X", "y": "Y"}), _("Which?"))
        picked.append("z")
        await chat.ask("last", Text(), _("{n} and {m}", n=len(found["names"]), m=len(picked)))

    talk = Talk(flow).you("1 2").bot("2 and 3")
    assert [entry.value for entry in talk.journal] == [{"names": ["a"]}, ["x", "y"]]
    talk.you("x").ends()


def test_now_is_the_moment_of_the_last_answer_in_every_replay() -> None:
    seen: list[datetime] = []

    async def flow(chat: Chat) -> None:
        seen.append(chat.now)
        await chat.ask("a", Text(), _("A?"))
        seen.append(chat.now)
        await chat.ask("b", Text(), _("B?"))

    Talk(flow).you("x")
    assert seen[-2:] == [OPENED, OPENED + timedelta(minutes=2)]
    assert seen[2:4] == seen[4:6]


def test_today_is_the_day_in_the_drives_own_zone() -> None:
    late = datetime(2021, 9, 27, 17, 30, tzinfo=OPENED.tzinfo)  # half past midnight of the 28th in Hà Nội

    async def flow(chat: Chat) -> None:
        await chat.say(_("{day}", day=chat.today))

    Talk(flow, opened=late).bot("28 Sep 2021")


def test_the_argument_of_the_command_is_at_hand() -> None:
    async def flow(chat: Chat) -> None:
        await chat.say(chat.argument)

    Talk(flow, argument="TO-7K2P-QXR").bot("TO-7K2P-QXR").ends()


def test_only_the_open_question_is_heard_not_the_one_after_it() -> None:
    async def flow(chat: Chat) -> None:
        await chat.ask("a", Choice({"x": "X"}), _("A?"))
        await chat.ask("b", Choice({"x": "X"}), _("B?"))

    talk = Talk(flow).you("X").asks("b")
    assert talk.steps == ["answer:a"]
