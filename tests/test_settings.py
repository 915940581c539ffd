"""Every setting: read from the environment, told apart from a mistake, and shown in .env.example."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SENTENCES, Settings, SettingsFault, example, read, strangers

SET = {
    "DATA_DIR": ("/srv/tiepsong", Path("/srv/tiepsong")),
    "DATABASE_URL": ("postgresql+psycopg://bot@db/tiepsong", "postgresql+psycopg://bot@db/tiepsong"),
    "DATA_KEY_FILE": ("/srv/key", "/srv/key"),
    "DRIVE": ("thanh-oai", "thanh-oai"),
    "HTTP_HOST": ("0.0.0.0", "0.0.0.0"),
    "HTTP_PORT": ("80", 80),
    "PUBLIC_URL": ("https://song.example.vn", "https://song.example.vn"),
    "PROXIES": ("10.0.0.0/8", "10.0.0.0/8"),
    "DEMO": ("1", True),
    "TELEGRAM_TOKEN": ("1:abc", "1:abc"),
    "SEPAY_KEY": ("a-key", "a-key"),
    "CASSO_KEY": ("a-key", "a-key"),
    "TELEGRAM_API_BASE": ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
    "TELEGRAM_MODE": ("webhook", "webhook"),
    "TELEGRAM_WEBHOOK_URL": ("https://song.example.vn/telegram", "https://song.example.vn/telegram"),
    "TELEGRAM_WEBHOOK_SECRET": ("0123456789abcdef", "0123456789abcdef"),
    "TELEGRAM_PACE": ("1000", 1000),
    "BILLS": ("1", True),
    "LOG_LEVEL": ("DEBUG", "DEBUG"),
}


@pytest.mark.parametrize("name", [name.upper() for name in Settings.__struct_fields__])
def test_every_setting_is_read_from_its_name(name: str) -> None:
    text, value = SET[name]
    found = read({name: text})
    assert getattr(found, name.lower()) == value
    assert getattr(Settings(), name.lower()) != value


def test_nothing_set_gives_the_defaults() -> None:
    assert read({}) == Settings()
    assert read(dict.fromkeys(SET, "")) == Settings()
    assert read(dict.fromkeys(SET, "   ")) == Settings()


def test_other_names_are_not_ours() -> None:
    assert read({"data_dir": "/x", "HOME": "/root", "TELEGRAM": "x"}) == Settings()


def test_the_environment_itself_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRIVE", "tay-ninh")
    assert read().drive == "tay-ninh"


def test_yes_and_no_as_people_write_them() -> None:
    assert all(read({"DEMO": text}).demo for text in ("1", "true", "Yes", "on"))
    assert not any(read({"DEMO": text}).demo for text in ("0", "False", "no", "OFF"))


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"DEMO": "maybe"}, "DEMO must be 1 or 0"),
        ({"HTTP_PORT": "http"}, "HTTP_PORT must be a whole number"),
        ({"HTTP_PORT": "-1"}, "HTTP_PORT must be a whole number"),
        ({"HTTP_PORT": "٣"}, "HTTP_PORT must be a whole number"),
        ({"PROXIES": "caddy"}, "PROXIES must be addresses and networks"),
        ({"PROXIES": "10.0.0.1 10.0.0.2"}, "PROXIES must be addresses and networks"),
        ({"PROXIES": "10.0.0.0/33"}, "PROXIES must be addresses and networks"),
        ({"HTTP_PORT": "65536"}, "HTTP_PORT must be from 0 to 65535"),
        ({"TELEGRAM_PACE": "1001"}, "TELEGRAM_PACE must be from 0 to 1000"),
        ({"TELEGRAM_MODE": "pull"}, "TELEGRAM_MODE must be polling or webhook"),
        ({"TELEGRAM_TOKEN": "1:a", "TELEGRAM_MODE": "webhook"}, "TELEGRAM_WEBHOOK_URL must be"),
        (
            {"TELEGRAM_TOKEN": "1:a", "TELEGRAM_MODE": "webhook", "TELEGRAM_WEBHOOK_URL": "https://x.example/telegram"},
            "TELEGRAM_WEBHOOK_SECRET must be at least 16",
        ),
        ({"DEMO": "1", "TELEGRAM_TOKEN": "1:a"}, "DEMO lets anybody be anybody"),
        ({"DEMO": "1", "SEPAY_KEY": "a"}, "DEMO lets anybody be anybody"),
        ({"DEMO": "1", "PUBLIC_URL": "https://song.example.vn"}, "DEMO lets anybody be anybody"),
        ({"DEMO": "1", "HTTP_HOST": "0.0.0.0"}, "DEMO lets anybody be anybody"),
    ],
)
def test_a_fault_says_which_setting_and_what_would_be_right(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsFault, match=named):
        read(environment)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://song.example.vn/", "https://song.example.vn"),
        ("HTTPS://Song.Example.VN:443", "https://song.example.vn"),
        ("http://10.0.0.7:80/", "http://10.0.0.7"),
        ("https://song.example.vn:8443", "https://song.example.vn:8443"),
        ("http://song.example.vn:443", "http://song.example.vn:443"),
        ("http://[2001:DB8::7]:8080", "http://[2001:db8::7]:8080"),
    ],
)
def test_a_public_address_is_kept_as_browsers_name_it(url: str, origin: str) -> None:
    assert read({"PUBLIC_URL": url}).public_url == origin


def test_proxies_are_named_with_commas() -> None:
    assert read({"PROXIES": " 10.0.0.1, 172.16.0.0/12,, 2001:db8::/32"}).proxy_list == [
        "10.0.0.1",
        "172.16.0.0/12",
        "2001:db8::/32",
    ]
    assert Settings().proxy_list == ["127.0.0.1", "::1"]


def test_a_fault_never_shows_a_secret() -> None:
    with pytest.raises(SettingsFault) as fault:
        read({"TELEGRAM_TOKEN": "1:very-secret", "TELEGRAM_WEBHOOK_SECRET": "short", "TELEGRAM_MODE": "webhook"})
    assert "very-secret" not in str(fault.value)
    assert "short" not in str(fault.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_demonstration_may_run_on_this_machine(host: str) -> None:
    assert read({"DEMO": "1", "HTTP_HOST": host}).demo


def test_a_webhook_with_all_it_needs_is_right() -> None:
    names = ("TELEGRAM_TOKEN", "TELEGRAM_MODE", "TELEGRAM_WEBHOOK_URL", "TELEGRAM_WEBHOOK_SECRET")
    assert read({name: SET[name][0] for name in names}).telegram_mode == "webhook"


def test_database_and_key_stand_in_the_data_folder_unless_told_otherwise() -> None:
    assert Settings().database == "sqlite+aiosqlite:///data/tiepsong.db"
    assert Settings().key_file == Path("data/data.key")
    assert read({"DATA_DIR": "/x"}).database == "sqlite+aiosqlite:////x/tiepsong.db"
    assert read({"DATA_DIR": "/x"}).key_file == Path("/x/data.key")
    assert read({"DATA_DIR": "/x", "DATA_KEY_FILE": "/y/key"}).key_file == Path("/y/key")
    assert read({"DATABASE_URL": "postgresql+psycopg://a@b/c"}).database == "postgresql+psycopg://a@b/c"


def test_every_setting_has_its_sentence_and_no_sentence_is_left_over() -> None:
    assert list(SENTENCES) == list(Settings.__struct_fields__)


def test_the_example_is_what_the_code_says() -> None:
    assert (Path(__file__).parent.parent / ".env.example").read_text() == example()


def test_the_example_with_its_lines_taken_in_gives_the_defaults() -> None:
    lines = [line[1:] for line in example().splitlines() if line.startswith("#") and "=" in line and line[1] != " "]
    assert len(lines) == len(Settings.__struct_fields__)
    assert read(dict(line.split("=", 1) for line in lines)) == Settings()


@pytest.mark.parametrize("url", ["https://song.example.vn", "https://song.example.vn/", "HTTP://127.0.0.1:8080"])
def test_a_public_address_is_a_scheme_and_a_host(url: str) -> None:
    assert read({"PUBLIC_URL": url}).public_url == url.rstrip("/").lower()


@pytest.mark.parametrize("url", [
    "song.example.vn", "//song.example.vn", "https://", "https://song.example.vn/chat", "ftp://song.example.vn",
    "https://song.example.vn?x=1", "https://song.example.vn#x", "https://an@song.example.vn", "https://[::1",
    "https://song.example.vn:0", "https://song.example.vn:http", "https://song.example.vn:70000", "https:///",
    "https://sóng.example.vn", "https://song example.vn",
])  # fmt: skip
def test_an_address_that_no_browser_would_name_is_refused(url: str) -> None:
    with pytest.raises(SettingsFault, match="PUBLIC_URL must be https://"):
        read({"PUBLIC_URL": url})


def test_slips_in_names_are_seen() -> None:
    slips = {
        "TELEGRAM_TOKENS": "TELEGRAM_TOKEN",
        "PUBLICURL": "PUBLIC_URL",
        "data_dir": "DATA_DIR",
        "SEPAY_API_KEY": "SEPAY_KEY",
        "HTTP_POT": "HTTP_PORT",
        "DRIVES": "DRIVE",
        "LOGLEVEL": "LOG_LEVEL",
    }
    assert strangers([*slips, "DATA_DIRECTORY"]) == slips
    others = ["HOME", "PATH", "LANG", "HTTP_PROXY", "HTTPS_PROXY", "PWD", "SHELL", "TERM", "USER"]
    assert strangers([*others, *SET]) == {}
