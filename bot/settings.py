"""Every setting: its name, type, default, and one sentence. Read once; secrets are never printed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

import msgspec

Secret = Annotated[str, "secret"]
LIKE: Final = 0.8
"""How alike a name must be to one of ours, of 1, to be taken for a slip."""


class SettingsFault(Exception):
    """A setting cannot be used; says which, and what would be right."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator may choose. The field `telegram_token` is read from TELEGRAM_TOKEN, and so on."""

    data_dir: Path = Path("data")
    database_url: str = ""
    data_key_file: str = ""
    drive: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    public_url: str = ""
    proxies: str = "127.0.0.1,::1"
    demo: bool = False
    telegram_token: Secret = ""
    telegram_api_base: str = ""
    telegram_mode: str = "polling"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: Secret = ""
    telegram_pace: int = 30
    sepay_key: Secret = ""
    casso_key: Secret = ""
    bills: bool = False
    log_level: str = "INFO"

    @property
    def database(self) -> str:
        """The database's URL; an SQLite file in the data folder unless another is given."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'tiepsong.db'}"

    @property
    def proxy_list(self) -> list[str]:
        """The proxies, one by one."""
        return [proxy for part in self.proxies.split(",") if (proxy := part.strip())]

    @property
    def key_file(self) -> Path:
        """Where the key to personal data is kept, outside the database."""
        return Path(self.data_key_file) if self.data_key_file else self.data_dir / "data.key"


SENTENCES: Mapping[str, str] = {
    "data_dir": "The folder for the database, the key and received files.",
    "database_url": "The database; empty: an SQLite file in DATA_DIR. PostgreSQL: postgresql+psycopg://user@host/name",
    "data_key_file": "The file with the key to personal data; empty: data.key in DATA_DIR. Back it up apart.",
    "drive": "Which drive this bot serves, by its slug; may stay empty while only one is loaded.",
    "http_host": "The address the web page listens on; behind a proxy leave it at 127.0.0.1.",
    "http_port": "The port the web page listens on.",
    "public_url": "The address people reach the page at, e.g. https://drive.example.vn; empty: only this machine.",
    "proxies": "Reverse proxies in front, by address or network (172.16.0.0/12): theirs is the word of who visits.",
    "demo": "1: fictional people and a clock to move; refused with a public address, a messenger token or a bank key.",
    "telegram_token": "The token of the Telegram bot; empty: no Telegram.",
    "telegram_api_base": "The address of a self-hosted Bot API server; empty: Telegram's own.",
    "telegram_mode": "How updates come: polling or webhook.",
    "telegram_webhook_url": "The public https address that ends in /telegram; only for webhook.",
    "telegram_webhook_secret": "A long random word Telegram shows with each call; only for webhook.",
    "telegram_pace": "Most messages in any second; up to 1000 where paid broadcast is on; 0: no limit.",
    "sepay_key": "What SePay shows at /bank/sepay when money has moved (API key or HMAC secret); empty: no SePay.",
    "casso_key": "What Casso shows at /bank/casso when money has moved; empty: no Casso.",
    "bills": "1: what a picture of a transfer says is read and said back, never counted; needs: make bills.",
    "log_level": "How much is logged: DEBUG, INFO, WARNING or ERROR.",
}


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment gives them; raises SettingsFault for the first that cannot be used."""
    environment = os.environ if environment is None else environment
    found: dict[str, Any] = {}
    for name, kind in get_type_hints(Settings, include_extras=True).items():
        text = environment.get(name.upper(), "").strip()
        if text:
            found[name] = _value(name.upper(), text, get_args(kind)[0] if get_origin(kind) is Annotated else kind)
    if "log_level" in found:
        found["log_level"] = found["log_level"].upper()
    if "public_url" in found:
        found["public_url"] = _origin(found["public_url"])
    settings = Settings(**found)
    _check(settings)
    return settings


def strangers(names: Iterable[str]) -> dict[str, str]:
    """Names that are none of ours and look like one that is, each with the one it looks like."""
    from difflib import get_close_matches  # only the doctor asks

    ours = [name.upper() for name in Settings.__struct_fields__]
    alike = {name: get_close_matches(name.upper(), ours, n=1, cutoff=LIKE) for name in names if name not in ours}
    return {name: found[0] for name, found in alike.items() if found}


def _value(name: str, text: str, kind: Any) -> Any:
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
        raise SettingsFault(f"{name} must be 1 or 0, not {text!r}")
    if kind is int:
        if not text.isascii() or not text.isdigit():
            raise SettingsFault(f"{name} must be a whole number, not {text!r}")
        return int(text)
    return kind(text)


def _origin(url: str) -> str:
    """An address as browsers name it, for pages compare the two: small letters, no port that goes without saying."""
    plain = re.fullmatch(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?/*", url.lower())
    if plain is None or not 0 < int(plain[3] or 1) <= 65535:
        raise SettingsFault("PUBLIC_URL must be https:// and a name, with no path behind it: https://drive.example.vn")
    scheme, host, port = plain.groups()
    return f"{scheme}://{host}" + (f":{port}" if port and port != {"http": "80", "https": "443"}[scheme] else "")


def _check(settings: Settings) -> None:
    if settings.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise SettingsFault("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR")
    if settings.telegram_mode not in ("polling", "webhook"):
        raise SettingsFault("TELEGRAM_MODE must be polling or webhook")
    if settings.telegram_token and settings.telegram_mode == "webhook":
        if not settings.telegram_webhook_url.endswith("/telegram"):
            raise SettingsFault("TELEGRAM_WEBHOOK_URL must be the public address that ends in /telegram")
        if len(settings.telegram_webhook_secret) < 16:
            raise SettingsFault("TELEGRAM_WEBHOOK_SECRET must be at least 16 characters")
    if not 0 <= settings.telegram_pace <= 1000:
        raise SettingsFault("TELEGRAM_PACE must be from 0 to 1000")
    for proxy in settings.proxy_list:
        try:
            ip_network(proxy, strict=False)
        except ValueError as error:
            raise SettingsFault(
                f"PROXIES must be addresses and networks, such as 127.0.0.1 or 10.0.0.0/8, with commas, not {proxy!r}"
            ) from error
    if not 0 <= settings.http_port <= 65535:
        raise SettingsFault("HTTP_PORT must be from 0 to 65535")
    if settings.demo and (_outside(settings) or settings.public_url or not _private(settings.http_host)):
        raise SettingsFault(
            "DEMO lets anybody be anybody, so it is refused with a messenger token, a bank's key, a PUBLIC_URL or an "
            "HTTP_HOST other than this machine; take one of them away"
        )


def _outside(settings: Settings) -> str:
    """Whatever lets somebody outside talk to this bot or tell it things."""
    return settings.telegram_token or settings.sepay_key or settings.casso_key


def _private(host: str) -> bool:
    return host in ("127.0.0.1", "::1", "localhost")


def example() -> str:
    """The text of .env.example, from the table above."""
    lines = ["# Every setting, with its default. Copy to .env and change what you need.", ""]
    defaults = Settings()
    for name in Settings.__struct_fields__:
        value = getattr(defaults, name)
        shown = int(value) if isinstance(value, bool) else value
        lines += [f"# {SENTENCES[name]}", f"#{name.upper()}={shown}", ""]
    return "\n".join(lines).rstrip() + "\n"
