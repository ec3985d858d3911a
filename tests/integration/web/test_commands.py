"""What every command says of a database that it cannot work with, and of what a service refuses."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.core.db import db
from app.core.errors import Invalid
from app.web.commands import CommandGroup, typed
from config import Settings

ROOT = Path(__file__).parents[3]
TESTING = Settings(testing=True)


def commands(app: Flask) -> Iterator[list[str]]:
    """Each command of ours, with as many words as it asks for."""
    for group_name, group in app.cli.commands.items():
        if isinstance(group, CommandGroup):
            for name, command in group.commands.items():
                if getattr(inspect.unwrap(command.callback), "on_any_database", False):
                    continue  # it sees for itself: tests/integration/administration
                arguments = [each for each in command.params if isinstance(each, click.Argument) and each.required]
                options = [each for each in command.params if isinstance(each, click.Option) and each.required]
                given = [word for each in options for word in (each.opts[0], "x")]
                yield [group_name, name, *given, *("." for _ in arguments)]


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    """A site whose database nobody has set up."""
    return create_app(replace(TESTING, data_dir=tmp_path))


def said(site: Flask, *words: str) -> str:
    result = site.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 1, result.output
    [line] = result.output.splitlines()
    return line


def asked(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A Python of its own, as one types it in the project's folder, with nothing of this process' environment."""
    environment = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def stamp(site: Flask, *versions: str) -> None:
    with site.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        for version in versions:
            connection.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": version})


def test_every_command_says_in_one_line_that_the_site_is_not_set_up(site: Flask, tmp_path: Path) -> None:
    all_of_them = list(commands(site))
    migrate = f"DATA_DIR={tmp_path} .venv/bin/flask --app wsgi db upgrade"
    assert len(all_of_them) > 12
    for words in all_of_them:
        assert said(site, *words) == f"Error: The database {tmp_path / 'networks.db'} is not set up. Type: {migrate}"


def test_an_older_database_and_one_of_a_newer_version(site: Flask) -> None:
    stamp(site, "2c97973662c7")
    older = said(site, "search", "check")
    assert "is older than this software (it is at 2c97973662c7). Type: DATA_DIR=" in older
    assert "flask --app wsgi site upgrade (which backs it up first)" in older
    with site.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffff00000000'"))
    assert "newer version of this software (it is at ffff00000000)" in said(site, "search", "check")


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    address = "postgresql+psycopg://keeper:secret@127.0.0.1:1/site"
    answer = said(create_app(replace(TESTING, data_dir=tmp_path, database_url=address)), "search", "check")
    assert answer.startswith("Error: The database postgresql+psycopg://keeper:***@127.0.0.1:1/site does not answer: ")
    assert "secret" not in answer
    assert "secret" not in Settings(database_url="postgresql://db/site?user=u&password=secret").database_name


def test_a_site_starts_while_its_postgresql_is_away_and_commands_say_so_in_one_line(tmp_path: Path) -> None:
    """As it runs, with its queue there too: the tests' own applications have none."""
    environment = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://keeper:secret@127.0.0.1:1/site"}
    for words in (["jobs", "failed"], ["jobs", "work"]):
        answer = asked(["-m", "flask", "--app", "wsgi", *words], environment)
        assert answer.returncode == 1
        assert answer.stderr.startswith("Error: The database postgresql+psycopg://keeper:***@127.0.0.1:1/site does not")
        assert len(answer.stderr.splitlines()) == 1
    ask = "from wsgi import app; print(app.test_client().get('/readyz').get_json()['reasons']['database'])"
    assert "the database does not answer" in asked(["-c", ask], environment).stdout


def test_a_web_process_reads_nothing_that_only_commands_need(tmp_path: Path) -> None:
    """Each takes it some MiB: see docs/reference/speed.md."""
    ask = "import sys, wsgi; print([name for name in ('alembic', 'flask_migrate', 'peewee') if name in sys.modules])"
    assert asked(["-c", ask], {"DATA_DIR": str(tmp_path)}).stdout == "[]\n"
    ask = "import sys, config; print('sqlalchemy' in sys.modules)"
    assert asked(["-c", ask], {}).stdout == "False\n", "whoever starts the processes reads the settings"


def test_a_command_of_a_site_is_typed_with_its_folder_and_its_database() -> None:
    settings = Settings(data_dir=Path("/srv/our site"), database_url="postgresql://db/site")
    told = typed(settings, "db upgrade")
    assert told == "DATABASE_URL=… DATA_DIR='/srv/our site' .venv/bin/flask --app wsgi db upgrade"


def test_what_a_service_refuses_is_said_in_its_words(tmp_path: Path) -> None:
    group = CommandGroup("those")

    @group.command("refuse")
    def refuse() -> None:
        raise Invalid("It was not sent.", {"email": ["This is no address."]}, help_text="Ask your chair.")

    app = create_app(replace(TESTING, data_dir=tmp_path))
    with app.app_context():
        db.create_all()
        result = app.test_cli_runner().invoke(group, ["refuse"])
    assert result.output == "Error: It was not sent. This is no address. Ask your chair.\n"


def test_the_first_command_of_the_guide_on_an_empty_folder(tmp_path: Path) -> None:

    def type_(*words: str) -> subprocess.CompletedProcess[str]:
        return asked(["-m", "flask", "--app", "wsgi", *words], {"DATA_DIR": str(tmp_path)})

    first = type_("accounts", "admin", "you@example.org")
    assert first.returncode == 1
    assert f"DATA_DIR={tmp_path} .venv/bin/flask --app wsgi db upgrade" in first.stderr
    assert len(first.stderr.splitlines()) == 1
    assert type_("db", "upgrade").returncode == 0
    assert "you@example.org is an administrator." in type_("accounts", "admin", "you@example.org").stdout


def test_a_command_that_is_given_again_is_the_same() -> None:
    """A feature gives its commands with each application of a process; so often must they not be wrapped."""
    group = CommandGroup("those")
    command = click.Command("one", callback=lambda: None)
    group.add_command(command)
    wrapped = command.callback
    group.add_command(command)
    assert command.callback is wrapped
    assert list(group.commands) == ["one"]
