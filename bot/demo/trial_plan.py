"""The demonstration's plan: a real one, but each name that could be taken for a real office or account is invented."""

from __future__ import annotations

from typing import Final

from bot.programme.plan import plan_bytes

OF: Final = "thanh-oai"
INVENTED: Final = (
    ('short_name = {vi = "', 'short_name = {vi = "DÙNG THỬ · '),
    ('en = "Signal and computers for children – ', 'en = "TRIAL · Signal and computers for children – '),
    ("Thanh Oai", "Ví Dụ"),
    ("THANH OAI", "VÍ DỤ"),
    ('holder = "UY BAN MTTQ VIET NAM TP HA NOI"', 'holder = "DUNG THU, KHONG CHUYEN TIEN"'),
    ('bank = "Vietcombank"\nbin = "970436"', 'bank = "Ngân hàng Dùng Thử"\nbin = "970499"'),
    ("Hà Nội", "Minh Họa"),
)
"""What stands in the plan, and in its place. No bank has this number, so no app takes such a code for a payment."""


def trial_plan() -> str:
    """The plan's text; it is read as any other."""
    text = plan_bytes(OF).decode()
    for real, invented in INVENTED:
        assert real in text, real
        text = text.replace(real, invented)
    return text
