"""The row that the administrator's page writes. Where it says nothing, the default of the site holds."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key


class MailSecurity(StrEnum):
    """How a mail server is spoken to."""

    #: TLS from the first byte (RFC 8314, 3.3), mostly at port 465.
    TLS = "tls"
    #: In plain text first, and then TLS or not at all; mostly at port 587.
    STARTTLS = "starttls"
    #: Plain text, for a server on this machine or in its own network.
    NONE = "none"


#: The port that is meant where none is named.
PORTS = {MailSecurity.TLS: 465, MailSecurity.STARTTLS: 587, MailSecurity.NONE: 25}
#: The one row's id.
THE_ROW = 1


class SiteSettings(Model):
    """One row, or none while nobody has said anything. Empty text, or no number, says nothing."""

    __tablename__ = "site_settings"

    id: Mapped[key]
    university: Mapped[str] = mapped_column(default="")
    site_name: Mapped[str] = mapped_column(default="")
    #: As written in mails, without anything after the host and its port.
    base_url: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    mail_from: Mapped[str] = mapped_column(default="")
    #: Empty: mail is kept as files.
    smtp_host: Mapped[str] = mapped_column(default="")
    smtp_port: Mapped[int | None]
    smtp_security: Mapped[MailSecurity] = mapped_column(default=MailSecurity.STARTTLS)
    smtp_user: Mapped[str] = mapped_column(default="")
    #: Sealed under the site's secret (`app.core.secrets.sealed`).
    smtp_password: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
