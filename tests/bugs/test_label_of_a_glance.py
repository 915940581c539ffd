"""In the middle of a talk the choices of a glance could not be answered by their words, only by their buttons."""

from __future__ import annotations

from tests.support.rig import Rig


async def test_a_choice_of_a_glance_may_be_typed_although_a_question_is_open(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    await rig.says("a", "/ngonngu")
    told, question = await rig.says("a", "english")
    assert told.text == "From now on I speak English with you."
    assert question.text.startswith("How much would you like to give?")


async def test_its_number_belongs_to_the_open_question(rig: Rig) -> None:
    await rig.says(
        "a",
        "/goptien",
    )
    await rig.says("a", "500k")
    _languages, question = await rig.says("a", "/ngonngu")
    await rig.says("a", "2")
    [again] = await rig.says("a", "/lui")
    assert again.text == question.text


async def test_once_the_question_is_answered_the_choices_are_gone(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    await rig.says("a", "/ngonngu")
    await rig.says("a", "500k")
    *_languages, question = await rig.says("a", "english")  # a wish again, whose choices are offered anew
    assert "English" not in question.text


async def test_where_any_words_may_be_the_answer_they_are(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    await rig.says("a", "500k")
    await rig.press("a", "Doanh nghiệp")
    await rig.says("a", "/ngonngu")
    [question] = await rig.says("a", "English")
    assert "đơn vị nào" in question.text or "cơ quan nào" in question.text
