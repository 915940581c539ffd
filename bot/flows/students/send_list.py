"""A school sends its list, as a file, as rows or on paper; it is read aside, shown, and taken once confirmed."""

from __future__ import annotations

from bot.chat.kinds import PaperList, PastedRows, SentList
from bot.chat.phrase import _, given
from bot.chat.row_number import row_number
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.flows.students.register_student import ask_school
from bot.programme.students.list_template import list_columns
from bot.programme.students.lists import (
    answer_list,
    give_list,
    keep_paper,
    list_at_hand,
    paste_list,
)
from bot.programme.students.lists import (
    drop_list as drop,
)
from bot.programme.students.lists import (
    take_list as take,
)

SETTLED = _("This list is settled already.")


@flow("guidanhsach", "nhapexcel", label=_("📄 Send a list"), roles=("school_contact",), module="students")
async def send_list(chat: Chat) -> None:
    school = await ask_school(chat)
    if school is None:
        return
    consent = await chat.choose(
        "consent",
        (
            _("First the families: have the guardians of all pupils on the list agreed that you put them on it?"),
            _("We keep these particulars for this drive only and delete them after it."),
            _("Nothing about a child is ever published."),
        ),
        {
            "paper": _("Yes, all signed"),
            "spoken": _("Yes, all told us"),
            "column": _("A column of the list says it"),
            "no": _("Not yet"),
        },
    )
    if consent == "no":
        await chat.say(_("All right, nothing was kept. Please speak with the guardians first and begin again."))
        return
    sent = await chat.ask(
        "list",
        SentList(),
        (
            _("Please send the list as a file, Excel (.xlsx) or CSV: tap the paper clip and choose it."),
            _("You can also paste its rows here, headings first, or send a photo of a list on paper."),
        ),
    )
    if isinstance(sent, PaperList):
        await chat.do(keep_paper, school=school, photo=sent.photo)
        await chat.say(
            _("The photo is kept as proof until the drive is over. Please type its pupils in, one after the other."),
            offers=[Offer(_("🎒 Register a pupil"), "/enter_student")],
        )
        return
    if isinstance(sent, PastedRows):
        await chat.do(paste_list, school=school, text=sent.text, consent=consent)
    else:
        await chat.do(give_list, school=school, file=sent, consent=consent)
    await chat.say(_("I am reading it and will tell you in a moment what is in it. Nobody is put on the list yet."))


@flow("maudanhsach", label=_("⬇️ A template to fill in"), roles=("school_contact",), glance=True, module="students")
async def list_template(chat: Chat) -> None:
    """The drive's own columns as an Excel file."""
    made = await chat.look(list_columns)
    recipe = {
        "make": "list_template",
        "columns": made.columns,
        "choices": made.choices,
        "example": made.example,
        "sheet": made.sheet,
        "called": made.called,
    }
    await chat.say(
        _("Here is a template with the columns that this drive needs. Lists with other headings are read, too."),
        document=recipe,
        offers=[Offer(_("📄 Send a list"), "/send_list")],
    )


@flow("nhapdanhsach", label=_("Take a list"))
async def take_list(chat: Chat) -> None:
    """Puts the pupils of a list that was shown on the list; its number stands behind the command."""
    seen = await chat.look(list_at_hand, number=chat.number)
    if seen is None:
        await chat.say(SETTLED)
        return
    household = needs = ""
    if seen.without_household:
        household = await chat.choose(
            "household",
            _("The list does not say for all which household class they are in. Which one counts for the others?"),
            {key: given(words) for key, words in seen.households.items()},
        )
    if seen.without_needs:
        needs = await chat.choose(
            "lack",
            _("The list does not say for all what they lack for learning online. What counts for the others?"),
            {"device": _("A device"), "line": _("A connection"), "both": _("A device and a connection")},
        )
    await chat.do(take, number=chat.number, household=household, needs=needs)
    await chat.say(_("They are being put on the list; I will tell you when it is done."))


@flow("bodanhsach", label=_("Leave a list"), glance=True)
async def drop_list(chat: Chat) -> None:
    """Puts nobody of a list that was shown on the list."""
    await chat.do(drop, number=chat.number)
    await chat.say(_("Good, nobody of it was added."))


@flow("phongdanhsach", label=_("Read a list in its old font"), glance=True)
async def list_font(chat: Chat) -> None:
    """Has a list read on in the old font that it was typed in."""
    await chat.do(answer_list, number=chat.number, days="")
    await chat.say(_("Thank you, I am reading on."))


@flow("ngaydanhsach", label=_("Say how a list's days are meant"), glance=True)
async def list_days(chat: Chat) -> None:
    """Has a list read on with its days as they stand, or day and month exchanged."""
    number, _space, said = chat.argument.partition(" ")
    days = "exchanged" if said == "exchanged" else "as told"
    await chat.do(answer_list, number=row_number(number), days=days)
    await chat.say(_("Thank you, I am reading on."))
