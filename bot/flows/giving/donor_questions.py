"""In whose name a gift is given, and for which unit it counts: asked the same way for money and things."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.kinds import Either, Named, PersonName, Text, says_no
from bot.chat.phrase import Example, Phrase, _
from bot.chat.words import Chat
from bot.programme.people.names import my_name
from bot.programme.people.units import search_units

MOST_SEARCHES = 5
_UNIT_WORDS = Either(Text(longest=60), {"none": _("No unit")})


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
        asked = _("Whose name shall we write? For example: Nguyễn Văn An.")
        return donor, await chat.ask("name", PersonName(words_least=1), asked, label=_("Name"))
    asked = _("What is the unit called?") if donor == "unit" else _("What is the business called?")
    return donor, await chat.ask("name", Text(longest=120), asked, label=_("Name"))


async def ask_unit(chat: Chat, example: str) -> int | None:
    """The unit a gift counts for, found by a part of its name, such as `example`; None for no unit."""
    words = await chat.ask(
        "unit_words",
        _UNIT_WORDS,
        _(
            "Which commune or office shall it count for? Type a part of its name, for example: {unit}.",
            unit=Example(example),
        )
        if example
        else _("Which commune or office shall it count for? Type a part of its name."),
    )
    for search in range(MOST_SEARCHES):
        if isinstance(words, Named) or says_no(words):
            return None
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
                return None
            if picked != "again":
                return int(picked)
        else:
            await chat.say(_("I found no unit called “{words}”.", words=words))
        words = await chat.ask(
            f"unit_words_{search}",
            _UNIT_WORDS,
            _("Please type another part of its name, or choose “No unit”."),
        )
    return None
