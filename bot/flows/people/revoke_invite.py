"""The organiser sees which invitations are still open, and takes one back."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.people.open_invites import allow_invite as allow
from bot.programme.people.open_invites import open_invites
from bot.programme.people.open_invites import revoke_invite as revoke

MOST = 8


@flow("loimoi", label=_("✉️ Open invitations"), roles=("manager",))
async def revoke_invite(chat: Chat) -> None:
    """Lists the latest first: a code sent to the wrong person is mostly a new one."""
    found = await chat.look(open_invites, most=MOST)
    if not found:
        await chat.say(_("No invitation is open: all were used, or have expired."))
        return
    options = {
        str(one.number): _("{role} · until {day}", role=one.label, day=one.expires.astimezone(chat.zone).date())
        for one in found
    }
    asked = _("These invitations can still be used. Choose one to take it back.")
    picked = await chat.choose("which", asked, {**options, "none": _("None of them")})
    if picked == "none":
        await chat.say(_("Good, everything stays as it is."))
        return
    one = next(one for one in found if str(one.number) == picked)
    sure = _("Take the invitation back: <b>{role}</b>? Its code will open nothing any more.", role=one.label)
    if not await chat.confirm("sure", sure):
        await chat.say(_("Good, everything stays as it is."))
        return
    await chat.do(revoke, invite=one.number)
    undo = Offer(_("↩️ Let it be valid again"), f"/allow_invite {one.number}")
    await chat.say(_("The invitation is taken back: <b>{role}</b>.", role=one.label), offers=[undo])


@flow("choloimoi", label=_("Let an invitation be valid again"), glance=True)
async def allow_invite(chat: Chat) -> None:
    """Undoes the taking back; the invitation's number stands behind the command."""
    await chat.do(allow, invite=chat.number)
    await chat.say(_("The invitation can be used again."))
