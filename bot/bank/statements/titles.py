"""What banks call their columns, in Vietnamese and English, folded."""

from __future__ import annotations

from typing import Literal

from bot.bank.statements.shape import Role

Told = Role | Literal["either", "other"]

# Of two columns with one role, the one whose title stands first here is taken.
TITLES: dict[Told, tuple[str, ...]] = {
    "day": (
        "ngay giao dich", "ngay gd", "transaction date", "trans date", "tran date", "txn date", "tnx date",
        "thoi gian giao dich", "thoi gian gd", "transaction time", "date time", "thoi gian",
        "ngay hach toan", "ngay ghi so", "ngay phat sinh", "posting date", "booking date", "post date",
        "accounting date",
        "ngay ct", "ngay chung tu", "ngay", "date", "ngay hieu luc", "ngay gia tri", "effective date", "value date",
    ),
    "time": ("gio giao dich", "gio gd", "gio", "time", "trans time"),
    "credit": (
        "so tien ghi co", "phat sinh co", "ps co", "ghi co", "so phat sinh co", "so tien co", "so tien vao", "tien vao",
        "credit amount", "credit", "deposit", "deposits", "money in", "paid in", "amount in", "so tien thu",
        "so tien gui vao", "gui tien", "cr", "co", "thu",
    ),
    "debit": (
        "so tien ghi no", "phat sinh no", "ps no", "ghi no", "so phat sinh no", "so tien no", "so tien ra", "tien ra",
        "debit amount", "debit", "withdrawal", "withdrawals", "money out", "paid out", "amount out", "so tien chi",
        "so tien rut ra", "rut tien", "dr", "no", "chi",
    ),
    "amount": (
        "so tien giao dich", "so tien gd", "transaction amount", "so tien", "amount", "gia tri giao dich", "gia tri",
        "phat sinh", "so phat sinh",
    ),
    "side": ("no co", "dr cr", "d c", "c d", "cr dr", "co no", "debit credit", "credit debit", "dau"),
    "memo": (
        "noi dung giao dich", "noi dung chi tiet", "noi dung chuyen khoan", "noi dung ck", "noi dung", "dien giai",
        "mo ta giao dich", "mo ta", "transaction description", "transaction details", "transaction detail",
        "description", "narrative", "particulars", "remarks", "remark", "details", "chi tiet giao dich", "chi tiet",
        "memo", "ghi chu", "note",
    ),
    "reference": (
        "so tham chieu", "ma tham chieu", "so but toan", "ma giao dich", "ma gd", "so giao dich", "so gd",
        "transaction id", "transaction no", "transaction number", "transaction reference", "reference number",
        "reference no", "reference", "ref no", "ref", "so ref", "so ft", "trace", "so trace", "doc no", "document no",
        "so ct", "so chung tu", "voucher no", "seq no",
    ),
    "payer": (
        "ten nguoi chuyen", "nguoi chuyen tien", "nguoi chuyen", "ten doi ung", "ten tai khoan doi ung",
        "ten tk doi ung",
        "ten don vi doi ung", "ten doi tac", "doi tac", "nguoi gui", "nguoi nop", "don vi chuyen", "ten don vi chuyen",
        "ten nguoi chuyen nhan", "ten nguoi gui", "counterparty name", "counterparty", "counter party", "sender name",
        "sender", "payer", "payer name", "remitter", "remitter name", "corresponsive name", "ten nguoi huong",
        "nguoi thu huong", "don vi thu huong",
    ),
    "balance": ("so du sau giao dich", "so du luy ke", "so du cuoi", "so du", "running balance", "balance"),
    "currency": ("loai tien te", "loai tien", "don vi tien te", "tien te", "currency", "ccy"),
    # Columns that look like others but are none of use.
    "other": (
        "so tien phi", "phi giao dich", "phi", "fee", "fee amount", "thue", "vat", "tax", "so tien bang chu",
        "tai khoan ghi no", "tai khoan ghi co", "debit account", "credit account", "so tai khoan doi ung",
        "tai khoan doi ung", "tk doi ung", "so tai khoan", "so tk", "account number", "account no", "account",
        "tai khoan", "ngan hang doi ung", "loai giao dich", "stt", "so thu tu", "counterparty account",
        "counter account", "from date", "to date", "tu ngay", "den ngay", "ngay sinh", "ngay in", "ngay mo",
        "ty gia", "exchange rate", "chi nhanh", "channel", "kenh giao dich", "kenh",
    ),
}  # fmt: skip

# These must be all that a title, or a part of it between slashes, says.
ALONE = {
    "ngay", "date", "gio", "time", "cr", "dr", "co", "no", "thu", "chi", "phi", "dau", "d c", "c d", "note", "ref",
    "trace", "gia tri", "phat sinh", "thoi gian", "account", "tai khoan",
}  # fmt: skip
