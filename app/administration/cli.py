"""`flask site …`: the site as a whole, for whoever runs it."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from app.web.commands import CommandGroup, database_fault, on_any_database

commands = CommandGroup("site", help="The site as a whole.")
_FILE = click.Path(dir_okay=False, path_type=Path)


@commands.command("backup")
@click.argument("file", type=_FILE)
@click.option("--with-secrets", is_flag=True, help="The keys that sign sessions and hide student numbers, too.")
@on_any_database
def backup(file: Path, with_secrets: bool) -> None:
    """Write the whole site into FILE, as it is now, while people use it: database, datasets, files."""
    from app.administration.backup.making import back_up

    _refuse_what_is_no_site()
    made = back_up(current_app.extensions["settings"], file.absolute(), with_secrets=with_secrets)
    rows = made.manifest.rows
    click.echo(f"{made.path}: {made.size / 1e6:,.1f} MB, {sum(rows.values()):,} rows of {len(rows)} tables.")
    if with_secrets:
        click.echo("It holds secrets: whoever has it can pass for anybody on the site.")
        if current_app.extensions["settings"].secret_key:
            click.echo("SECRET_KEY is set in the environment, and is not in it: keep it, too.")


@commands.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@on_any_database
def restore(file: Path) -> None:
    """Put the backup FILE into this empty site: from SQLite to SQLite or PostgreSQL, from PostgreSQL to PostgreSQL."""
    from app.administration.backup.restoring import restore as put_back

    settings = current_app.extensions["settings"]
    restored = put_back(settings, file.absolute())
    click.echo(f"The site of {restored.manifest.about.taken_at} is here: {sum(restored.rows.values()):,} rows.")
    click.echo(f"Votes and writing without names that were open go on only where {settings.keys_home}")
    click.echo("still has their keys, which no backup holds; the others begin anew.")


@commands.command("init")
@click.option("--admin", required=True, help="The first administrator's e-mail address; an invitation goes there.")
@click.option("--admin-name", required=True, help="Their name.")
@click.option("--name", default="", help="What the site is called.")
@click.option("--university", default="", help="Whose site it is.")
@click.option("--base-url", default="", help="Its address, as written in mails.")
@click.option("--time-zone", default="", help="Such as Europe/London.")
@click.option("--mail-from", default="", help="The sender of every mail.")
@on_any_database
def init(
    admin: str, admin_name: str, name: str, university: str, base_url: str, time_zone: str, mail_from: str
) -> None:
    """Set an empty site up: its database, its first administrator, and what it is called. For scripts; a browser does the
    same at the address that `make site` prints.
    """
    from app.accounts.set_up_key import use_up
    from app.administration.beginning import begin_site
    from app.core.db import db

    settings = current_app.extensions["settings"]
    said = {"site_name": name, "university": university, "base_url": base_url}
    said |= {"time_zone": time_zone, "mail_from": mail_from}
    lines = begin_site(settings, current_app.config["SECRET_KEY"], admin, admin_name, said)
    db.session.commit()
    use_up(settings.data_dir)  # a key that was printed before lets nobody in any more
    click.echo("\n".join(lines))


@commands.command("check")
def check() -> None:
    """Say whether everything fits together: database, counts, what is owed, search index, datasets; fails if not."""
    from app.administration.checking import check_site

    parts = check_site()
    for part in parts:
        click.echo(f"{part.name[0].upper()}{part.name[1:]}: {'not in order' if part.faults else 'in order'}.")
        for fault in part.faults:
            click.echo(f"  {fault}")
    if any(part.faults for part in parts):
        raise click.ClickException("Not everything fits together: see above.")


@commands.command("upgrade")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="Folder of the backup; else DATA_DIR/backups."
)
@on_any_database
def upgrade(into: Path | None) -> None:
    """Bring the database up to this version: a backup first, then the migrations, then `site check`."""
    from app.administration.backup import upgrading

    _refuse_what_is_no_site()
    if not database_fault():
        click.echo("The database is at this software's version already. Nothing was done.")
        return
    settings = current_app.extensions["settings"]
    done = upgrading.upgrade(settings, (into or settings.backups_home).absolute())
    click.echo(f"The site as it was is in {done.backup}.")
    for fault in done.faults:
        click.echo(f"  {fault}")
    if done.faults:
        raise click.ClickException(upgrading.way_back(settings, done.backup))
    click.echo("The database is at this software's version now, and everything fits together.")


def _refuse_what_is_no_site() -> None:
    if fault := database_fault(older_will_do=True):
        raise click.ClickException(fault)
