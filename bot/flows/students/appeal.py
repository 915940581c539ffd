"""A school objects to what was decided about one of its students, while the plan lets it."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.general.choose_of_many import choose_of_many
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.students.appeals import (
    LEAST_WORDS,
    LONGEST_WORDS,
    Objectionable,
    answer_appeal,
    my_objectionables,
    next_appeal,
)
from bot.programme.students.appeals import (
    appeal as make_appeal,
)

ABOUT: dict[str, Phrase] = {
    "rejected": _("that it was not accepted"),
    "order": _("its place in the order"),
}


def _named(one: Objectionable) -> Phrase:
    return _("{code} · {name}: {about}", code=shown(one.code), name=one.given_name, about=ABOUT[one.about])


@flow("khieunai", label=_("✋ Object"), module="students")
async def appeal(chat: Chat) -> None:
    found = await chat.look(my_objectionables, code=chat.argument)
    if not found:
        await chat.say(_("There is nothing you could object to now."))
        return
    one = found[0]
    if len(found) > 1:
        many: dict[str, Phrase | str] = {str(at): _named(each) for at, each in enumerate(found)}
        picked = await choose_of_many(chat, "which", _("Which one is it about?"), many, {"stop": _("Stop here")})
        if picked == "stop":
            await chat.say(_("Good, nothing was changed."))
            return
        one = found[int(picked)]
    lines: list[Phrase | str] = [_named(one)]
    if one.reason:
        lines.append(_("Reason: {why}", why=one.reason))
    lines.append(_("You can object until {at}. What is not right? Whoever decided reads it.", at=one.until))
    words = await chat.ask("words", Text(LONGEST_WORDS, LEAST_WORDS), lines, label=_("Objection"))
    if not await chat.review("sure", _("Please check:"), yes=_("✅ Send it"), no=_("No, do not send it")):
        await chat.say(_("All right, nothing was recorded."))
        return
    code = await chat.do(make_appeal, code=one.code, about=one.about, words=words)
    await chat.say(_("Your objection about {code} is kept. You will hear the answer here.", code=shown(code)))


@flow("xemkhieunai", "traloikhieunai", label=_("✋ Objections"), module="students")
async def answer_appeals(chat: Chat) -> None:
    """Whoever decided, or the organiser, answers the oldest objection, then the next."""
    one = await chat.look(next_appeal, after=chat.number)
    if one is None:
        await chat.say(_("No objection waits for an answer."))
        return
    lines: list[Phrase | str] = [
        _("<b>{code}</b> · {name} · {school}, class {class_name}", code=shown(one.code), name=one.name,
          school=one.school, class_name=one.class_name),
        _("Objection to: {about}", about=ABOUT[one.about]),
        _("“{why}”", why=one.words),
        _("By {name}, {at}", name=one.by, at=one.at),
    ]  # fmt: skip
    if one.reason:
        lines.append(_("Reason then: {why}", why=one.reason))
    verdict = await chat.decide(
        "verdict", lines, {"upheld": _("✅ It is right"), "denied": _("⛔ It is not"), "later": _("Later")}
    )
    following = [Offer(_("Next objection"), f"/answer_appeals {one.number}")] if one.left else []
    if verdict == "later":
        await chat.say(_("Good, nothing was changed."), offers=following)
        return
    question = _("What do you answer? Whoever objected reads it.")
    words = await chat.ask("words", Text(LONGEST_WORDS, LEAST_WORDS), question, label=_("Answer"))
    code = await chat.do(answer_appeal, number=one.number, upheld=verdict == "upheld", words=words)
    said = _("{code}: answered, and on the list again.", code=shown(code))
    if verdict == "denied" or one.about != "rejected":
        said = _("{code}: answered. Whoever objected hears it.", code=shown(code))
    await chat.say(said, offers=following)
