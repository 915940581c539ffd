"""Takes one update of a person to where it belongs: an order, a button, an answer, or the menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.chat import journal
from bot.chat.journal import Entry, Fenced
from bot.chat.kind import Heard, folded
from bot.chat.kinds.choice import number_of
from bot.chat.kinds.typed import core
from bot.chat.phrase import _
from bot.chat.replay import SILENCE
from bot.chat.words import Offer
from bot.flows.registry import COMMANDS, FLOWS
from bot.messages import Incoming
from bot.programme.people.roles import held_by
from bot.storage import inbox
from bot.storage.talks import Offered, Talk
from bot.turn import captions, things_sent, wished
from bot.turn.beginning import begin, begin_menu, interrupt, take_up
from bot.turn.leading import Lead
from bot.turn.orders import command, nearest, written

LONGEST_LABEL: Final = 60


async def hear(lead: Lead, update: Incoming) -> None:
    """Takes one update of a person to where it belongs."""
    me, lead.answers = lead.me, dict(update.about)
    lead.text, lead.doubts, lead.misread = update.text or "", wished.doubts, wished.unread
    if me.unreachable is not None:
        me.unreachable, me.changed = None, True
    if me.place != update.place:
        me.place, me.changed = update.place, True
    if me.talk is not None and me.talk.flow not in FLOWS:
        await lead.step(me.talk, None)  # a release took the flow away: the talk ends and says so
    if update.edited:
        return await _edited(lead)
    if update.caption:
        update = await captions.words_of(lead, update)
    said = update.text
    if update.button is not None:
        if not update.button.startswith("/"):
            return await _press(lead, update, update.button)
        said = update.button
    if said is not None:
        if update.button is None and lead.unread and await _chooses(lead, said):
            return await lead.crossed()
        order = await _order(lead, said)
        if order is not None:
            return await _obey(lead, *order)
    if update.group:
        return None
    thing = things_sent.sort_of(update)
    if thing and await things_sent.answer(lead, thing, update.photo or update.document):
        return None
    if me.talk is None:
        return await wished.free_words(lead)
    heard = Heard(text=update.text, phone=update.contact, photo=update.photo, document=update.document)
    await lead.step(me.talk, heard, update.at)
    if lead.private:
        await inbox.hush(lead.world.work, update)


async def _edited(lead: Lead) -> None:
    """A message was edited: what it had answered stays, and whoever has a talk open is told so."""
    if lead.me.talk is not None:
        note = _("I do not read an edited message again. Please send your answer as a new message; to change an "
                 "earlier answer, write /edit.")  # fmt: skip
        await lead.put_again(note)


async def silence(lead: Lead, talk: int, seq: int, at: datetime) -> None:
    """Lets the open question hear that nobody answered, if it is still that question."""
    open_talk = lead.me.talk
    if open_talk is not None and (open_talk.id, open_talk.seq) == (talk, seq):
        await lead.step(open_talk, SILENCE, at)


async def _press(lead: Lead, update: Incoming, button: str) -> None:
    """A button of a question counts only for the very question it was put under."""
    talk = lead.me.talk
    question, _dot, pick = button.rpartition(".")
    if talk is not None and question == f"{talk.id}.{talk.seq}" and pick.isascii() and pick.isdigit() and len(pick) < 4:
        return await lead.step(talk, Heard(pick=int(pick)), update.at)
    lead.say(_("This question is closed already."))
    if talk is not None:
        await lead.put_again()


async def _order(lead: Lead, said: str) -> tuple[str, str] | None:
    """The order in a message, if it is one: a command, a steering word, or a choice from the last list shown."""
    offered = _offered(lead, said)
    chosen = offered.command if offered else None
    order = command(chosen or said, free=False)
    settled = offered is not None and (offered.numbered or offered.command == wished.ANSWER)
    if order is None or settled or said.lstrip().startswith("/") or lead.me.talk is None:
        return order
    run = await lead.look()  # a bare word may be an answer where any words may be
    free = run is not None and run.open is not None and run.open.kind.free_text
    return command(said, free=free) if free else order


async def _chooses(lead: Lead, said: str) -> bool:
    """Whether typed words pick something from a list; an order, a sum or a name does not."""
    if _offered(lead, said) is not None:
        return True
    run = None if command(said, free=False) else await lead.look()
    if run is None or run.open is None:
        return False
    kind, bare = run.open.kind, folded(core(said[:LONGEST_LABEL]))
    by_number = kind.numbered and number_of(bare) is not None and bool(kind.options())
    return kind.closed or by_number or bare in {folded(core(label)) for label in run.labels(run.open)}


def _offered(lead: Lead, said: str) -> Offered | None:
    if not lead.me.offers or len(said) > LONGEST_LABEL:
        return None
    bare = folded(said)
    for number, offer in enumerate(lead.me.offers, 1):
        if offer.command is None or offer.command in wished.KEPT:
            continue
        if bare == folded(offer.label) or (offer.numbered and bare == str(number)):
            return offer
    return None


async def _obey(lead: Lead, name: str, argument: str) -> None:
    """Steers the open talk, or begins a flow."""
    talk, sentence = lead.me.talk, lead.hidden(wished.SAID)
    if name == "unknown":
        return await _unknown(lead, argument)
    if name in FLOWS:
        if talk is not None and not FLOWS[name].glance:
            interrupt(lead, talk, FLOWS[name], argument)
            return lead.hide(sentence, wished.SAID) if sentence else None
        return await begin(lead, FLOWS[name], argument, sentence)
    if name == "continue" and talk is None:
        return await take_up(lead)
    if talk is None:
        lead.say(_("Nothing is open at the moment."))
        return await begin_menu(lead)
    match name:
        case "drop" | "aside":
            lead.leave("cancelled" if name == "drop" else "aside")
            if name == "aside":
                lead.wait(talk.flow)
            wanted, _space, rest = argument.partition(" ")
            await begin(lead, COMMANDS.get(wanted, FLOWS["menu"]), rest, sentence)
        case "cancel":
            done = any(entry.sort == "deed" for entry in talk.journal)
            lead.leave("cancelled")
            kept = _("What you had already confirmed stays as it is.")
            lead.say(_("Stopped. Nothing more was recorded."), *([kept] if done else []))
            if not lead.offer_later():
                await begin_menu(lead)
        case "back":
            await _unremember(lead, talk, lambda entries: (journal.back(entries), []))
        case "edit" if argument:
            await _unremember(lead, talk, lambda entries: journal.edit(entries, argument))
        case "edit":
            await _offer_edit(lead)
        case "answer":
            await wished.answer(lead, talk, argument)
        case "amend":
            await _unremember(lead, talk, lambda entries: journal.edit(entries, argument), sentence)
        case _other:
            await lead.put_again()


async def _unknown(lead: Lead, command: str) -> None:
    """A command that does not exist is named without its slash, so that no messenger makes a link of it."""
    near = nearest(command, {held.role for held in await held_by(lead.world, lead.me.person_id)})
    said = command.lstrip("/")[:LONGEST_LABEL]
    if near is None:
        lead.say(_("There is no command “{command}”.", command=said))
    else:
        like = written(near, lead.me.language)
        lead.say(_("There is no command “{command}”. Do you mean {like}?", command=said, like=like),
                 offers=[Offer(near.label, f"/{near.name}")])  # fmt: skip
    if lead.me.talk is not None:
        await lead.put_again()
    elif near is None:
        await begin_menu(lead)


async def _unremember(
    lead: Lead, talk: Talk, change: Callable[[list[Entry]], tuple[list[Entry], list[Entry]]], sentence: str = ""
) -> None:
    """Takes answers back; `sentence` is heard by the question that is open then."""
    try:
        talk.journal, talk.spare = change(talk.journal)
    except Fenced:
        lead.say(_("That is recorded already and cannot be taken back here."))
        return await lead.put_again()
    except IndexError:
        lead.say(_("There is nothing before this question."))
        return await lead.put_again()
    if not sentence:
        return await lead.step(talk, None)
    talk.digest = ""  # it is given to the question that opens now, not to the one that was open
    await lead.step(talk, Heard(text=sentence), lead.world.now)


async def _offer_edit(lead: Lead) -> None:
    """Lists what was answered, each line a button that opens it again."""
    run = await lead.look()
    lines = []
    for step, (label, kind, kept) in run.chat.answered.items() if run else ():
        lines.append(Offer(_("{label}: {value}", label=label, value=kind.show(kind.load(kept))), f"/edit {step}"))
    if not lines:
        lead.say(_("Nothing was answered yet that could be changed."))
        return await lead.put_again()
    lead.say(_("Which line would you like to change?"), offers=[*lines, Offer(_("None, go on"), "/goon")])
