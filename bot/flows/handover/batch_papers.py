"""The papers of a batch to print: the record, and a slip for each family."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.handover.batches import batch_seen
from bot.programme.handover.papers import papers_here, record_paper, slips_paper


@flow("giaybangiao", label=_("🖨 Papers of a hand-over"), glance=True, module="students")
async def batch_papers(chat: Chat) -> None:
    """The batch's number stands behind the command."""
    batch = await chat.look(batch_seen, number=chat.number)
    if not await chat.look(papers_here):
        said = _("These papers name children, so they do not go through this messenger. Please open the web desk, or "
                 "write to me on our own page.")  # fmt: skip
        await chat.say(said, offers=[Offer(_("🖥 Web desk"), "/web_desk")])
        return
    record = await chat.look(record_paper, number=batch.number)
    await chat.say(_("The record of hand-over {number}, to be signed on paper.", number=batch.number), document=record)
    try:
        slips = await chat.look(slips_paper, number=batch.number)
    except Refused as no:
        await chat.say(no.why)
        return
    said = _("The slips: please cut them and give each family its own, folded. The code on it is for them alone.")
    await chat.say(said, document=slips)
