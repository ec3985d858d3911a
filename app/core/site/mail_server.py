"""Where letters are handed over, and how it is spoken to."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from app.core.language.spoken import gettext
from app.core.secrets.sealed import SealBroken, unseal
from app.core.site.models import PORTS, MailSecurity, SiteSettings

#: What the password is sealed for.
PURPOSE = "site settings: password of the mail server"


class PasswordLost(OSError):
    """The mail server's password cannot be read. As every fault of a mailer it is an OSError, so the letter waits."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "The mail server’s password cannot be read, because the site’s secret is another now. Type it anew."
            )
        )


@dataclass(frozen=True, kw_only=True)
class MailServer:
    host: str
    port: int
    security: MailSecurity
    user: str = ""
    #: Never shown, and sealed until a letter goes out.
    sealed_password: str = field(default="", repr=False)
    plain_password: str = field(default="", repr=False)

    def password(self, secret: str) -> str:
        """The password, with the site's secret if it is sealed; PasswordLost if that does not open it."""
        if not self.sealed_password:
            return self.plain_password
        try:
            return unseal(self.sealed_password, secret, PURPOSE)
        except SealBroken as fault:
            raise PasswordLost from fault


def server_at(address: str) -> MailServer:
    """The server that an SMTP_URL names. TLS from the first byte is smtps; port 587 is STARTTLS; the others are plain text."""
    parts = urlsplit(address)
    plain = MailSecurity.STARTTLS if parts.port == PORTS[MailSecurity.STARTTLS] else MailSecurity.NONE
    security = MailSecurity.TLS if parts.scheme == "smtps" else plain
    return MailServer(
        host=parts.hostname or "localhost",
        port=parts.port or PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        plain_password=unquote(parts.password or ""),
    )


def server_of(row: SiteSettings) -> MailServer | None:
    """The server that the page names; None if it names none."""
    if not row.smtp_host:
        return None
    return MailServer(
        host=row.smtp_host,
        port=row.smtp_port or PORTS[row.smtp_security],
        security=row.smtp_security,
        user=row.smtp_user,
        sealed_password=row.smtp_password,
    )
