"""What the services SePay and Casso post when money has moved: read into bank lines, and told from a forgery."""

from __future__ import annotations

from bot.bank.notices.casso import casso, casso_is_genuine
from bot.bank.notices.fields import NotANotice
from bot.bank.notices.sepay import sepay, sepay_is_genuine

__all__ = ["NotANotice", "casso", "casso_is_genuine", "sepay", "sepay_is_genuine"]
