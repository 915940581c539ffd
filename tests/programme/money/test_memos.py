"""A pledge's code is found however a bank mangled the memo, and ordinary memos hold none."""

from __future__ import annotations

import random
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.programme.codes import BODY, SYMBOLS, fold_code, new_code, read_code, shown
from bot.programme.money.memos import NamedCode, codes_in

PREFIX = "SM"
CODE = "SM7K2PQP7"
codes = st.randoms(use_true_random=False).map(lambda r: new_code(PREFIX, r.randrange))
places = st.integers(0, BODY - 1)
gaps = st.sampled_from(["", "", " ", "-", ".", "\n", " - ", "\r\n", "\u00a0", "_", "/", "  "])


def put(code: str, place: int, symbol: str) -> str:
    """The code with the symbol at that place of its body replaced."""
    at = len(code) - BODY + place
    return code[:at] + symbol + code[at + 1 :]


def lettered(seed: int, prefix: str = PREFIX) -> str:
    """A right code without a digit, as were given out once."""
    source = random.Random(seed)
    letters = SYMBOLS.lstrip("23456789")
    drawn = iter(lambda: prefix + "".join(source.choices(letters, k=BODY)), "")
    return next(code for code in drawn if read_code(code, prefix))


def numbered(seed: int) -> str:
    """A code whose seven symbols are digits."""
    source = random.Random(seed)
    digits = SYMBOLS[:8]
    made = iter(lambda: new_code(PREFIX, lambda _: source.randrange(len(digits))), "")
    return next(code for code in made if code[2:].isdigit())


@pytest.mark.parametrize(
    "memo",
    [
        "SM7K2PQP7",
        "sm7k2pqp7",
        "SM-7K2P-QP7",
        "SM 7K2P QP7",
        "SM7K2\nPQP7",
        "S\nM7K2PQP7",
        "S M 7 K 2 P Q P 7",
        "SM.7K2P.QP7.",
        "ＳＭ７Ｋ２ＰＱＰ７",
        "SM7K\u200b2PQP7",
        "UNGHOSM7K2PQP7NGUYENVANA",
        "UNG HO SM7K2PQP7NGUYEN VAN A",
        "0900000123SM7K2PQP74",
        "SMSM7K2PQP7",
        "Ủng hộ sóng và máy tính sm 7k2p qp7 của chị Mến",
        unicodedata.normalize("NFD", "Ủng hộ sóng và máy tính SM-7K2P-QP7 của chị Mến"),
        "MBVCB.1234567890.SM7K2PQP7.CT tu 00123 toi 456",
        "IBFT SM7K2PQP7",
        "QR - SM7K2PQP7-211121-10:22:33 123456",
        "CUSTOMER SM7K2PQP7. TU: TRAN THI B",
        "?ng h? s?ng SM7K2PQP7 ??",
    ],
)
def test_a_right_code_is_sure_wherever_it_stands(memo: str) -> None:
    assert codes_in(memo, PREFIX) == codes_in(memo.upper(), PREFIX) == [NamedCode(CODE, True)]


@pytest.mark.parametrize(
    "memo",
    [
        "SM7K2PQP8",
        "SM7KZPQP7",
        "SM7K2P0P7",
        "sm7kl pqp7",
        "UNGHOSM7K2PQPINGUYENVANA",
        "MBVCB.1234567890.SM7K2PXP7.CT tu 00123 toi 456",
        "5M7K2PQP7",
        "ung ho 7K2PQP7",
        "ung ho 7K2P-QP7 nguyen van a",
        "7K2P QP7",
        "ung ho song va may tinh SM7K2PQP",
        "UNGHOSM7K2PQP",
        "MBVCB.1234567890.SM7K2PQP.CT tu 00123",
        "SM-7K2P-QP",
    ],
)
def test_one_slip_a_lost_prefix_or_a_cut_symbol_make_it_a_guess(memo: str) -> None:
    assert NamedCode(CODE, False) in codes_in(memo, PREFIX)
    assert not any(found.sure for found in codes_in(memo, PREFIX))


@pytest.mark.parametrize(
    "memo",
    [
        "",
        "SM",
        "SM7K2PQ",
        "UNGHOSM7K2PQ",
        "SM7K2PQZ88",
        "SM7KZPQP8",
        "SM7K0PQPI",
        "XY7KZPQP8",
        "UNG HO7K2PQP7NGUYEN",
        "7K2PQP8",
        "ung ho quy song va may tinh cho em",
        "SM 0900000123",
        "NGUYEN THI SMARTPHONE",
        "💙" * 20,
    ],
)
def test_two_slips_two_missing_symbols_and_plain_words_do_not_name_it(memo: str) -> None:
    assert CODE not in [found.code for found in codes_in(memo, PREFIX)]
    assert not any(found.sure for found in codes_in(memo, PREFIX))


def test_all_codes_of_a_memo_are_returned_the_sure_ones_first_and_each_once() -> None:
    other, third = lettered(3), new_code(PREFIX, random.Random(4).randrange)
    memo = f"{put(other, 2, '0')} {third[2:]} {shown(CODE)} va {CODE} va UNGHO{third}NHA"
    assert codes_in(memo, PREFIX) == [NamedCode(CODE, True), NamedCode(third, True), NamedCode(other, False)]


def test_a_right_body_comes_before_a_mended_code_and_that_before_a_cut_one() -> None:
    cut, mended, bare = (lettered(seed) for seed in (5, 6, 7))
    memo = f"{cut[:-1]} {put(mended, 0, 'I')} {bare[2:]}"
    assert [found.code for found in codes_in(memo, PREFIX)] == [bare, mended, cut]


def test_guesses_that_overlap_a_sure_code_are_dropped() -> None:
    source = random.Random(8)
    for _ in range(2000):
        code = new_code(PREFIX, source.randrange)
        if PREFIX not in code[2:] and read_code(f"SM{code[:-2]}", PREFIX) is None:
            assert codes_in(f"SM{code}", PREFIX) == [NamedCode(code, True)]


def test_of_two_right_codes_that_overlap_none_is_sure() -> None:
    memo = "SMSM58HDEC2"
    assert read_code(memo[:-2], PREFIX)
    assert read_code(memo[2:], PREFIX)
    assert codes_in(f"{memo} {CODE}", PREFIX) == [
        NamedCode(CODE, True),
        NamedCode(memo[:-2], False),
        NamedCode(memo[2:], False),
    ]


def test_a_code_of_digits_only_is_sure_only_where_no_digit_or_letter_touches_it() -> None:
    code = numbered(9)
    assert codes_in(f"ung ho {code} nhe", PREFIX) == [NamedCode(code, True)]
    assert codes_in(f"ung ho {code}99", PREFIX) == [NamedCode(code, False)]
    assert codes_in(f"ung ho {code[2:]}", PREFIX) == []


def test_prose_that_is_a_right_code_by_chance_is_a_guess() -> None:
    assert read_code("AMCHUYE", "TN") == "TNAMCHUYE"
    for memo in ("NHAT NAM CHUYEN TIEN", "NHATNAMCHUYENTIEN", "NHAT NAM CHUYE"):
        assert codes_in(memo, "TN") == [NamedCode("TNAMCHUYE", False)], memo
    for memo in ("TNAMCHUYE", "ung ho TN-AMCH-UYE nhe", "tn amchuye"):
        assert codes_in(memo, "TN") == [NamedCode("TNAMCHUYE", True)], memo


def test_a_run_of_digits_is_never_mended_into_a_code() -> None:
    source = random.Random(10)
    for _ in range(3000):
        digits = "".join(source.choices("0123456789", k=source.randrange(10, 16)))
        assert not any(found.sure for found in codes_in(f"tk {digits} SM{digits}", PREFIX))
        for code in (found.code for found in codes_in(f"tk {digits} SM{digits}", PREFIX)):
            assert code in f"SM{digits}", "right by chance, not mended"
        assert not any(found.sure for found in codes_in(digits, "22"))
        assert all(found.code in digits for found in codes_in(digits, "22"))


NEIGHBOURS = (
    "UNG HO,ủng hộ Sóng và máy tính,NGUYEN VAN A,Trần Thị Bưởi,MBVCB.1234567890,CT tu 00123 toi 456,IBFT,QR - ,"
    "0900000123,211121-10:22:33,GD 550142,chuyen tien,💙,FT21325550142,LÊ,A,9"
)
words = st.sampled_from(NEIGHBOURS.split(","))


@st.composite
def mangled(draw: st.DrawFn, slip: bool, cut: bool) -> tuple[str, str]:
    """A code, and a memo that names it with any of: gaps, glue, small letters, marks, and a slip or a cut if asked."""
    code = draw(codes)
    named = put(code, draw(places), draw(st.sampled_from(SYMBOLS + "01OIL"))) if slip else code
    named = named[:-1] if cut else named
    broken = "".join(symbol + draw(gaps) for symbol in named[1:-1]) + named[-1]
    before, after = draw(words) + draw(gaps), "" if cut else draw(gaps) + draw(words)
    glued = before[-1:].isalnum() or after[:1].isalnum()
    assume(not (glued and named[2:].isdigit()))  # a number
    assume(not (slip or cut) or broken == named[1:] or not glued or any(c.isdigit() for c in named[2:]))  # prose
    memo = f"{before}{named[0]}{broken}{after}"
    assume(fold_code(memo).count(PREFIX) == 1)  # after a second prefix, chance may make an overlapping text right
    cases: list[Callable[[str], str]] = [str.upper, str.lower, str]
    recase = draw(st.sampled_from(cases))
    return code, unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), recase(memo))


@given(mangled(slip=False, cut=False))
def test_any_right_code_is_sure_after_any_manglings(given_code: tuple[str, str]) -> None:
    code, memo = given_code
    assert NamedCode(code, True) in codes_in(memo, PREFIX)


@given(st.one_of(mangled(slip=True, cut=False), mangled(slip=False, cut=True)))
def test_any_code_with_one_slip_or_cut_is_found_after_any_manglings(given_code: tuple[str, str]) -> None:
    code, memo = given_code
    assert code in [found.code for found in codes_in(memo, PREFIX)]


@given(codes, st.sampled_from([25, 50]), st.integers(0, 60))
def test_a_memo_cut_by_the_bank_names_its_code_unless_two_symbols_are_gone(code: str, limit: int, at: int) -> None:
    memo = ("UNG HO QUY SONG VA MAY TINH CHO EM " * 2)[:at].rjust(at) + " " + code
    left = limit - (len(memo) - len(code))
    expected = (
        [NamedCode(code, True)] if left >= len(code) else [NamedCode(code, False)] if left == len(code) - 1 else []
    )
    assert codes_in(memo[:limit], PREFIX) == expected


@given(st.from_regex(r"\A[A-Z0-9]{1,6}\Z"), st.randoms(use_true_random=False), gaps)
def test_any_prefix_works_in_any_case(prefix: str, r: random.Random, gap: str) -> None:
    code = new_code(prefix, r.randrange)
    memo = f"({prefix}{gap}{code[-7:-3]}{gap}{code[-3:]})"
    assert NamedCode(code, True) in codes_in(memo.lower(), prefix) == codes_in(memo, prefix.lower())


@given(st.text(), st.text(alphabet="SM7K2PQP0 -.\n\u0301"), st.sampled_from(["SM", "S", "22", "K2P"]))
def test_any_text_gives_only_right_codes(text: str, likely: str, prefix: str) -> None:
    for memo in (text, likely, text + likely):
        found = codes_in(memo, prefix)
        assert all(read_code(one.code, prefix) == one.code for one in found)
        assert len({one.code for one in found}) == len(found)
        assert found == sorted(found, key=lambda one: not one.sure)


def test_a_bad_prefix_is_refused_whatever_the_memo() -> None:
    for memo in ("", CODE, "ung ho"):
        with pytest.raises(ValueError, match="prefix"):
            codes_in(memo, "S M")


FAMILIES = "NGUYEN,TRAN,LE,PHAM,HOANG,HUYNH,PHAN,VU,VO,DANG,BUI,DO,HO,NGO,DUONG,LY,DINH,MAI,TRUONG,LAM"
GIVEN = (
    "VAN,THI,NGOC,MINH,ANH,HUONG,THU,HA,SON,NAM,KHANH,TUAN,QUANG,PHUC,THANH,HAI,LONG,TRANG,MY,YEN,NHUNG,SANG,"
    "SUONG,SY,TAM,MEN,NGHIA,XUAN,DUC,BAO,GIANG,CHAU,KIEU,QUYNH,PHUONG,VY,HIEN,MUOI,SAU,BAY"
)
PHRASES = (
    "UNG HO,CHUYEN TIEN,CK,DONG GOP,SONG VA MAY TINH CHO EM,QUY KHUYEN HOC,MUA MAY TINH,1 NGAY LUONG,LOP 5A2,"
    "TRUONG THCS HOA SEN,XA MY THANH,THANG 11,SMS BANKING,MUA SMARTPHONE,TK,MUNG 20 11,SAMSUNG A03S,GIUP CAC CHAU,"
    "CHUC MUNG NAM MOI,HO TRO HOC SINH,CONG DOAN CO SO,TAP THE LOP 9A,2 MAY TINH BANG,GD,TT 500K,2TR5"
)
HEADS = (
    "",
    "",
    "IBFT ",
    "MBVCB.{n10}.",
    "QR - ",
    "FT{n11} ",
    "CT DEN:{n12} ",
    "VCB.{n10}.{n6}.",
    "MOMO-{n11}-",
    "NDCK:",
)
TAILS = (
    "",
    "",
    ".CT tu {n10} toi {n13}",
    "-{date}-{time} {n6}",
    " GD {n6}-{date}/{time}",
    " SDT 0900000{n3}",
    " {date}",
)


def ordinary(source: random.Random) -> str:
    """A memo as people and banks write it, without any code."""

    def filled(pattern: str) -> str:
        values = {f"n{k}": f"{source.randrange(10**k):0{k}d}" for k in (3, 6, 10, 11, 12, 13)}
        date = f"{source.randrange(1, 29):02d}{source.randrange(1, 13):02d}{source.randrange(20, 27)}"
        return pattern.format(date=date, time=f"{source.randrange(24):02d}:{source.randrange(60):02d}:00", **values)

    name = [source.choice(FAMILIES.split(",")), *source.choices(GIVEN.split(","), k=source.randrange(1, 4))]
    parts = [" ".join(name), *source.choices(PHRASES.split(","), k=source.randrange(1, 4))]
    source.shuffle(parts)
    memo = " ".join(parts)
    if source.random() < 0.2:
        memo = memo.replace(" ", "")
    return filled(source.choice(HEADS)) + memo + filled(source.choice(TAILS))


def test_twenty_thousand_ordinary_memos_name_no_sure_code_and_hardly_a_guess() -> None:
    source = random.Random(12)
    found = [one for _ in range(20_000) for one in codes_in(ordinary(source), PREFIX)]
    assert not any(one.sure for one in found)
    assert len(found) < 20_000 / 50


def test_a_prefix_of_one_letter_finds_no_sure_code_in_prose_broken_within_words() -> None:
    code = lettered(14, "N")
    assert codes_in(f"TRA{code[:4]} {code[4:]}GOC", "N") == [NamedCode(code, False)]
    assert codes_in(f"TRAN {code[:5]} {code[5:]} GOC", "N") == [NamedCode(code, True)]


def test_chance_makes_one_in_961_texts_after_the_prefix_sure() -> None:
    source = random.Random(13)
    texts = ["SM" + "".join(source.choices(SYMBOLS, k=BODY)) for _ in range(20_000)]
    assert 10 < sum(codes_in(text, PREFIX)[:1] == [NamedCode(text, True)] for text in texts) < 33


def test_the_longest_memo_is_read_quickly_and_the_rest_of_a_longer_one_is_not_read() -> None:
    memo = "UNG HO SONG VA MAY TINH CHO EM " * 15 + CODE
    assert codes_in(memo, PREFIX) == [NamedCode(CODE, True)]
    assert codes_in(" " * 500 + CODE, PREFIX) == []
    for hostile in (memo, "SM" * 10_000, "SM2" * 400, "S M 2" * 100, "7K2P QP7 " * 60, "ﷺ" * 500, "Ế" * 500):
        fastest = 1.0
        for _ in range(20):
            since = time.thread_time()
            codes_in(hostile, PREFIX)
            fastest = min(fastest, time.thread_time() - since)
        assert fastest < 0.005, "usually 0.1 ms, nonsense up to 1 ms"
