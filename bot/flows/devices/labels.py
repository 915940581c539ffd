"""Labels for devices, as a document to be printed."""

from __future__ import annotations

from bot.chat.kinds import Either, Named, Number, Text
from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Refused
from bot.flows.registry import flow
from bot.programme.devices.labels import labels_waiting, print_labels

MOST_SKIPPED = 23
"""A sheet has 24 labels."""


async def say_labels(chat: Chat, which: str, tags: str = "", skip: int = 0) -> None:
    """Prints labels: see `print_labels`; `skip` places of the first sheet are used already."""
    try:
        sheet = await chat.do(print_labels, which=which, tags=tags)
    except Refused as no:
        await chat.say(no.why)
        return
    shown = [{"tag": one.tag, "name": one.name, "note": one.note, "url": one.url} for one in sheet.labels]
    document = {
        "make": "labels",
        "name": "nhan-may.pdf",
        "labels": shown,
        "drive": sheet.drive,
        "language": sheet.language,
        "skip": skip,
    }
    await chat.say(
        _n("{n} label. Print it at full size.", "{n} labels. Print them at full size.", len(shown)),
        document=document,
    )


@flow("nhan", "innhan", label=_("🏷 Print labels"), module="devices")
async def labels(chat: Chat) -> None:
    """Which labels, and where on the sheet they begin."""
    waiting = await chat.look(labels_waiting)
    answers: dict[str, Phrase | str] = {}
    if waiting.fresh:
        answers["fresh"] = _("Without a label yet ({n})", n=waiting.fresh)
    if waiting.today:
        answers["today"] = _("Came in today ({n})", n=waiting.today)
    which = await chat.ask(
        "which",
        Either(Text(longest=400), answers),
        _("Labels for which devices? You may also type tags, with spaces between them."),
    )
    used = await chat.ask(
        "skip",
        Either(Number(0, MOST_SKIPPED), {"new": _("A new sheet")}),
        _("Is the sheet new? If not, type how many of its labels are used up."),
    )
    skip = 0 if isinstance(used, Named) else used
    if isinstance(which, Named):
        await say_labels(chat, which.key, skip=skip)
    else:
        await say_labels(chat, "tags", which, skip)


@flow("innhanmay", label=_("🏷 Print this label"), glance=True, module="devices")
async def label(chat: Chat) -> None:
    """The labels of the tags behind the command."""
    await say_labels(chat, "tags", chat.argument)
