"""Work of the worker: letters to those who ask to join, and forgetting what was answered."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from sqlalchemy import select

from app.accounts.jobs import MAIL_KEY
from app.accounts.services.letters import LETTER as ACCOUNT_LETTER
from app.core import mail
from app.core.db import db
from app.core.secrets.signed_links import sign_to_confirm
from app.core.site.in_force import in_force
from app.networks.joining.models import JoinLink, JoinRequest
from app.networks.models import LearningNetwork, Module


def write_letter(payload: dict[str, Any]) -> None:
    """Outbox handler: write to the address of a request. Nothing is sent if the request is gone."""
    query = select(JoinRequest, Module).join(LearningNetwork, LearningNetwork.id == JoinRequest.network_id)
    query = query.join(Module, Module.id == LearningNetwork.module_id).join(
        JoinLink, JoinLink.id == JoinRequest.link_id
    )
    found = db.session.execute(query.where(JoinRequest.id == payload["join_request"])).first()
    if found is None:
        return
    request, module = found
    site = in_force().url
    link = f"{site}/join/confirm/{sign_to_confirm(request.handle, current_app.config['SECRET_KEY'])}"
    words = {"name": request.name, "network": module.named, "reason": request.reason, "site": site, "link": link}
    # A template's first line is the subject.
    template = f"networks/emails/join_{payload['template']}.txt"
    subject, _, text = render_template(template, **words).lstrip().partition("\n")
    key = f"join-{request.handle}-{payload['template']}-{payload['which']}"
    letter = mail.Letter(key, request.email, subject.strip(), text.strip() + "\n")
    # Under the key of letters about accounts, so that it is emptied with them when it has been sent.
    mail.owe(letter, once=f"{MAIL_KEY}{ACCOUNT_LETTER}.{key}")
