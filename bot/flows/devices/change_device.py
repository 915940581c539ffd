"""The reception judges a device anew, or takes it out of the books again with a reason that everybody may read."""

from __future__ import annotations

from bot.chat.kinds import Either, Named, Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.devices.device_questions import VERDICT_NAMES
from bot.flows.devices.state_names import STATES
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.care import REASONS, device_seen, judge, withdraw


@flow("doiketluan", label=_("⚖️ Change the verdict"), module="devices")
async def judge_device(chat: Chat) -> None:
    seen = await chat.look(device_seen, tag=chat.argument)
    answers: dict[str, Phrase | str] = {key: name for key, name in VERDICT_NAMES.items() if key != seen.verdict}
    asked = _("{tag} is judged as: {verdict}. What is it now?",
              tag=shown(seen.tag), verdict=VERDICT_NAMES[seen.verdict])  # fmt: skip
    verdict = await chat.choose("verdict", asked, answers, label=_("Verdict"))
    note = await chat.ask(
        "note", Text(longest=200, least=3), _("Why? For example: a new battery was put in."), label=_("Why")
    )
    try:
        status = await chat.do(judge, tag=seen.tag, verdict=verdict, note=note)
    except Refused as no:
        await chat.say(no.why)
        return
    state, following = STATES[status]
    done = _("{tag}: {state} – {next}", tag=shown(seen.tag), state=state, next=following)
    await chat.say(done, offers=[Offer(_("Show the device"), f"/device {seen.tag}")])


@flow("traimay", label=_("↩️ Take it out of the books"), module="devices")
async def withdraw_device(chat: Chat) -> None:
    seen = await chat.look(device_seen, tag=chat.argument)
    tag = shown(seen.tag)
    typed = await chat.ask(
        "reason",
        Either(Text(longest=200, least=5), REASONS),
        (
            _("Why does {tag} go out of the books?", tag=tag),
            _("The reason stands in the public ledger: please no names."),
        ),
        label=_("Why"),
    )
    if not await chat.confirm("sure", _("Take {tag} out of the books? It gets a line in the ledger.", tag=tag)):
        await chat.say(_("Good, nothing was changed."))
        return
    try:
        await chat.do(withdraw, tag=seen.tag, reason=typed.key if isinstance(typed, Named) else typed)
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(_("{tag} is out of the books. Its history stays.", tag=tag))
