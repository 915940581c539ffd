"""Notices of SePay: one movement a post.

Source: SePay Developer, "SePay Webhooks": the pages on integration (the payload, the answer), on authentication
(`xac-thuc`: header `Authorization: Apikey KEY`, or HMAC-SHA256) and on security (`bao-mat`: five minutes).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.bank.line import BankLine
from bot.bank.notices import fields, genuine
from bot.bank.notices.fields import NotANotice


def sepay(body: bytes, zone: tzinfo) -> list[BankLine]:
    """The movement of one post, its times in `zone`; none where no money moved. Raises NotANotice.

    `transferAmount` is never negative, `transferType` says the way. The account is `accountNumber`, also where the
    money came over a virtual one (`subAccount`), for that is the account of the statements.
    """
    told = fields.decoded(body)
    minor = fields.amount(told.get("transferAmount"), "transferAmount")
    way = told.get("transferType")
    if minor < 0 or way not in ("in", "out"):
        raise NotANotice("transferAmount, transferType: neither in nor out")
    line = BankLine(
        reference=fields.reference(told.get("referenceCode"), "referenceCode", "sepay", told.get("id")),
        account=fields.account(told.get("accountNumber"), "accountNumber"),
        at=fields.moment(told.get("transactionDate"), "transactionDate", zone),
        minor=minor if way == "in" else -minor,
        memo=fields.words(told.get("content"), "content") or fields.words(told.get("description"), "description"),
        number=fields.words(told.get("referenceCode"), "referenceCode"),
        balance=fields.balance(told.get("accumulated")),
        told_id=fields.own_id(told.get("id")),
    )
    return [line] if line.minor else []


def sepay_is_genuine(headers: Mapping[str, str], body: bytes, key: str, now: datetime) -> bool:
    """Whether a post shows the key, or is signed with it and was so less than five minutes from `now`.

    Signed is `TIME.BODY`, TIME in seconds as `X-SePay-Timestamp` says; `X-SePay-Signature` is `sha256=` and the hex.
    `headers` are to be found in any case, as aiohttp's are. Without a key of ours nothing is genuine.
    """
    if not key:
        return False
    if (signature := headers.get("X-SePay-Signature")) is not None:
        stamp = headers.get("X-SePay-Timestamp", "")
        wanted = "sha256=" + genuine.signed(key, stamp, body, "sha256")
        return genuine.recent(stamp, now, 1) and genuine.same(signature.strip(), wanted)
    scheme, _, given = headers.get("Authorization", "").strip().partition(" ")
    return scheme.lower() == "apikey" and genuine.same(given.strip(), key)
