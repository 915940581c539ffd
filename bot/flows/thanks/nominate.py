"""A school asks to honour whoever gave a gift that reached it: the gift's code, and one sentence why."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.thanks.nominations import LONGEST_WHY, PROPOSERS, NominatedGift, gift_with, my_schools, nominate_gift

MOST_SLIPS = 4


@flow("denghibieuduong", "decu", "denghi", label=_("🌟 Nominate a giver"), roles=PROPOSERS)
async def nominate(chat: Chat) -> None:
    schools = {str(school.id): school.name for school in await chat.look(my_schools)}
    school = next(iter(schools))
    if len(schools) > 1:
        school = await chat.choose("school", _("For which school?"), dict(schools), label=_("School"))
    gift = await _gift(chat)
    if gift is None:
        await chat.say(_("Then please look at the paper that came with the gift, and try again with /nominate."))
        return
    why = await chat.ask(
        "why",
        Text(longest=LONGEST_WHY, least=10),
        _("Why should the giver be honoured? One sentence; the giver reads it as well, so please name no pupil."),
        label=_("Why"),
    )
    question: list[Phrase | str] = [_("Shall I pass this on to the organiser?"), _("“{why}”", why=why)]
    yes = _("✅ Yes, pass it on")
    if not await chat.confirm("sure", question, yes=yes, no=_("No, do not send it")):
        await chat.say(_("Good, nothing was passed on."))
        return
    code = await chat.do(nominate_gift, school=int(school), code=gift.code, why=why)
    await chat.say(_("Your nomination for the gift {code} is with the organiser. Thank you!", code=shown(code)))


async def _gift(chat: Chat) -> NominatedGift | None:
    """The gift that came in under a code the teacher types and has confirmed; None if it was not found."""
    asked = _("Which gift is it? Please type its code, for example: {code}.", code="7K2P-QXR")
    for slip in range(MOST_SLIPS):
        typed = await chat.ask(f"code_{slip}", Text(longest=40), asked)
        gift = await chat.look(gift_with, code=typed)
        if gift is None:
            asked = _(
                "I can't find a gift with the code {code} that has come in. Please type it once more.", code=typed
            )
            continue
        code = shown(gift.code)
        question = _("The gift {code}, whose giver prefers not to be named. Is that the one?", code=code)
        if gift.name:
            question = _("The gift {code}, from {name}. Is that the one?", code=code, name=gift.name)
        if await chat.confirm(f"right_{slip}", question):
            return gift
        asked = _("Please type the code once more, for example: {code}.", code="7K2P-QXR")
    return None
