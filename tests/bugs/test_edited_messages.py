"""A sum that was edited after it was sent was not heard, and nobody said so."""

from __future__ import annotations

from pathlib import Path

from tests.support.rig import Rig, said

NOTE = "I do not read an edited message again."


async def test_whoever_has_a_talk_open_hears_that_it_does_not_count_and_the_question_again(rig: Rig) -> None:
    rig.language = "en"
    await rig.says("an", "/goptien")
    [name] = await rig.says("an", "500k")
    [answer] = await rig.says("an", "5 million", edited=True)
    assert answer.text.startswith(NOTE)
    assert answer.text.endswith(name.text.splitlines()[-1])
    assert [button.label for button in answer.buttons] == [button.label for button in name.buttons]


async def test_where_nothing_is_open_nothing_is_said(rig: Rig) -> None:
    assert said(await rig.says("an", "hello", edited=True)) == []
    await rig.says("an", "/goptien")
    await rig.says("an", "/huy")
    assert said(await rig.says("an", "/goptien", edited=True)) == []


async def test_an_answer_goes_where_one_was_heard_and_so_does_news(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=("web", "telegram")) as rig:
        rig.groups = {"telegram:-7"}
        for place in ("7", "", "9"):
            answers = await rig.says("telegram:-7", "/menu", place=place)
            assert {message.place for message in answers} == {place}
        await rig.says("telegram:-7", f"/start {await rig.invite('official', 'huyen-uy')}", place="9")
        await rig.restart()
        await rig.move("2021-09-28 18:00")
        digests = rig.heard("telegram:-7")
        assert digests
        assert {message.place for message in digests} == {"9"}
