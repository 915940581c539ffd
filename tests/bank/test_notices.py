"""What SePay and Casso post becomes bank lines or nothing, and only what shows or was signed with the key is theirs."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.line import BankLine
from bot.bank.notices import NotANotice, casso, casso_is_genuine, sepay, sepay_is_genuine

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)
KEY = "an invented key"
SEPAY = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-03-02 09:12:37",
    "accountNumber": "0900000001",
    "code": None,
    "content": "UNG HO song va may tinh TS4K7Q",
    "transferType": "in",
    "transferAmount": 500000,
    "accumulated": 19077000,
    "subAccount": None,
    "referenceCode": "MBVCB.3278907687",
    "description": "",
}
OLDER = {
    "id": 4711,
    "tid": "FT26061000001",
    "description": "UNG HO TS4K7Q",
    "amount": 500000,
    "cusum_balance": 15900500,
    "when": "2026-03-02 09:12:37",
    "bank_sub_acc_id": "0900000001",
    "subAccId": "0900000001",
    "corresponsiveName": "TRAN THI HOA",
}
V2 = {
    "id": 4711,
    "reference": "FT26061000001",
    "description": "UNG HO TS4K7Q",
    "amount": 500000,
    "runningBalance": 25000000,
    "transactionDateTime": "2026-03-02 09:12:37",
    "accountNumber": "0900000001",
    "bankName": "VPBank",
    "virtualAccountNumber": "",
    "counterAccountName": "TRAN THI HOA",
}
AT = datetime(2026, 3, 2, 9, 12, 37, tzinfo=ZONE)


def written(value: Any) -> bytes:
    return json.dumps(value).encode()


def of_sepay(**other: Any) -> list[BankLine]:
    return sepay(written(SEPAY | other), ZONE)


def of_older(**other: Any) -> list[BankLine]:
    return casso(written({"error": 0, "data": [OLDER | other]}), ZONE)


def of_v2(**other: Any) -> list[BankLine]:
    return casso(written({"error": 0, "data": V2 | other}), ZONE)


ALL = [(of_sepay, "transferAmount"), (of_older, "amount"), (of_v2, "amount")]
Post = Callable[..., list[BankLine]]


def test_sepay_tells_one_movement() -> None:
    line = BankLine(
        reference="MBVCB.3278907687",
        account="0900000001",
        at=AT,
        minor=500000,
        memo="UNG HO song va may tinh TS4K7Q",
        number="MBVCB.3278907687",
        balance=19077000,
        told_id="92704",
    )
    assert of_sepay() == [line]
    assert of_sepay(transferType="out") == [BankLine(**{**_fields(line), "minor": -500000})]


def test_both_webhooks_of_casso_tell_the_same_movement_alike() -> None:
    line = BankLine(
        reference="FT26061000001",
        account="0900000001",
        at=AT,
        minor=500000,
        memo="UNG HO TS4K7Q",
        payer="TRAN THI HOA",
        number="FT26061000001",
        balance=25000000,
        told_id="4711",
    )
    assert of_older(cusum_balance=25000000) == of_v2() == [line]
    out = [BankLine(**{**_fields(line), "minor": -500000})]
    assert of_older(amount=-500000, cusum_balance=25000000) == of_v2(amount=-500000) == out


@pytest.mark.parametrize("told", [None, 0, "", "15.900.500", "x", [], 10**17])
def test_a_balance_that_cannot_be_read_is_no_reason_to_refuse_a_notice(told: Any) -> None:
    found = [of_sepay(accumulated=told), of_older(cusum_balance=told), of_v2(runningBalance=told)]
    assert [line.balance for [line] in found] == [None, None, None]


def test_a_post_of_casso_may_tell_many_movements_or_none() -> None:
    posted = [OLDER | {"tid": f"FT{n}", "amount": n} for n in (1, 2, 3)]
    assert [line.minor for line in casso(written({"error": 0, "data": posted}), ZONE)] == [1, 2, 3]
    assert casso(written({"error": 0, "data": []}), ZONE) == []


def test_one_unreadable_movement_makes_the_whole_post_unreadable_so_that_none_is_lost_in_silence() -> None:
    with pytest.raises(NotANotice):
        casso(written({"error": 0, "data": [OLDER, OLDER | {"amount": None}]}), ZONE)


def test_the_older_sample_names_the_account_otherwise_and_only_the_day() -> None:
    [line] = of_older(bank_sub_acc_id=None, when="2026-03-02")
    assert (line.account, line.at) == ("0900000001", datetime(2026, 3, 2, tzinfo=ZONE))


def test_the_trial_of_cassos_page_moves_nothing() -> None:
    assert of_v2(id=0, reference="MA_GIAO_DICH_THU_NGHIEM") == of_older(id=0) == []


@pytest.mark.parametrize("none", ["", None, "  ", "\u0000"])
def test_without_a_number_of_the_bank_the_services_own_serves(none: Any) -> None:
    assert of_sepay(referenceCode=none)[0].reference == "sepay:92704"
    assert of_older(tid=none)[0].reference == of_v2(reference=none)[0].reference == "casso:4711"
    with pytest.raises(NotANotice):
        of_sepay(referenceCode=none, id=none)


@pytest.mark.parametrize(("post", "field"), ALL)
@pytest.mark.parametrize("sum", [500000, 500000.0, "500000", "500000.00"])
def test_a_whole_sum_is_read_however_it_is_written(post: Post, field: str, sum: Any) -> None:
    [line] = post(**{field: sum})
    assert line.minor == 500000
    assert type(line.minor) is int


@pytest.mark.parametrize(("post", "field"), ALL)
@pytest.mark.parametrize("sum", [0, 0.0, "0", -0.0])
def test_a_sum_of_nothing_gives_no_line(post: Post, field: str, sum: Any) -> None:
    assert post(**{field: sum}) == []


@pytest.mark.parametrize(("post", "field"), ALL)
@pytest.mark.parametrize(
    "sum",
    [10**15 + 1, 10**30, 10**400, 1e300, 0.5, 500000.5, True, None, "", "500.000", "5e5", "năm", "٥٠٠", [500000], {}],
)
def test_what_is_no_sum_is_no_notice(post: Post, field: str, sum: Any) -> None:
    with pytest.raises(NotANotice):
        post(**{field: sum})


def test_sepay_says_the_way_with_a_word_and_not_with_a_sign() -> None:
    wrong: list[dict[str, Any]] = [{"transferAmount": -500000}]
    wrong += [{"transferType": "IN?"}, {"transferType": None}, {"transferType": []}]
    for other in wrong:
        with pytest.raises(NotANotice):
            of_sepay(**other)


@pytest.mark.parametrize(("post", "field"), [(of_sepay, "transactionDate"), (of_older, "when")])
@pytest.mark.parametrize(
    "time", [None, "", 1772417557, "02/03/2026", "2026-02-30 09:00:00", "0001-01-01", "9999-12-31T23:59:59-12:00", []]
)
def test_what_is_no_time_of_ours_is_no_notice(post: Post, field: str, time: Any) -> None:
    with pytest.raises(NotANotice):
        post(**{field: time})


def test_a_time_that_names_its_zone_keeps_its_moment() -> None:
    [line] = of_older(when="2026-03-02T02:12:37.000Z")
    assert line.at == AT
    assert line.at.tzinfo is ZONE


@pytest.mark.parametrize(("post", "field"), [(of_sepay, "accountNumber"), (of_v2, "accountNumber")])
def test_an_account_is_digits_and_letters_only(post: Post, field: str) -> None:
    assert post(**{field: " 0900-000.001 "})[0].account == "0900000001"
    for none in (None, "", "***", "9" * 41, ["0900000001"], True):
        with pytest.raises(NotANotice):
            post(**{field: none})


def test_texts_lose_what_does_not_print_and_are_not_endless() -> None:
    [line] = of_v2(description=" UNG\u0000 HO\n\tsóng \u202e", counterAccountName="A" * 5000)
    assert (line.memo, line.payer) == ("UNG HO sóng", "A" * 200)
    assert len(of_sepay(content="x " * 5000)[0].memo) <= 1000
    assert of_sepay(content=None, description="SMS")[0].memo == "SMS"
    with pytest.raises(NotANotice):
        of_sepay(referenceCode="9" * 101)


@pytest.mark.parametrize("field", sorted({"transactionDate", "accountNumber", "transferType", "transferAmount"}))
def test_a_missing_field_is_no_notice(field: str) -> None:
    with pytest.raises(NotANotice) as told:
        sepay(written({name: value for name, value in SEPAY.items() if name != field}), ZONE)
    assert field in str(told.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b'{"error":0}',
        b'{"error":0,"data":[[]]}',
        b'{"error":0,"data":"x"}',
        b"[" * 200_000,
        b'{"data":' * 20_000,
        written({"error": 1, "data": [OLDER]}),
        written({"error": False, "data": [OLDER]}),
        written({"data": [OLDER]}),
    ],
)
def test_what_is_of_another_shape_is_no_notice(body: bytes) -> None:
    for read in (sepay, casso):
        with pytest.raises(NotANotice):
            read(body, ZONE)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just("2026-03-02 09:12:37"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(sorted(SEPAY)), anything),
    st.dictionaries(st.sampled_from(sorted(OLDER)), anything),
    st.dictionaries(st.sampled_from(sorted(V2)), anything),
    anything,
)
def test_whatever_is_posted_gives_sound_lines_or_is_no_notice(one: Any, two: Any, three: Any, whole: Any) -> None:
    bodies = [SEPAY | one, {"error": 0, "data": [OLDER | two]}, {"error": 0, "data": V2 | three}, whole]
    for body in map(written, bodies):
        for read in (sepay, casso):
            try:
                lines = read(body, ZONE)
            except NotANotice:
                continue
            for line in lines:
                assert 0 < abs(line.minor) <= 10**15
                assert line.account.isalnum()
                assert line.reference
                assert line.at.tzinfo is not None
                assert "\u0000" not in line.reference + line.memo + line.payer


@given(st.binary(max_size=200))
def test_whatever_bytes_are_posted_are_no_notice_and_not_genuine(body: bytes) -> None:
    for read in (sepay, casso):
        with pytest.raises(NotANotice):
            read(body, ZONE)
    casso_is_genuine({"X-Casso-Signature": f"t={int(NOW.timestamp() * 1000)},v1={'0' * 128}"}, body, KEY, NOW)


def test_sepays_key_must_be_shown_as_it_is() -> None:
    def genuine(shown: str, key: str = KEY) -> bool:
        return sepay_is_genuine({"Authorization": shown}, b"{}", key, NOW)

    assert genuine(f"Apikey {KEY}")
    assert genuine(f"apikey  {KEY} ")
    for shown in ("", KEY, "Apikey", "Apikey ", f"Bearer {KEY}", f"Apikey {KEY}x", f"Apikey {KEY[:-1]}", "Apikey khoá"):
        assert not genuine(shown)
    assert not genuine("Apikey ", key="")
    assert not sepay_is_genuine({}, b"{}", KEY, NOW)


def sepay_signed(body: bytes, at: datetime = NOW, key: str = KEY) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    digest = hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-SePay-Timestamp": stamp, "X-SePay-Signature": f"sha256={digest}"}


def casso_signed(payload: bytes, at: datetime = NOW, key: str = KEY) -> dict[str, str]:
    stamp = str(int(at.timestamp() * 1000))
    digest = hmac.new(key.encode(), stamp.encode() + b"." + payload, hashlib.sha512).hexdigest()
    return {"X-Casso-Signature": f"t={stamp},v1={digest}"}


def test_sepays_signature_holds_for_its_body_its_key_and_five_minutes() -> None:
    body = written(SEPAY)
    headers = sepay_signed(body)
    assert sepay_is_genuine(headers, body, KEY, NOW)
    assert not sepay_is_genuine(headers, body + b" ", KEY, NOW)
    assert not sepay_is_genuine(headers, body, "another", NOW)
    assert not sepay_is_genuine(sepay_signed(body, key=""), body, "", NOW)
    for off in (timedelta(seconds=299), timedelta(seconds=-299)):
        assert sepay_is_genuine(headers, body, KEY, NOW + off)
    for off in (timedelta(seconds=301), timedelta(seconds=-301)):
        assert not sepay_is_genuine(headers, body, KEY, NOW + off)
    for stamp in ("", "x", "٣", "9" * 17, "-1", str(int(NOW.timestamp()) + 1)):
        assert not sepay_is_genuine(headers | {"X-SePay-Timestamp": stamp}, body, KEY, NOW)
    assert not sepay_is_genuine(headers | {"X-SePay-Signature": "", "Authorization": "Apikey x"}, body, KEY, NOW)


def test_casso_signs_the_body_with_its_keys_in_order_and_nothing_between() -> None:
    body = b'{"error": 0, "data": {"id": 7, "bankName": "VPBank", "amount": 599000.0, "description": "s\\u00f3ng a/b"}}'
    payload = b'{"data":{"amount":599000.0,"bankName":"VPBank","description":"s\\u00f3ng a/b","id":7},"error":0}'
    headers = casso_signed(payload)
    assert casso_is_genuine(headers, body, KEY, NOW)
    assert casso_is_genuine(headers, payload, KEY, NOW)
    assert not casso_is_genuine(headers, body.replace(b"599000", b"999000"), KEY, NOW)
    assert not casso_is_genuine(casso_signed(body), body, KEY, NOW)
    for off in (-301, 301):
        assert not casso_is_genuine(headers, body, KEY, NOW + timedelta(seconds=off))
    for off in (-299, 299):
        assert casso_is_genuine(headers, body, KEY, NOW + timedelta(seconds=off))


def test_cassos_signature_is_the_one_another_program_makes() -> None:
    """Made with openssl: `dgst -sha512 -hmac` over the time, a full stop and the payload."""
    made = (
        "ebd0e1eab4cd421150060157b231dd0209e9f62b62f9d101e4fa5cdd2c8d3413"
        "c7ccae6ba186d11c99e0a68017c1dd8e40519758c21a7de4579d5560a696c889"
    )
    headers = {"X-Casso-Signature": f"t=1772418600000,v1={made}"}
    now = datetime.fromtimestamp(1772418600, UTC)
    assert casso_is_genuine(headers, b'{"error":0,"data":{"id":1}}', KEY, now)


def test_a_signature_of_another_form_is_none() -> None:
    body = written({"error": 0, "data": {}})
    good = casso_signed(b'{"data":{},"error":0}')["X-Casso-Signature"]
    assert casso_is_genuine({"X-Casso-Signature": good}, body, KEY, NOW)
    for bad in ("", "t=,v1=", good[:-1], good + "0", good.upper(), good.replace("v1", "v2"), good.replace("t=", "t=-")):
        assert not casso_is_genuine({"X-Casso-Signature": bad, "Secure-Token": KEY}, body, KEY, NOW)
    assert not casso_is_genuine(casso_signed(b"[]"), b"[]", KEY, NOW)


def test_only_a_few_objects_within_one_another_are_put_in_order() -> None:
    """Nobody is known to be genuine before that work is done, so a stranger must not be able to ask for much of it."""
    fourth, fifth = b'{"a":{"a":{"a":{"c":1,"b":2}}}}', b'{"a":{"a":{"a":{"a":{"c":1,"b":2}}}}}'
    assert casso_is_genuine(casso_signed(fourth.replace(b'"c":1,"b":2', b'"b":2,"c":1')), fourth, KEY, NOW)
    assert casso_is_genuine(casso_signed(fifth), fifth, KEY, NOW)
    endless = b'{"a":' * 40_000 + b"1" + b"}" * 40_000
    assert not casso_is_genuine(casso_signed(endless), endless, KEY, NOW)


def test_the_older_webhook_of_casso_shows_the_key() -> None:
    assert casso_is_genuine({"Secure-Token": KEY}, b"{}", KEY, NOW)
    for shown in ("", "x", KEY + "x", "khoá", "\udcff"):
        assert not casso_is_genuine({"Secure-Token": shown}, b"{}", KEY, NOW)
    assert not casso_is_genuine({"Secure-Token": ""}, b"{}", "", NOW)
    assert not casso_is_genuine({}, b"{}", KEY, NOW)


@given(st.dictionaries(st.sampled_from(["Authorization", "Secure-Token", "X-SePay-Signature"]), st.text()), st.binary())
def test_whatever_headers_a_stranger_sends_they_prove_nothing(headers: dict[str, str], body: bytes) -> None:
    surrogates = {name: value + "\udcff\ud800" for name, value in headers.items()}
    for sent in (headers, surrogates):
        assert not sepay_is_genuine(sent, body, KEY, NOW)
        assert not casso_is_genuine(sent, body, KEY, NOW)


def _fields(line: BankLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in line.__struct_fields__}
