"""What banks call their columns, in Vietnamese and English, folded."""

from __future__ import annotations

from typing import Literal

from bot.bank.statements.shape import Role

Told = Role | Literal["either", "way", "into", "from", "name into", "name from", "other"]
"""Besides the roles: a column for sums or their direction, one that may tell the direction; the accounts that money
went into and came from, and whose they are; one of no use."""

# Of two columns with one role, the one whose title stands first here is taken.
TITLES: dict[Told, tuple[str, ...]] = {
    "day": (
        "ngay giao dich", "ngay gd", "ngay gio giao dich", "ngay gio gd", "ngay gio", "transaction date",
        "trans date", "tran date", "txn date", "tnx date",
        "thoi gian giao dich", "thoi gian gd", "transaction time", "date time", "thoi gian",
        "ngay hach toan", "ngay ghi so", "ngay phat sinh", "posting date", "booking date", "post date",
        "accounting date", "ngay thuc hien", "requesting date",
        "ngay thang ghi so", "ngay thang", "ngay ct", "ngay chung tu",
        "tran dt", "trans dt", "txn dt", "posting dt",
        "ngay", "date", "ngay hieu luc", "ngay gia tri", "effective date", "value date", "value dt",
    ),
    "time": ("gio giao dich", "gio gd", "gio", "time", "trans time"),
    "credit": (
        "so tien ghi co", "phat sinh co", "ps co", "ghi co", "so phat sinh co", "so tien co", "so tien vao", "tien vao",
        "credit amount", "credit amt", "cr amt", "credit", "deposit", "deposits", "money in", "paid in", "amount in",
        "so tien thu",
        "so tien gui vao", "tien gui vao", "gui vao", "gui tien", "tien gui", "so tien nhan",
        "thu gui vao", "cr", "co", "thu",
    ),
    "debit": (
        "so tien ghi no", "phat sinh no", "ps no", "ghi no", "so phat sinh no", "so tien no", "so tien ra", "tien ra",
        "debit amount", "debit amt", "dr amt", "debit", "withdrawal", "withdrawals", "money out", "paid out",
        "amount out", "so tien chi",
        "so tien rut ra", "tien rut ra", "rut ra", "rut tien", "tien rut", "chi rut ra",
        "dr", "no", "chi",
    ),
    "amount": (
        "so tien giao dich", "so tien gd", "transaction amount", "tran amt", "so tien", "amount",
        "gia tri giao dich", "gia tri",
        "phat sinh", "so phat sinh", "so tien phat sinh", "so tien bien dong", "bien dong so du", "bien dong",
    ),
    "side": ("no co", "dr cr", "d c", "c d", "cr dr", "co no", "debit credit", "credit debit", "dau"),
    "way": ("loai giao dich", "loai gd", "kieu giao dich", "chieu giao dich", "huong giao dich", "chieu", "huong",
            "transaction type", "trans type", "type", "thu chi", "vao ra", "tien vao ra", "in out"),
    "status": ("trang thai giao dich", "trang thai", "tinh trang", "transaction status", "status", "ket qua",
               "ket qua giao dich"),
    "fee": ("so tien phi", "phi giao dich", "phi dich vu", "phi chuyen tien", "tong phi", "phi", "transaction fee",
            "fee amount", "fee", "charges", "charge"),
    "tax": ("so tien thue", "tien thue", "thue gtgt", "thue vat", "thue", "transaction vat", "vat", "tax amount",
            "tax"),
    "account": ("so tai khoan", "so tk", "account number", "account no", "account", "tai khoan", "a c no", "acct id",
                "acct no", "foracid"),
    "memo": (
        "noi dung giao dich", "noi dung chi tiet", "noi dung chuyen khoan", "noi dung ck", "noi dung", "dien giai",
        "mo ta giao dich", "mo ta", "transaction description", "transaction details", "transaction detail",
        "description", "narrative", "particulars", "tran particular", "tran particulars", "tran desc", "remarks",
        "remark", "details", "chi tiet giao dich", "chi tiet",
        "memo", "ghi chu", "note",
    ),
    "reference": (
        "so tham chieu", "ma tham chieu", "so but toan", "ma giao dich", "ma gd", "so giao dich", "so gd",
        "transaction id", "tran id", "trans id", "ma ft", "transaction no", "transaction number",
        "transaction reference", "reference number",
        "reference no", "reference", "ref no", "ref", "so ref", "so ft", "trace", "so trace", "doc no", "document no",
        "so ct", "so chung tu", "voucher no", "seq no",
    ),
    "payer": (
        "ten nguoi chuyen", "nguoi chuyen tien", "nguoi chuyen", "ten doi ung", "ten tai khoan doi ung",
        "ten tk doi ung",
        "remitter s account name", "corresponsive account name",
        "ten don vi doi ung", "ten doi tac", "doi tac", "nguoi gui", "nguoi nop", "don vi chuyen", "ten don vi chuyen",
        "ten nguoi chuyen nhan", "ten nguoi gui", "counterparty name", "counterparty", "counter party", "sender name",
        "sender", "payer", "payer name", "remitter", "remitter name", "corresponsive name", "ten nguoi huong",
        "nguoi thu huong", "don vi thu huong", "customer name du", "ten kh du",
    ),
    "balance": ("so du sau giao dich", "so du luy ke", "so du cuoi", "so du", "running balance", "balance"),
    "currency": ("nguyen te", "ma tien te", "loai tien te", "loai tien", "don vi tien te", "tien te", "currency",
        "ccy"),
    "into": (
        "tai khoan ghi co", "so tai khoan ghi co", "tk ghi co", "stk ghi co", "credit account", "tai khoan thu huong",
        "so tai khoan thu huong", "tai khoan nhan", "so tai khoan nhan", "tai khoan nguoi nhan", "to account",
        "beneficiary account",
    ),
    "from": (
        "tai khoan ghi no", "so tai khoan ghi no", "tk ghi no", "stk ghi no", "debit account", "tai khoan chuyen",
        "so tai khoan chuyen", "tai khoan nguoi chuyen", "tai khoan gui", "tai khoan nguon", "from account",
    ),
    "name into": (
        "nguoi nhan", "ten nguoi nhan", "nguoi nhan tien", "don vi nhan", "receiver", "ten kh ghi co",
        "ten khach hang ghi co", "ten tai khoan ghi co", "ten tk ghi co",
    ),
    "name from": ("ten kh ghi no", "ten khach hang ghi no", "ten tai khoan ghi no", "ten tk ghi no"),
    # Columns that look like others but are none of use.
    "other": (
        "so tien bang chu", "ma so thue", "mst", "tax code", "tax id", "loai phi", "nguoi chiu phi", "fee type",
        "so tai khoan doi ung", "acct name", "full name", "sol id", "cif id", "cif ghi co", "cif ghi no", "tk du lnh",
        "tai khoan doi ung", "tk doi ung", "so tk doi ung", "tai khoan dich",
        "remitter s account number", "remitter account", "doi ung account",
        "corresponsive account", "ten tai khoan", "account name", "account balance", "ngan hang doi ung",
        "ngan hang doi tac", "remitter s bank", "stt", "so thu tu", "counterparty account",
        "counter account", "from date", "to date", "tu ngay", "den ngay", "ngay sinh", "ngay in", "ngay mo",
        "ty gia", "exchange rate", "chi nhanh", "channel", "kenh giao dich", "kenh",
    ),
}  # fmt: skip

# These must be all that a title, or a part of it between slashes, says.
ALONE = {
    "ngay", "date", "gio", "time", "cr", "dr", "co", "no", "thu", "chi", "phi", "dau", "d c", "c d", "note", "ref",
    "trace", "gia tri", "phat sinh", "thoi gian", "account", "tai khoan", "thue", "tax", "vat", "fee", "charge", "type",
    "chieu", "huong", "status", "ket qua", "a c no",
}  # fmt: skip
