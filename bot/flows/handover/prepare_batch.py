"""The reception prepares what a school's families are given: one batch, with a slip for each family."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.reception import my_receptions
from bot.programme.handover.batches import Batch, batches_of, draw_again, prepare, slip_of, to_prepare


@flow(
    "chuanbitrao",
    "dottrao",
    label=_("📦 Prepare a hand-over"),
    roles=("coordinator", "manager", "helper"),
    module="students",
)
async def prepare_batch(chat: Chat) -> None:
    receptions = {str(one.unit): one.name for one in await chat.look(my_receptions)}
    if not receptions:
        await chat.say(_("You need an invitation for this. Please ask the reception board for a code."))
        return
    unit = next(iter(receptions))
    if len(receptions) > 1:
        unit = await chat.choose("unit", _("From which unit?"), dict(receptions), label=_("From"))
    earlier = await chat.look(batches_of, unit=int(unit))
    if earlier:
        await chat.say(_("Prepared so far:"), *(batch_line(one) for one in earlier), offers=_papers(earlier))
    schools = await chat.look(to_prepare, unit=int(unit))
    if not schools:
        await chat.say(_("Nothing that was decided waits for a hand-over here."))
        return
    named: dict[str, Phrase | str] = {
        str(one.school): _n("{school}: {n} pupil", "{school}: {n} pupils", one.students, school=one.name)
        for one in schools
    }
    school = await chat.choose("school", _("Which school's families are they for?"), named, label=_("School"))
    try:
        made = await chat.do(prepare, unit=int(unit), school=int(school))
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(
        batch_line(made),
        _("The school knows. Please print the record and the slips; each family needs its own slip, for its code."),
        offers=_papers([made]),
    )


@flow("maphieumoi", label=_("🔢 Another code"), module="students")
async def another_code(chat: Chat) -> None:
    """Another code for a family's slip; the student's code stands behind the command."""
    try:
        code = await chat.look(slip_of, code=chat.argument)
    except Refused as no:
        await chat.say(no.why)
        return
    if not await chat.confirm("sure", _("Draw another code for {code}? The one on the slip counts no more then.",
                                        code=shown(code))):  # fmt: skip
        await chat.say(_("All right, nothing was changed."))
        return
    digits = await chat.do(draw_again, code=code)
    await chat.say(
        _("The new code is <code>{digits}</code>. Please tell it to the family alone, by phone or on a new slip.",
          digits=digits),
    )  # fmt: skip


def batch_line(one: Batch) -> Phrase:
    """A batch in one line."""
    return _n("📦 Hand-over {number}, {school}: {n} family, {handed} of {things} things handed over.",
              "📦 Hand-over {number}, {school}: {n} families, {handed} of {things} things handed over.",
              one.students, number=one.number, school=one.school, handed=one.handed, things=one.things)  # fmt: skip


def _papers(batches: list[Batch]) -> list[Offer]:
    return [Offer(_("🖨 Papers of hand-over {number}", number=one.number), f"/giaybangiao {one.number}")
            for one in batches[:3]]  # fmt: skip
