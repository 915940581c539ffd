"""The organiser sees who holds which role, ends one, and gives it back where that was a slip."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.people.leaving import end_role as end
from bot.programme.people.leaving import give_back
from bot.programme.people.role_list import Holder, find_holders, others_alike, short_numbers

MOST = 8
INVITES = Offer(_("✉️ Open invitations"), "/revoke_invite")


@flow("aigiuvaitrogi", "vaitro", label=_("👥 Who may do what"), roles=("manager",))
async def end_role(chat: Chat) -> None:
    """From a search to one holder; a lost phone needs more than the end of a role."""
    found = await _found(chat)
    if found is None:
        return
    held, name = found
    seen = [_("Last heard {day}.", day=held.seen.astimezone(chat.zone))] if held.seen else []
    why = await chat.choose(
        "why",
        [
            _("<b>{name}</b> – {role}", name=name, role=held.label),
            _("Since {day}, on {channel}.", day=held.since.astimezone(chat.zone).date(), channel=held.channel),
            *seen,
            _("What shall we do?"),
        ],
        {
            "end": _("End this role"),
            "lost": _("Their phone is lost: end every role there"),
            "stay": _("Leave it as it is"),
        },
    )
    if why == "stay":
        await chat.say(_("Good, everything stays as it is."), offers=[INVITES])
        return
    successor = await _successor(chat, held)
    if not await chat.confirm("sure", _sure(held, name, why == "lost")):
        await chat.say(_("Good, everything stays as it is."), offers=[INVITES])
        return
    left = await chat.do(end, role=held.number, successor=successor, lost=why == "lost")
    if why == "lost":
        ended = _n("{n} role of {name} has ended, and that phone is a stranger's now.",
                   "{n} roles of {name} have ended, and that phone is a stranger's now.",
                   left.roles, name=left.name or _("without a name"))  # fmt: skip
        await chat.say(ended, _("Once there is a new phone, please invite them again."), offers=[INVITES])
        return
    undo = Offer(_("↩️ Give it back"), f"/give_role_back {held.number}")
    await chat.say(_("The role has ended: <b>{name}</b> – {role}.", name=name, role=held.label), offers=[undo, INVITES])


@flow("traovaitro", label=_("Give a role back"), glance=True)
async def give_role_back(chat: Chat) -> None:
    """Undoes the end of a role; its number stands behind the command."""
    back = await chat.do(give_back, role=chat.number)
    await chat.say(_("{name} has the role again.", name=back.name or _("without a name")))


async def _found(chat: Chat) -> tuple[Holder, Phrase | str] | None:
    """One of those who hold a role: chosen at once where there are few, else by a part of the name."""
    found, words = await chat.look(find_holders, words="", most=MOST + 1), ""
    if len(found) > MOST:
        words = await chat.ask("words", Text(longest=60), _("Whose role? Type a part of a name or of a unit."))
        found = await chat.look(find_holders, words=words, most=MOST + 1)
    if not found:
        await chat.say(_("Nobody of that name holds a role."), offers=[INVITES])
        return None
    lines: list[Phrase] = [_("These people hold a role. Choose one to end it.")]
    if len(found) > MOST:
        lines.append(_("There are more; type more of the name to see them."))
    names = _names(chat, found[:MOST])
    options = {str(one.number): _("{name} – {role}", name=names[one.number], role=one.label) for one in found[:MOST]}
    picked = await chat.choose("who", lines, {**options, "none": _("None of them")})
    if picked == "none":
        await chat.say(_("Good, everything stays as it is."), offers=[INVITES])
        return None
    return next((one, names[one.number]) for one in found if str(one.number) == picked)


async def _successor(chat: Chat, held: Holder) -> int:
    """Who takes up what is open: another one with the same role for the same unit, where there is one."""
    others = await chat.look(others_alike, role=held.number)
    if not others:
        return 0
    names = _names(chat, others[:MOST])
    options = {str(number): name for number, name in names.items()}
    picked = await chat.choose("successor", _("Who takes up what is open?"), {**options, "0": _("Nobody")})
    return int(picked)


def _sure(held: Holder, name: Phrase | str, lost: bool) -> list[Phrase]:
    if lost:
        return [
            _("Every role of <b>{name}</b> at that address ends, and nothing more is shown there.", name=name),
            _("This cannot be undone: afterwards they need a new invitation. Go ahead?"),
        ]
    return [_("End the role of <b>{name}</b> – {role}? They are told so.", name=name, role=held.label)]


def _names(chat: Chat, found: Sequence[Holder]) -> dict[int, Phrase | str]:
    """What each is called; whoever has no name, or another's, also by a short number and since when."""
    short = short_numbers(found)
    alike = [(one.name, one.role, one.unit) for one in found]
    return {
        one.number: one.name
        if one.name and alike.count((one.name, one.role, one.unit)) == 1
        else _("{name} (no. {number}, since {since})", name=one.name or _("without a name"),
               number=short[one.number], since=one.since.astimezone(chat.zone))
        for one in found
    }  # fmt: skip
