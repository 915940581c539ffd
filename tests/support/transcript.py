"""Whole conversations in a plain file: what people do stands at the line's beginning, what they then see below it.

    # A comment.
    = plan vinh-tuong                    in which drive; thanh-oai where nothing is said
    = starts 2021-09-27 09:00            when it begins, in the plan's own zone
    = everybody reads en                 or one person: = donor reads en
    = donor is called Lê Thị Hảo Tâm     what the messenger says of a visitor
    = leaders is a group
    = bank +500000 UNG HO TO???????      the drive's bank tells of a transfer, the code as the last donor was told it
    = approved 2 poor                    so many pupils of a class are approved; 2 poor line: they lack a connection too
    = ready 3 tablet TO-????-???         so many of a kind lie ready at the office, of a gift or of nobody's
    = decided 2 tablet TO-????-???       so many approved pupils are given one each; 2 tablet line: and a SIM card
    = in force 5 sim                     so many of a service may be given
    = invite unit_contact hoi-lhpn       the code may be written ?????-????? from here on
    = teacher lists Lê An 5/9/2010 6A    a teacher enters a pupil of a poor household, who needs a device
    = clock 2021-09-28 08:00             everything due until then happens
    = meanwhile 2021-10-12 09:00         the same, but nobody's messages of that time are written down
    = menus in full                      menus are written out; elsewhere they are [the menu], whatever stands on it

    donor: 500k                          somebody writes
    donor: [2. A business]               somebody presses the button of these words, or the second one where none has
                                         them; number and words are filled in
    donor: 2 [A business]                somebody types the number of that button
    donor: [1. Yes] 2 messages before    a button of an earlier message that had buttons
    donor: (photo laptop.jpg)            somebody sends a picture, (file list.xlsx), (contact 0900 000 123), (a voice),
                                         or whatever else nobody reads: (a sticker), (a location)
    donor: (photo bill.jpg) 500k         with words under it
      bot: In whose name is the gift?
           [My own name | A business]
      bot to official (notice): …        what somebody else gets because of it, unasked
      bot (in place): …                  it takes the place of an earlier message

People of the plan go by their keys, others are visitors. Codes, which chance draws, are written TO-????-???; typed by
a person, that stands for the last such code they were told; where there is none, for the last anybody was told. Bold
is *so*, code `so`, italics _so_. The four digits of a family's slip are written ????, a wrong code ???!.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from bot.chat.kind import File
from bot.flows.menu_order import MENU
from bot.messages import Button, Lane, Outgoing
from bot.programme.codes import fold_code, read_code, shown
from bot.texts import unmarked
from tests.support import allotted, pupils
from tests.support.listed import lists
from tests.support.rig import Rig

SYMBOL: Final = "[2-9A-HJKMNP-Z]"
CODE: Final = re.compile(rf"\b(TOC|TOD|TOM|TO|VTM|VT|HS|SL)(?:-{SYMBOL}{{4}}-{SYMBOL}{{3}}|{SYMBOL}{{7}})\b")
MARK: Final = re.compile(r"`[0-9a-f]{16}`")
"""The ledger's mark, which hangs on the moment of every line."""
HASH: Final = re.compile(r"\b[0-9a-f]{32,64}\b")
"""A whole hash, or a salt."""
DESK_CODE: Final = re.compile(rf"`{SYMBOL}{{4}}-{SYMBOL}{{4}}`")
SLIP: Final = re.compile(r"(?<=: code )\d{4}|(?<=`)\d{4}(?=`)")
"""The code on a family's slip, on the slip and where it is told."""
LINK: Final = re.compile(r"(?<=/desk/login/)[\w-]{43}")
"""What lets somebody in at the web desk."""
INVITE: Final = "?????-?????"
EMPTY: Final = "¶"
"""How an empty line within a message is written."""
PRESSED: Final = re.compile(r"\[(\d+)\. ?([^\]]*)\](?: (\d+) messages? before)?")
NUMBERED: Final = re.compile(r"(\d+) \[([^\]]+)\]")
SENT: Final = re.compile(r"\((photo|file|contact) ([^)]+)\)(?: (.+))?")
MORE: Final = "more"
UNREAD: Final = re.compile(r"\(an? (\w+)\)")
FILES: Final = Path(__file__).parent.parent / "transcripts" / "files"
LANES: Final = {Lane.REPLY: "", Lane.NOTICE: " (notice)", Lane.BULK: " (mailing)"}
After = Callable[[Rig], Awaitable[None]]


class Transcript:
    """One file. `play` holds its conversation anew and gives the whole file as it would be written now."""

    def __init__(self, path: Path):
        self.path = path
        self.text = path.read_text()
        self.inputs = [line for line in self.text.splitlines() if not line.startswith("  ")]
        self.starts = next((line[9:] for line in self.inputs if line.startswith("= starts ")), "")
        self.plan = next((line[7:] for line in self.inputs if line.startswith("= plan ")), "thanh-oai")

    async def play(self, folder: Path, after: After | None = None, engine: str = "sqlite") -> str:
        """`after` is called whenever somebody has said something."""
        async with Rig(folder, self.plan, start=self.starts, engine=engine) as rig:
            stage = _Stage(rig)
            for line in self.inputs:
                await stage.act(line, after)
        return "\n".join(stage.lines) + "\n"


class _Stage:
    """A conversation under way."""

    def __init__(self, rig: Rig):
        self.rig = rig
        self.lines: list[str] = []
        self.names: dict[str, str] = {}  # who a chat belongs to
        self.codes: dict[tuple[str, str], str] = {}  # the last code somebody was told, by name and prefix
        self.invitation = ""
        self.digits = "0000"  # of the last slip
        self.menus = False  # whether they are written in full
        self._seen = 0

    async def act(self, line: str, after: After | None) -> None:
        """Does what a line says, and writes it down with what people see of it."""
        who, colon, what = line.partition(": ")
        if not line or line.startswith("#"):
            self.lines.append(line)
        elif line.startswith("= "):
            self.lines.append(line)
            await self._direct(line[2:])
            self._hear("")
        else:
            assert colon, f"neither a comment nor a direction nor something said: {line!r}"
            self._name(who)
            self.lines.append(f"{who}: {await self._say(who, what)}")
            if not self._hear(who):
                self.lines.append("  (no answer)")
            if after is not None:
                await after(self.rig)
                self._hear(who)

    async def _direct(self, what: str) -> None:
        match what.split():
            case ["starts" | "plan", *_what]:
                pass  # known before the first line
            case ["menus", "in", "full"]:
                self.menus = True
            case ["clock", *when]:
                await self.rig.move(" ".join(when))
            case ["meanwhile", *when]:
                await self.rig.move(" ".join(when))
                self._seen = sum(len(handler.delivered) for handler in self.rig.handlers.values())
            case ["everybody", "reads", language]:
                self.rig.language = language
                for person in self.rig.plan.people:
                    await self.rig.reads(person.key, language)
            case [who, "reads", language]:
                await self.rig.reads(who, language)
            case [who, "is", "called", *name]:
                self.rig.names[who] = " ".join(name)
            case [who, "is", "a", "group"]:
                self.rig.groups.add(who)
            case ["bank", amount, *memo]:
                await self.rig.bank(int(amount), self._filled("", " ".join(memo)))
            case ["approved", count, household, *lacks]:
                await pupils.approved(self.rig, int(count), household=household, line=lacks == ["line"])
            case ["ready", count, item, *gift]:
                of = fold_code(self._filled("", gift[0])) if gift else ""
                await pupils.ready(self.rig, item, int(count), gift=of)
            case ["decided", count, item, *more]:
                of = fold_code(self._filled("", more[0])) if more and more[0] != "line" else ""
                await allotted.decided(self.rig, int(count), item, gift=of, line="line" in more)
            case ["in", "force", quota, item]:
                await pupils.in_force(self.rig, item, int(quota))
            case [who, "lists", *name, birth, class_name]:
                self._name(who)
                self.codes[who, "HS"] = await lists(self.rig, who, " ".join(name), birth, class_name)
            case ["invite", role, *unit]:
                self.invitation = await self.rig.invite(role, *unit)
            case _:
                raise ValueError(f"no such direction: {what}")

    async def _say(self, who: str, what: str) -> str:
        """Somebody says something; returns how it is written down."""
        if pressed := PRESSED.fullmatch(what):
            back = int(pressed[3] or 0)
            number, button = self._button(who, int(pressed[1]), pressed[2], back)
            await self._take(who, button=button.data)
            before = f" {back} message{'s' if back > 1 else ''} before" if back else ""
            return f"[{number}. {self._masked(who, button.label)}]{before}"
        if typed := NUMBERED.fullmatch(what):
            number, button = self._button(who, int(typed[1]), typed[2])
            await self._take(who, text=str(number))
            return f"{number} [{self._masked(who, button.label)}]"
        if sent := SENT.fullmatch(what):
            sort, name = sent[1], sent[2]
            if (kept := FILES / name).exists():
                self.rig.handlers[self.rig.chat(who)[0]].files[f"web:{name}"] = kept.read_bytes()
            photo = File(f"web:{name}", name, "image/jpeg", 200_000)
            paper = File(f"web:{name}", name, "application/octet-stream", 20_000)
            things: dict[str, dict[str, Any]] = {"photo": {"photo": photo}, "file": {"document": paper}}
            await self._take(who, caption=sent[3] or "", **things.get(sort, {"contact": name}))
            return what
        if unread := UNREAD.fullmatch(what):
            await self._take(who, other=unread[1])
            return what
        await self._take(who, text=self._filled(who, what).replace("⏎", "\n"))
        return what

    def _button(self, who: str, number: int, label: str, back: int = 0) -> tuple[int, Button]:
        """A button by its words, wherever it stands now, or else by its number; and its number."""
        buttons = [message for message in self.rig.all_heard(who) if message.buttons][-1 - back].buttons
        places = [place for place, one in enumerate(buttons, 1) if CODE.sub(_hidden, one.label) == label]
        number = number if number in places or not places else places[0]
        return number, buttons[number - 1]

    async def _take(self, who: str, **what: Any) -> None:
        await self.rig.take(self.rig.update(who, what.pop("text", None), **what))

    def _filled(self, who: str, text: str) -> str:
        """What somebody types, with the codes they were told."""
        text = text.replace(INVITE, self.invitation).replace("???!", f"{(int(self.digits) + 1) % 10_000:04}")
        text = re.sub(r"(?<![?-])\?{4}(?![?-])", self.digits, text)
        for prefix in ("TOC", "TOD", "TOM", "TO", "VTM", "VT", "HS"):
            if f"{prefix}-????-???" in text or f"{prefix}???????" in text:
                told = [code for (name, sort), code in self.codes.items() if sort == prefix and who in ("", name)]
                code = (told or [code for (_name, sort), code in self.codes.items() if sort == prefix])[-1]
                text = text.replace(f"{prefix}-????-???", shown(code)).replace(f"{prefix}???????", code)
        return text

    def _hear(self, speaker: str) -> bool:
        """Writes down what people have got since the last time; whether there was anything."""
        fresh = [message for handler in self.rig.handlers.values() for message in handler.delivered][self._seen :]
        self._seen += len(fresh)
        for message in sorted(fresh, key=lambda one: one.id):
            who = self._whose(message.chat)
            to = "" if who == speaker else f" to {who}"
            first, *rest = self._shown(who, message)
            place = " (in place)" if message.replaces else ""
            self.lines.append(f"  bot{to}{LANES[message.lane]}{place}: {first}")
            self.lines += [f"       {line or EMPTY}" for line in rest]
        return bool(fresh)

    def _name(self, who: str) -> None:
        self.names[self.rig.chat(who)[1]] = who

    def _whose(self, chat: str) -> str:
        return self.names.get(chat) or chat.removeprefix("demo-")

    def _shown(self, who: str, message: Outgoing) -> list[str]:
        """A message as lines: its text, its picture, its buttons."""
        text = re.sub(r"</?b>", "*", message.text)
        text = re.sub(r"</?code>", "`", re.sub(r"</?i>", "_", text))
        lines = unmarked(text).split("\n")
        if message.picture is not None:
            lines += picture(message.picture)
        if message.document is not None:
            lines += picture(message.document)
        if not self.menus and is_menu(message):
            lines.append("[the menu]")
        elif message.buttons:
            lines.append(f"[{' | '.join(button.label for button in message.buttons)}]")
        return [self._masked(who, line) for line in lines]

    def _masked(self, who: str, text: str) -> str:
        """The text with its codes hidden; the last of them is remembered."""

        def hide(found: re.Match[str]) -> str:
            code = read_code(found[0], found[1])
            if code is None:
                return found[0]
            self.codes.pop((who, found[1]), None)  # so that the last one told to anybody stands last
            self.codes[who, found[1]] = code
            return _hidden(found)

        for told in SLIP.findall(text):
            self.digits = told
        text = SLIP.sub("????", text)
        text = DESK_CODE.sub("`????-????`", text)
        text = HASH.sub("(hash)", text)
        return LINK.sub("?" * 43, MARK.sub("`????????????????`", CODE.sub(hide, text).replace("\u00a0", " ")))


def _hidden(code: re.Match[str]) -> str:
    """A code without what chance drew."""
    return code[1] + re.sub(SYMBOL, "?", code[0][len(code[1]) :])


def is_menu(message: Outgoing) -> bool:
    """Whether its buttons are a person's menu, up to its last line, which everybody has."""
    names = [button.data.removeprefix("/") for button in message.buttons]
    return len(names) > 1 and names[-1] in (MORE, MENU[-1]) and {*names} <= {*MENU, MORE}


def picture(recipe: dict[str, Any]) -> list[str]:
    """What a picture or a paper shows, in words."""
    if "file" in recipe and "called" in recipe:
        return [f"(file {recipe['called']})"]
    if "file" in recipe:
        return [f"(photo {recipe['file'].partition(':')[2]})"]
    if recipe["make"] == "vietqr":
        keys = ("bin", "account", "amount", "memo")
        return [f"(QR: {', '.join(f'{key} {recipe[key]}' for key in keys)})"]
    if recipe["make"] == "list_template":
        return [f"(file {recipe['called']}: {' | '.join(recipe['columns'])})"]
    if recipe["make"] == "shared_gift":
        return [f"(picture: {' / '.join(recipe[key] for key in ('says', 'gift', 'to', 'invites', 'url'))})"]
    if recipe["make"] == "bars":
        bars = "; ".join(f"{bar['label']} {bar['shown']}" for bar in recipe["bars"]) or recipe["empty"]
        return [f"(chart: {recipe['title']} – {recipe['subtitle']}:", f" {bars}; {recipe['total_line']})"]
    if recipe["make"] == "certificate":
        told = [recipe[key] for key in ("title", "number", "for_whom", "name", "gift", "place_and_day")]
        return [f"({recipe['called']}: {' / '.join(told)} / {recipe['code']}, {recipe['verify_url']})"]
    if recipe["make"] == "receipt":
        rows = [f"{row['label']}: {row['value']}" for row in (*recipe["rows"], *recipe["sums"])]
        items = [" · ".join(cells).rstrip(" ·") for cells in recipe["items"]]
        return [
            f"({recipe['called']}: {recipe['title']}, {recipe['number']}",
            *(f" {line}" for line in rows + items),
            ")",
        ]
    if recipe["make"] == "labels":
        told = [f"{one['tag']} {one['name']}, {one['note']}" for one in recipe["labels"]]
        return [f"(labels, {recipe.get('skip', 0)} left out: {'; '.join(told)})"]
    if recipe["make"] == "slips":
        told = [f"{one['code']}: code {one['digits']}, {one['name']}, {one['things']}" for one in recipe["slips"]]
        return [f"({recipe['name']}: {'; '.join(told)}; {recipe['say']} {recipe['steps']})"]
    if recipe["make"] == "qr":
        return [f"(QR: {recipe['text']})"]
    return [f"(picture: {recipe})"]
