"""In whose name a gift is given, for which unit it counts, how it came about: asked the same way for all gifts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.kind import Kind
from bot.chat.kinds import Either, Named, PersonName, Text, says_no
from bot.chat.phrase import Example, Phrase, _
from bot.chat.words import Chat
from bot.programme.giving.pledge_questions import AlsoAsked
from bot.programme.giving.pledges import LONGEST_ORIGIN, GiftOrigin
from bot.programme.people.names import my_name
from bot.programme.people.units import UnitChoice, search_units

MOST_SEARCHES = 5


async def ask_donor(chat: Chat, first: Sequence[Phrase] = ()) -> tuple[str, str]:
    """(sort of donor, name to be shown); the name is empty for an anonymous gift. `first` stands above the question."""
    known = await chat.look(my_name)
    names: dict[str, Phrase | str] = {"known": known} if known else {}
    donor = await chat.choose(
        "donor",
        [*first, _("In whose name is the gift?")],
        {
            **names,
            "self": _("Another name") if known else _("My own name"),
            "unit": _("My office or school"),
            "firm": _("A business"),
            "anonymous": _("Without a name"),
        },
        label=_("Giver"),
        shown={"self": _("A person"), "unit": _("An office or a school")},
    )
    if donor == "anonymous":
        return donor, ""
    if donor == "known":
        return "self", known
    if donor == "self":
        asked = _("What name should we write? For example: Nguyễn Văn An.")
        return donor, await chat.ask("name", PersonName(words_least=1), asked, label=_("Name"))
    asked = _("What is the unit called?") if donor == "unit" else _("What is the business called?")
    return donor, await chat.ask("name", Text(longest=120), asked, label=_("Name"))


async def ask_counting(
    chat: Chat, example: str, also: AlsoAsked, preset: UnitChoice | None = None
) -> tuple[int | None, dict[str, GiftOrigin]]:
    """The unit a gift counts for, `preset` where a link of its own said so; and where it comes from.

    The latter as the deeds of pledging take it: nothing at all where the plan does not ask.
    """
    unit, place = (preset.id, "") if preset else await ask_unit(chat, example, also.area)
    if not also.anything:
        return unit, {}
    through = ""
    if also.through:
        through = preset.name if preset else await ask_through(chat, also.through)
    return unit, {"origin": GiftOrigin(through, place)}


async def ask_through(chat: Chat, offered: Mapping[str, str]) -> str:
    """Through whom a gift came about: one of those offered, anybody else, or nobody."""
    said = await chat.ask(
        "through",
        Either(Text(longest=LONGEST_ORIGIN), offered).or_skip(_("Nobody, on my own")),
        _("Who told you of the drive, or asked you to give? Choose, or type a name."),
        label=_("Through"),
    )
    return offered[said.key] if isinstance(said, Named) else said or ""


async def ask_unit(chat: Chat, example: str, area: str) -> tuple[int | None, str]:
    """The unit a gift counts for, found by a part of its name, such as `example`; None for no unit.

    Whoever gives from outside the area, where it has a name, says where they live; else that is empty.
    """
    nowhere = _unit_words(area)
    words = await chat.ask(
        "unit_words",
        nowhere,
        _(
            "Which commune or office should this gift count towards? Type a part of its name, for example: {unit}.",
            unit=Example(example),
        )
        if example
        else _("Which commune or office should this gift count towards? Type a part of its name."),
    )
    for search in range(MOST_SEARCHES):
        if isinstance(words, Named):
            return None, await ask_home(chat) if words.key == "outside" else ""
        if says_no(words):
            return None, ""
        found = await chat.look(search_units, words=words)
        if found:
            names = {str(unit.id): unit.name for unit in found}
            picked = await chat.choose(
                "unit",
                _("Which one do you mean?"),
                {**names, "again": _("Search again"), "none": _("No unit")},
                label=_("Counts for"),
            )
            if picked == "none":
                return None, ""
            if picked != "again":
                return int(picked), ""
        else:
            await chat.say(_("I couldn't find a unit called “{words}”.", words=words))
        words = await chat.ask(
            f"unit_words_{search}", nowhere, _("Please type another part of its name, or choose “No unit”.")
        )
    return None, ""


def _unit_words(area: str) -> Kind[str | Named]:
    named: dict[str, Phrase | str] = {"none": _("No unit")}
    if area:
        named["outside"] = _("I give from outside {area}", area=area)
    return Either(Text(longest=60), named)


async def ask_home(chat: Chat) -> str:
    """Where somebody from outside the area gives from."""
    asked = _("Where do you live? For example: Hải Phòng, or Nhật Bản. You may skip this.")
    return await chat.ask("home", Text(longest=LONGEST_ORIGIN).or_skip(), asked, label=_("Giving from")) or ""
