"""How likely somebody wishes for a thing at all: by their roles, the drive's parts, and whether a question is open."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from bot.chat.phrase import _
from bot.chat.words import Offer
from bot.flows.registry import FLOWS
from bot.programme.people.roles import held_by, menu_roles
from bot.programme.plan import Plan
from bot.turn.leading import Lead
from bot.wishes import book
from bot.wishes.book import QUESTION
from bot.wishes.index import Index
from bot.wishes.understand import Likely

UNLIKELY: Final = 0.6
"""How much a wish weighs that is for roles the person does not hold, or for a part that this drive does not have."""
OWN: Final = 1.15
"""How much a wish weighs that is for a role the person holds."""
STEERS: Final = 1.1
"""How much a wish weighs in the middle of a question that steers it."""
LATER: Final = 0.8
"""How much a wish weighs there that is about what was recorded before."""
IDLE: Final = 0.85
"""How much a wish weighs that steers a question where none is open."""
ASKS_ELSE: Final = {"faq:who-is-helped": "school_contact"}
"""What those with a role seldom ask, since they do it themselves."""
STEERING: Final[dict[str, Offer]] = {
    "cancel": Offer(_("✖️ Stop here"), "/cancel"),
    "back": Offer(_("↩️ One question back"), "/back"),
    "edit": Offer(_("✏️ Change a line"), "/edit"),
}
BEHIND_CODE: Final = {
    "cancel_gift": ("promised",),
    "move_visit": ("promised",),
    "cannot_bring": ("promised",),
    "certificate": ("promised", "received"),
    "gift_receipt": ("received",),
    "stop_reminders": ("promised",),
}
"""Flows that want a gift's code behind their command, and the states a gift may be in for them."""
FOR_WHOM: Final = {
    "work_out": "unit_desk",
    "count_givers": "unit_desk",
    "giving_list": "unit_desk",
    "unit_link": "unit_desk",
    "labels": "take_device",
    "cash_in": "show_cash_book",
    "cash_out": "show_cash_book",
    "hand_on": "show_cash_book",
    "leave_web_desk": "web_desk",
    "withdraw_student": "my_students",
    "appeal": "my_students",
    "answer_appeals": "review_students",
    "merge_students": "review_students",
    "unmerge_students": "review_students",
    "find_student": "my_students",
}
"""Flows that belong to another one, whose roles are theirs."""
ELSEWHERE: Final = frozenset((*BEHIND_CODE, "withdraw_student", "my_gifts", "transferred"))
"""What is wished for about things that were recorded before."""


def index_of(plan: Plan) -> Index:
    """The book of wishes with a plan's own questions, made once."""
    return index_by(tuple((faq.key, *faq.ask.values()) for faq in plan.faq))


@lru_cache(maxsize=8)
def index_by(asked: tuple[tuple[str, ...], ...]) -> Index:
    return Index(book.read(), {f"{QUESTION}{key}": asks for key, *asks in asked})


async def likely_for(lead: Lead) -> Likely:
    """How likely this person wishes for each thing."""
    mine = menu_roles(await held_by(lead.world, lead.me.person_id))
    return likely(mine, lead.world.plan.modules)


def likely(mine: frozenset[str], modules: Collection[str]) -> Likely:
    """How likely somebody with these roles wishes for each thing in a drive with these modules."""

    def weight(wish: str) -> float:
        flow = FLOWS.get(wish)
        if flow is None:
            return UNLIKELY if ASKS_ELSE.get(wish) in mine else 1.0
        if flow.module and flow.module not in modules:
            return UNLIKELY
        roles = FLOWS[FOR_WHOM.get(wish, wish)].roles
        if not roles:
            return 1.0
        return OWN if roles & mine else UNLIKELY

    return weight


def outside(weight: Likely) -> Likely:
    """How likely a thing is wished for where nothing is open that could be steered."""
    return lambda wish: weight(wish) * (IDLE if wish in STEERING else 1.0)


def inside(weight: Likely) -> Likely:
    """How likely a thing is wished for in the middle of a question: what steers it sooner, another gift later."""
    return lambda wish: weight(wish) * (STEERS if wish in STEERING else LATER if wish in ELSEWHERE else 1.0)
