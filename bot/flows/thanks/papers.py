"""Papers of thanks: the certificate, with what its donor lets the public see, and the acknowledgement.

The code of the gift stands behind the commands.
"""

from __future__ import annotations

from datetime import date

from bot.chat.kind import Heard, NotUnderstood
from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.thanks.certificates import LONGEST_NAME, Thankful, issue, no_letters, thankful
from bot.programme.thanks.papers import acknowledgement_paper, certificate_paper

DONOR = "Nhà hảo tâm"
"""How a certificate calls somebody who wants no name on it; papers are in Vietnamese first."""


class PaperName(Text):
    """A name that can be printed; for the engine it is a text like any other, so that old answers count."""

    def read(self, heard: Heard, today: date) -> str:
        name = super().read(heard, today)
        if (trouble := no_letters(name)) is not None:
            raise NotUnderstood(trouble)
        return name


@flow("giaychungnhan", "chungnhan", label=_("📜 Certificate"))
async def certificate(chat: Chat) -> None:
    gift = await chat.look(thankful, code=chat.argument)
    if gift is None:
        await chat.say(_("I can't find a gift of yours with the code {code}.", code=chat.argument[:20] or "–"))
        return
    if not gift.received:
        waits = _("The certificate comes once all of your gift is received.")
        await chat.say(waits, offers=[Offer(_("🎫 Journey of the gift"), f"/the {gift.code}")])
        return
    form, name = await _name(chat, gift)
    seen = "nothing" if name == DONOR else await _seen(chat, own=name == gift.name)
    made = await chat.do(issue, code=gift.code, form=form, name=name, shown=seen)
    picture = await chat.look(certificate_paper, code=made, shape="png")
    paper = await chat.look(certificate_paper, code=made, shape="pdf")
    await chat.say(_("Here is your certificate, {code}. Thank you from the heart!", code=shown(made)), picture=picture)
    offers = [
        Offer(_("🧾 Receipt"), f"/giaynhan {gift.code}"),
        Offer(_("🖼 A picture to share"), f"/anhkhoe {gift.code}"),
        Offer(_("🎁 My gifts"), "/my_gifts"),
    ]
    await chat.say(_("And the same for printing, on A4."), document=paper, offers=offers)


async def _seen(chat: Chat, own: bool) -> str:
    """What everybody may see of the gift; the honour roll only ever has the pledge's own name."""
    everywhere = _("What may everybody see who has the certificate's code, and on the honour roll?")
    here = _("What may everybody see who has the certificate's code?")
    return await chat.choose(
        "shown",
        [everywhere if own else here,
         _("You can change this at any time by asking for the certificate again.")],
        {
            "name_and_gift": _("My name and the gift"),
            "name": _("Only my name"),
            "nothing": _("Nothing, only that it is genuine"),
        },
        label=_("Everybody sees"),
    )  # fmt: skip


async def _name(chat: Chat, gift: Thankful) -> tuple[str, str]:
    """(person or organisation, the name on the paper)."""
    form = "organisation" if gift.donor in ("unit", "firm") else "person"
    names: dict[str, Phrase | str] = {"known": gift.name} if gift.name and not gift.lacking else {}
    names |= {"other": _("Another name"), "none": _("Without a name")}
    trouble = no_letters(gift.lacking)
    asked = [*([trouble] if trouble else []), _("What name should the certificate show?")]
    picked = await chat.choose("whose", asked, names, label=_("Name"))
    if picked == "known":
        return form, gift.name
    if picked == "none":
        return form, DONOR
    forms = {"person": _("A person"), "organisation": _("An organisation")}
    form = await chat.choose("form", _("Is it the name of a person or of an organisation?"), forms)
    wanted = _("What name should we write? For example: Nguyễn Văn An.")
    return form, await chat.ask("name", PaperName(longest=LONGEST_NAME), wanted, label=_("Name"))


@flow("giayxacnhan", "giaynhan", "bienlai", label=_("🧾 Receipt"), glance=True)
async def gift_receipt(chat: Chat) -> None:
    paper = await chat.look(acknowledgement_paper, code=chat.argument)
    await chat.say(_("Here is the receipt for your gift."), document=paper)
