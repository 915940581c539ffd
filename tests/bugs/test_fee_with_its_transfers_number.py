"""A bank gives a transfer and its fee one number: told of both, the statement must not book them a second time."""

from __future__ import annotations

from tests.bank.statements.making import take, text


def test_a_transfer_and_its_fee_keep_the_number_they_share() -> None:
    rows = [
        ["Ngày", "Số bút toán", "Nợ", "Có", "Nội dung"],
        ["27/09/2021", "FT21270000002", "200.000", "", "HOAN TRA"],
        ["27/09/2021", "FT21270000002", "11.000", "", "PHI CHUYEN TIEN"],
    ]
    told = [(line.reference, line.minor) for line in take(text(rows)).lines]
    assert told == [("FT21270000002", -200_000), ("FT21270000002", -11_000)]
