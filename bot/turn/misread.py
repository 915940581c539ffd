"""What the open question could not read: a correction of an earlier answer, or a miss, never met the same way twice."""

from __future__ import annotations

from typing import Any, Final

from bot.chat.kind import Kind, Unsure
from bot.chat.phrase import Phrase, _
from bot.chat.replay import Replay
from bot.chat.words import Ask, Offer
from bot.storage.talks import Talk
from bot.turn.leading import Lead

MISSED: Final = "/unread"
"""Under this it is kept which refusal was said last, and how often nothing was read."""
BOUNDS: Final = frozenset(("least", "most", "longest", "first", "last"))
"""What values of a refusal are called that say within which bounds an answer would be taken: never left out."""
WAYS_OUT: Final = (
    Offer(_("↩️ One question back"), "/back"),
    Offer(_("☎️ Talk to a person"), "/people_to_call"),
    Offer(_("✖️ Stop here"), "/cancel"),
)


async def correction(lead: Lead, open_kind: Kind[Any] | None = None) -> Offer | None:
    """The change of an earlier answer that the words hold ("à nhầm, 300k thôi"), the latest answer first.

    An answer of the same sort as `open_kind` is left out: what did not fit here was not meant for an earlier question.
    """
    run = await lead.look()
    if run is None:
        return None
    for step, (label, kind, kept) in reversed(run.chat.answered.items()):
        if open_kind is not None and type(kind) is type(open_kind):
            continue
        try:
            value = kind.find(lead.text, run.chat.today, lead.names(Ask(step, kind, ())))
        except Unsure:  # "500": thousands or millions, so no correction that could be offered with one tap
            continue
        if value is not None and kind.keep(value) != kept:
            return Offer(_("{label}: {value}", label=label, value=kind.show(value)), f"/amend {step}")
    return None


async def unread_again(lead: Lead, talk: Talk, run: Replay) -> bool:
    """Meets the same refusal another way from the second time on; False the first time, which is said as it is."""
    if run.trouble is None or run.open is None:
        return False
    last, _space, count = lead.hidden(MISSED).rpartition(" ")
    times = int(count) + 1 if last == run.trouble.source else 1
    if times == 1:
        lead.put(talk, run.open, run.chat, [run.trouble])
    else:
        bound = not BOUNDS.isdisjoint(run.trouble.values)
        notes = [_("That does not fit either."), run.trouble] if bound else [_again(times)]
        lead.put(talk, run.open, run.chat, notes, WAYS_OUT)
    lead.hide(f"{run.trouble.source} {times}", MISSED)
    return True


def _again(times: int) -> Phrase:
    if times % 2 == 0:
        return _("I still cannot read that, sorry. An answer, a button, or one of the ways out below:")
    return _("That is not it yet. If you get stuck here, somebody will gladly help you on the phone.")
