"""Notices of Casso: the older webhook posts a list of movements, Webhook V2 one and signs it.

Source: Casso Developer, "Thiết lập Webhook thủ công" (fields and `Secure-Token` of the older one), and Casso's own
samples `casso-webhook-handler-sample` (older) and `casso-webhook-v2-verify-signature` (V2: fields, signature).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from bot.bank.line import BankLine
from bot.bank.notices import fields, genuine
from bot.bank.notices.fields import NotANotice

_SIGNATURE: Final = re.compile(r"t=([0-9]{1,16}), ?v1=([0-9a-f]{128})")


def casso(body: bytes, zone: tzinfo) -> list[BankLine]:
    """The movements of one post of either webhook, times in `zone`. Raises NotANotice, even if only one is unreadable.

    Money out is negative. A sum of 0 moved nothing, and the id 0 is the trial that Casso's page lets one send: no line.
    """
    told = fields.decoded(body)
    if type(told.get("error")) is not int or told["error"] != 0:
        raise NotANotice("error: not 0")
    data = told.get("data")
    if isinstance(data, list):
        movements = [fields.an_object(movement, "data") for movement in data]
        lines = [_older(movement, zone) for movement in movements]
    else:
        movements = [fields.an_object(data, "data")]
        lines = [_v2(movements[0], zone)]
    return [line for movement, line in zip(movements, lines, strict=True) if line.minor and movement.get("id") != 0]


def casso_is_genuine(headers: Mapping[str, str], body: bytes, key: str, now: datetime) -> bool:
    """Whether a post is signed with the key and was so less than five minutes from `now`, or shows the key itself.

    V2 signs `TIME.JSON` with HMAC-SHA512: TIME in milliseconds, JSON the body with the keys of its objects in order;
    the header is `X-Casso-Signature: t=TIME,v1=HEX`. The older webhook shows the key in `Secure-Token`.
    `headers` are to be found in any case, as aiohttp's are. Without a key of ours nothing is genuine.
    """
    if not key:
        return False
    if (signature := headers.get("X-Casso-Signature")) is None:
        return genuine.same(headers.get("Secure-Token", "").strip(), key)
    parts = _SIGNATURE.fullmatch(signature.strip())
    if parts is None or not genuine.recent(parts[1], now, 1000):
        return False
    payload = genuine.in_order(body)
    return payload is not None and genuine.same(parts[2], genuine.signed(key, parts[1], payload, "sha512"))


def _older(told: dict[str, Any], zone: tzinfo) -> BankLine:
    at_bank, at_casso = told.get("bank_sub_acc_id"), told.get("subAccId")  # the same number; samples differ in which
    return BankLine(
        reference=fields.reference(told.get("tid"), "tid", "casso", told.get("id")),
        account=fields.account(at_bank or at_casso, "bank_sub_acc_id"),
        at=fields.moment(told.get("when"), "when", zone),
        minor=fields.amount(told.get("amount"), "amount"),
        memo=fields.words(told.get("description"), "description"),
        payer=fields.words(told.get("corresponsiveName"), "corresponsiveName", 200),
        number=fields.words(told.get("tid"), "tid"),
        balance=fields.balance(told.get("cusum_balance")),
        told_id=fields.own_id(told.get("id")),
    )


def _v2(told: dict[str, Any], zone: tzinfo) -> BankLine:
    return BankLine(
        reference=fields.reference(told.get("reference"), "reference", "casso", told.get("id")),
        account=fields.account(told.get("accountNumber"), "accountNumber"),
        at=fields.moment(told.get("transactionDateTime"), "transactionDateTime", zone),
        minor=fields.amount(told.get("amount"), "amount"),
        memo=fields.words(told.get("description"), "description"),
        payer=fields.words(told.get("counterAccountName"), "counterAccountName", 200),
        number=fields.words(told.get("reference"), "reference"),
        balance=fields.balance(told.get("runningBalance")),
        told_id=fields.own_id(told.get("id")),
    )
