"""Whether a movement took place, by what a bank's column of states says of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from bot.sheets.table import folded

State = Literal["done", "not done", "unclear"]

_NOT = re.compile(
    r"\b(khong|chua|that bai|loi|huy|tu choi|het han|qua han|dang|cho|tam|fail(ed|ure)?|error|reject(ed)?|cancell?ed|"
    r"declined|expired|void(ed)?|pending|processing|in progress|waiting|timeout|timed out|unsuccessful|incomplete|"
    r"not|held|hold)\b"
)
_DONE = re.compile(
    r"\b(thanh cong|hoan thanh|hoan tat|da (hach toan|ghi so|duyet|xu ly|thuc hien|nhan|ghi co|ghi no|thanh toan)|"
    r"success(ful|fully)?|succeeded|completed?|done|posted|booked|settled|processed|approved|ok|cleared)\b"
)


@lru_cache(maxsize=256)
def state(text: str) -> State:
    """What words say; where a cell says nothing, the movement is there."""
    words = folded(text)
    if not words:
        return "done"
    if _NOT.search(words):
        return "not done"
    return "done" if _DONE.search(words) else "unclear"
