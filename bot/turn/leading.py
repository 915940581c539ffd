"""Leads one person's talk a step and lays down what is said: the flow's words become messages in their language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot import texts
from bot.chat.journal import Fenced
from bot.chat.kind import Heard
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.replay import Replay, Silence, TooLong
from bot.chat.words import Ask, Chat, Offer, Refused, Say
from bot.flows.registry import FLOWS
from bot.messages import Button, Lane
from bot.programme.world import World
from bot.storage.talks import LATER, Contact, Offered, Talk
from bot.wishes import book

PATIENCE: Final = timedelta(days=2)
"""How long a question waits before silence is heard."""
FOR_REVIEW: Final = (Offer(_("✏️ Change a line"), "/edit"),)
"""Beside its yes and its no, which stops."""


@dataclass
class Lead:
    """One person in this turn: their open talk, and a voice to answer them with."""

    world: World
    me: Contact
    on_its_way: Callable[[str, str], bool] = lambda channel, chat: False  # whether a reply has not yet left
    answers: dict[str, Any] = field(default_factory=dict)  # what the messenger needs back with the first reply
    touched: dict[int, tuple[Contact, Talk]] = field(default_factory=dict)  # talks to be written down
    private: bool = False  # whether the last answer is not to be kept in the history
    answered: bool = False  # whether something was said to them in this turn
    text: str = ""  # what the person wrote
    foreword: Phrase | None = None  # said above the next message
    doubts: Callable[[Ask, str], bool] = lambda ask, text: False  # whether words may be a wish and no answer
    misread: Callable[[Lead, Talk, Replay], Awaitable[bool]] | None = None  # what to do with what was not read

    def say(
        self,
        *lines: Phrase | str,
        offers: Sequence[Offer] = (),
        picture: dict[str, Any] | None = None,
        document: dict[str, Any] | None = None,
        beside: Sequence[Phrase | str] = (),
    ) -> None:
        """Sends the person a message."""
        buttons = self._buttons(offers)
        self._remember(buttons)
        shown = texts.text(beside, self.me.language, self.world.zone) if beside and picture else ""
        said = texts.text(lines, self.me.language, self.world.zone)
        self._send(said, buttons, True, picture, document, shown)

    async def step(
        self,
        talk: Talk,
        fresh: Heard | Silence | None,
        at: datetime | None = None,
        adopt: bool = False,
        sentence: str = "",
    ) -> None:
        """Runs a talk one step, says what it says, and notes where it stands now."""
        self.touched[talk.id] = (self.me, talk)
        try:
            run, state = await self.run(talk, fresh, at, adopt, sentence)
        except Fenced:
            self.leave("fenced")
            self.say(_("This conversation has been updated. Please start it again; what you confirmed is kept."))
            return
        except TooLong:
            self.leave("too_long")
            self.say(_("This conversation has become too long. Please start again."))
            return
        if state != "waiting":
            self.leave(state)
            if state == "finished":
                self.offer_later()
            return
        assert run.open is not None
        digest = run.open.digest
        if (talk.step, talk.digest) != (run.open.step, digest) or run.trouble is None:
            talk.seq += 1
        talk.step, talk.digest = run.open.step, digest
        talk.silent_at = self.world.now + PATIENCE
        if (run.trouble or run.doubted) and self.misread is not None and await self.misread(self, talk, run):
            return
        notes = [run.trouble] if run.trouble else []
        notes += [_("✍️ {label}: <b>{value}</b>", label=ask.label, value=run.value_of(ask))
                  for ask in (*self._echoed(run, fresh), *run.filled) if ask.label and not run.open.review]  # fmt: skip
        if run.changed:
            notes.append(_("The question has changed meanwhile. Please answer it as it is now."))
        self.put(talk, run.open, run.chat, notes)

    def _echoed(self, run: Replay, fresh: Heard | Silence | None) -> list[Ask]:
        """The question whose answer was typed just now, if that is to be shown back at once."""
        typed = isinstance(fresh, Heard) and fresh.text is not None and run.trouble is None and not run.doubted
        ask = run.heard
        if not typed or ask is None or not ask.kind.echoed or ask in run.filled:
            return []
        return [ask] if isinstance(run.value_of(ask), Cash) else []

    async def run(
        self,
        talk: Talk,
        fresh: Heard | Silence | None = None,
        at: datetime | None = None,
        adopt: bool = False,
        sentence: str = "",
    ) -> tuple[Replay, str]:
        """Runs a flow and says what it says, without putting its question."""
        run = self.replay(talk, sentence)
        run.spare, run.adopting = talk.spare, adopt
        if fresh is not None:
            run.fresh, run.at, run.expects = fresh, at, talk.digest
        try:
            state: str = await run.run()
        except Refused as no:  # a refusal that the flow does not answer itself ends it with the reason
            run.said.append(Say([no.why]))
            state = "finished"
        talk.spare = run.spare
        self.private = run.heard is not None and run.heard.kind.private
        for say in run.said:
            self.say(*say.lines, offers=say.offers, picture=say.picture, document=say.document, beside=say.beside)
        return run, state

    async def look(self) -> Replay | None:
        """The open talk led to its open question, with nothing said or changed; None if it does not get there."""
        talk = self.me.talk
        if talk is None:
            return None
        try:
            run = self.replay(talk)
            run.journal, run.dry = list(talk.journal), True  # a changed flow must not do its deeds in passing
            await run.run()
        except (Fenced, TooLong):
            return None
        return run if run.open is not None and run.journal == talk.journal else None

    async def put_again(self, *notes: Phrase) -> None:
        """Puts the open question once more."""
        talk = self.me.talk
        assert talk is not None
        run = await self.look()
        if run is None or run.open is None or run.open.digest != talk.digest:
            return await self.step(talk, None)
        self.put(talk, run.open, run.chat, notes)

    @property
    def unread(self) -> bool:
        """Whether they cannot have seen the last we said, because it is still on its way to them."""
        return self.answered or self.on_its_way(self.me.channel, self.me.chat)

    async def crossed(self) -> None:
        """Says that a choice came before its list was seen, and asks for it again; what is offered stays offered."""
        note = _("Your message crossed with mine. Please answer once more, now that you can see it.")
        if self.me.talk is not None:
            return await self.put_again(note)
        self._send(texts.text([note], self.me.language, self.world.zone), (), True, None, None)

    def leave(self, status: str) -> None:
        """Closes the open talk, or puts it aside."""
        talk = self.me.talk
        if talk is not None:
            talk.status, talk.silent_at = status, None
            self.touched[talk.id] = (self.me, talk)
            self.me.talk = None

    def replay(self, talk: Talk, sentence: str = "") -> Replay:
        """A run of a talk's flow that has not begun; raises Fenced where a release took the flow away."""
        if talk.flow not in FLOWS:
            raise Fenced(talk.flow)
        return Replay(
            FLOWS[talk.flow].body,
            self.me.id,
            talk.opened_at,
            talk.journal,
            self.world.zone,
            talk.argument,
            world=self.world,
            labels=self._labels,
            names=self.names,
            doubts=self.doubts,
            sentence=sentence,
        )

    def _labels(self, ask: Ask) -> list[str]:
        return [texts.plain(option.label, self.me.language, self.world.zone) for option in ask.kind.options()]

    def _buttons(self, offers: Sequence[Offer]) -> list[Button]:
        zone = self.world.zone
        return [Button(texts.plain(offer.label, self.me.language, zone), offer.command) for offer in offers]

    def names(self, ask: Ask) -> list[list[str]]:
        """The ways to say each option of a question inside a sentence: its label, and what people call it."""
        called = book.read().answers
        return [
            [*([label] if " " in label else []), *called.get(_key(option.value), ())]
            for option, label in zip(ask.kind.options(), self._labels(ask), strict=True)
        ]

    def hide(self, label: str, command: str) -> None:
        """Keeps something beside the last list shown, until the next one: it stands on no button."""
        self.me.offers = [*self.me.offers, Offered(label, command, numbered=False)]
        self.me.changed = True

    def hidden(self, command: str) -> str:
        """What was kept beside the last list under a command; empty if nothing was."""
        kept = [offer.label for offer in self.me.offers if offer.command == command and not offer.numbered]
        return kept[-1] if kept else ""

    def wait(self, flow: str) -> None:
        """Keeps which flow is to be taken up once the open talk has ended; "" for none."""
        self.me.offers = [offer for offer in self.me.offers if offer.command != LATER]
        self.me.changed = True
        if flow:
            self.hide(flow, LATER)

    def offer_later(self) -> bool:
        """Offers what was put aside to be taken up now, once; whether there was anything."""
        flow = self.hidden(LATER)
        if flow not in FLOWS or self.me.talk is not None:
            return False
        self.wait("")
        label = FLOWS[flow].label
        self.say(_("Now for “{flow}”?", flow=label), offers=(Offer(label, "/continue"), Offer(_("Not now"), "/menu")))
        return True

    def put(self, talk: Talk, ask: Ask, chat: Chat, notes: Sequence[Phrase], offers: Sequence[Offer] = ()) -> None:
        """Lays the open question down, with its buttons; each names its talk and question."""
        lines: list[Phrase | str] = [*ask.lines]
        buttons = [Button(label, f"{talk.id}.{talk.seq}.{i}") for i, label in enumerate(self._labels(ask))]
        if ask.review:
            for label, kind, kept in chat.answered.values():
                lines.append(_("• {label}: <b>{value}</b>", label=label, value=kind.show(kind.load(kept))))
            buttons += self._buttons(FOR_REVIEW)
        buttons += self._buttons(offers)
        said = texts.text(lines, self.me.language, self.world.zone)
        if notes:
            said = texts.text(notes, self.me.language, self.world.zone) + "\n\n" + said
        self._remember(buttons)
        self._send(said, buttons, ask.kind.numbered, ask.picture, None)

    def _remember(self, buttons: Sequence[Button]) -> None:
        """Keeps which commands the last list offered, so that they may be chosen by number or words too."""
        offers = [Offered(b.label, b.data if b.data.startswith("/") else None) for b in buttons]
        if not any(offer.command for offer in offers):
            offers = []
        offers += [offer for offer in self.me.offers if offer.command == LATER]
        if self.me.offers != offers:
            self.me.offers, self.me.changed = offers, True

    def _send(
        self,
        said: str,
        buttons: Sequence[Button],
        numbered: bool,
        picture: dict[str, Any] | None,
        document: dict[str, Any] | None,
        beside: str = "",
    ) -> None:
        answers, self.answers, self.answered = self.answers, {}, True
        if self.foreword is not None:
            said = texts.text([self.foreword], self.me.language, self.world.zone) + "\n\n" + said
            self.foreword = None
        self.world.send(
            self.me,
            said,
            lane=Lane.REPLY,
            buttons=buttons,
            numbered=numbered,
            picture=picture,
            document=document,
            answers=answers,
            beside=beside,
        )


def _key(value: Any) -> str:
    """The key of an option's value, which may stand in a list with the value of another sort."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) else ""
