"""A code, a tag or a label's link that somebody sends alone: what it stands for."""

from __future__ import annotations

import re
from typing import Final

from bot.flows.registry import FLOWS
from bot.programme.codes import LONGEST_TYPED, read_code
from bot.programme.plan import Plan
from bot.programme.students.registering import PREFIX as STUDENT

_LINK: Final = re.compile(r"https?://\S*[?&/](?:start|s)[=/]([A-Za-z0-9_-]{3,64})\S*")


def code_alone(plan: Plan, text: str) -> tuple[str, str] | None:
    """The flow and its argument for a message that is nothing but a code, a tag, or a link of ours."""
    said = text.strip()
    if not 6 <= len(said) <= 4 * LONGEST_TYPED:
        return None
    link = _LINK.fullmatch(said)
    if link is not None:
        words = link[1]
        opened = next((flow for flow in FLOWS.values() if flow.link and words.lower().startswith(flow.link)), None)
        return (opened or FLOWS["start"]).name, words
    if len(said) > LONGEST_TYPED or not any(c.isdigit() for c in said):
        return None
    gift, tag = read_code(said, plan.code_prefix), read_code(said, plan.code_prefix + "M")
    if tag is not None and gift is None:
        return "device", tag
    if gift is not None:
        return "gift", gift
    student = read_code(said, STUDENT)
    return ("student", student) if student else None
