"""A stranger who has nothing but the published file of a round, and writes down what follows from it: no line of bot.

python tests/support/stranger.py device-1.csv
"""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path


def read(text: str) -> tuple[dict[str, list[str]], list[dict[str, str]], dict[str, list[str]]]:
    """(what holds for the round, its lines, the levels each kind suits)."""
    head, _empty, body = text.lstrip("\ufeff").replace("\r\n", "\n").partition("\n\n")
    facts: dict[str, list[str]] = {}
    kinds: dict[str, list[str]] = {}
    for name, *values in csv.reader(head.splitlines()):
        if name == "thing":
            kinds[values[0]] = values[2].split()
        else:
            facts[name] = values
    return facts, list(csv.DictReader(body.splitlines())), kinds


def order(facts: dict[str, list[str]], lines: list[dict[str, str]]) -> list[str]:
    """The slots in the order that the draw gives."""
    secret, mark = bytes.fromhex(facts["secret"][0]), bytes.fromhex(facts["mark"][0])
    assert hashlib.sha256(secret).hexdigest() == facts["secret_hash"][0]
    seed = hashlib.sha256(secret + mark).digest()
    classes = facts["classes"]

    def key(line: dict[str, str]) -> tuple[int, str, str]:
        rank = classes.index(line["class"]) if line["class"] in classes else len(classes)
        return rank, line["verified"], hashlib.sha256(seed + line["slot"].encode()).hexdigest()

    return [line["slot"] for line in sorted(lines, key=key)]


def complaints(text: str) -> list[str]:
    """What the file has against the rules; [] where all follows from them."""
    facts, lines, kinds = read(text)
    found = []
    if order(facts, lines) != [line["slot"] for line in sorted(lines, key=lambda line: int(line["place"]))]:
        found.append("the order is another one")
    if len({line["slot"] for line in lines}) < len(lines):
        found.append("a slot stands twice")
    listed = sorted(",".join(line[name] for name in ("slot", "class", "verified", "level")) + "\n" for line in lines)
    if hashlib.sha256("".join(listed).encode()).hexdigest() != facts["list_hash"][0]:
        found.append("the list is another one")
    waiting: dict[str, str] = {}  # the first slot of each level that goes empty-handed
    for line in lines:
        if line["decision"] == "waiting":
            waiting.setdefault(line["level"], line["slot"])
        if line["decision"] not in ("given", "proposed") or line["way"] != "order":
            continue
        found += [
            f"{waiting[level]} waits in front of {line['slot']}" for level in kinds[line["thing"]] if level in waiting
        ]
    return found


def proves(text: str, salt: str, gift: str, slot: str) -> bool:
    """Whether a gift is bound to a slot: its proof stands on that slot's line, and on no other."""
    proof = hashlib.sha256(f"{salt} {gift} {slot}".encode()).hexdigest()
    lines = read(text)[1]
    return [line["slot"] for line in lines if line["proof"] == proof] == [slot]


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_bytes().decode("utf-8-sig")
    print("\n".join(complaints(text)) or "all of it follows from the rules")
