"""Plugs another address into the application."""

from __future__ import annotations


def init_app() -> None:
    """Its addresses are on the blueprint once they are imported; the account's page, the members' page, what it hears."""
    from app.accounts.events import AccountsMerged, AddressChanged
    from app.core.events import listen
    from app.networks.addresses import (
        listeners,
        panels,
        views,  # noqa: F401 -- its addresses
    )
    from app.web.page.panels import offer

    listen(AddressChanged, listeners.on_address_changed)
    listen(AccountsMerged, listeners.on_accounts_merged)
    offer("accounts.address.without_the_old", panels.on_address_page)
    offer("networks.members.notice", panels.on_members_page, order=20)
