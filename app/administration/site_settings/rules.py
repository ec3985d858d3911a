"""What the settings of the page must look like, each fault in a sentence for its field. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from app.core.language.spoken import gettext
from app.core.site import in_force
from app.core.site.models import PORTS, MailSecurity, SiteSettings
from config import Settings
from setting_rules import address_fault, is_machine, is_sender, is_time_zone

LONGEST_NAME = 80
LONGEST = 300

#: In the page's order, with their names in a sentence.
FIELDS = {
    "university": "the university",
    "site_name": "the name of the site",
    "base_url": "the address of the site",
    "time_zone": "the time zone",
    "mail_from": "the sender of mail",
    "smtp_host": "the mail server",
    "smtp_port": "the mail server’s port",
    "smtp_security": "the mail server’s security",
    "smtp_user": "the mail server’s user name",
    "smtp_password": "the mail server’s password",
}

#: Who has these may read what is written to others, links to new passwords among it.
WHERE_LETTERS_GO = tuple(name for name in FIELDS if name in ("base_url", "mail_from") or name.startswith("smtp_"))
#: Those at which letters are taken. At others the page would tell which machines of an inner network answer.
PORTS_OF_LETTERS = (25, 465, 587, 2525)

Faults = dict[str, list[str]]


def set_by_environment(environment: Settings) -> dict[str, str]:
    """The fields that the environment sets, with the name of what sets each. They stay as they are."""
    return {name: by.upper() for name, by in in_force.OF_THE_ENVIRONMENT.items() if getattr(environment, by)}


def defaults(environment: Settings) -> dict[str, str]:
    """What holds where nobody says anything."""
    site = in_force.in_force_with(Settings(port=environment.port), None)
    named = {"site_name": site.name, "base_url": site.url, "time_zone": site.zone.key, "mail_from": site.mail_from}
    return dict.fromkeys(FIELDS, "") | named


def faults_of(wanted: Mapping[str, Any], stands: SiteSettings) -> Faults:
    """What is wrong with all fields as they would be, by field. `smtp_password` is what was typed, "" for the present one."""
    found: Faults = defaultdict(list)
    for name in ("university", "site_name"):
        if len(wanted[name]) > LONGEST_NAME:
            found[name].append(gettext("At most %(longest_name)s characters.", longest_name=LONGEST_NAME))
    for name in ("base_url", "time_zone", "mail_from", "smtp_host", "smtp_user", "smtp_password"):
        if len(wanted[name]) > LONGEST:
            found[name].append(gettext("At most %(longest)s characters.", longest=LONGEST))
    if wanted["base_url"] and (fault := address_fault(wanted["base_url"])):
        found["base_url"].append(fault)
    if wanted["time_zone"] and not is_time_zone(wanted["time_zone"]):
        found["time_zone"].append(
            gettext("No time zone has this name. It is a part of the world and a city: Europe/London.")
        )
    if wanted["mail_from"] and not is_sender(wanted["mail_from"]):
        found["mail_from"].append(gettext("One address is needed, such as Learning networks <networks@example.org>."))
    if wanted["smtp_host"]:
        _server(wanted, stands, found)
    elif wanted["smtp_user"] or wanted["smtp_password"]:
        found["smtp_host"].append(gettext("A name or a password is given, but no server that asks for it."))
    return found


def port_fault(wanted: Mapping[str, Any], changed: Collection[str], faults: Faults) -> Faults:
    """What is wrong with a port that is named on the page; one that somebody at the machine named stays as it is."""
    named_now = "smtp_port" in changed or "smtp_host" in changed
    if not named_now or wanted["smtp_port"] in (None, *PORTS_OF_LETTERS) or "smtp_port" in faults:
        return {}
    return {
        "smtp_port": [gettext("Letters go to port 25, 465, 587 or 2525. SMTP_URL in the environment may name any.")]
    }


def _server(wanted: Mapping[str, Any], stands: SiteSettings, found: Faults) -> None:
    if not is_machine(wanted["smtp_host"]):
        found["smtp_host"].append(
            gettext("The server’s name alone is needed, such as mail.example.ac.uk; its port has a field.")
        )
    if wanted["smtp_port"] is not None and not 1 <= wanted["smtp_port"] <= 65535:
        found["smtp_port"].append(gettext("A port is a number from 1 to 65535."))
    if wanted["smtp_port"] == PORTS[MailSecurity.TLS] and wanted["smtp_security"] != MailSecurity.TLS:
        found["smtp_port"].append(
            gettext("At port 465 TLS is spoken from the first byte: choose that, or another port.")
        )
    if wanted["smtp_user"] and not wanted["smtp_password"]:
        _kept_password(wanted, stands, found)
    if wanted["smtp_password"] and not wanted["smtp_user"]:
        found["smtp_user"].append(gettext("A password goes with a name."))


def _kept_password(wanted: Mapping[str, Any], stands: SiteSettings, found: Faults) -> None:
    """A password goes to the server that it was typed for, and as well protected as then: never where somebody who took
    over an administrator's browser sends it.
    """
    if not stands.smtp_password:
        found["smtp_password"].append(gettext("The server asks for a password with this name."))
        return
    same = all(wanted[name] == getattr(stands, name) for name in ("smtp_host", "smtp_port", "smtp_user"))
    if not same or wanted["smtp_security"] != stands.smtp_security:
        found["smtp_password"].append(gettext("The server is another now: type the password again."))
