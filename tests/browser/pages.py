"""One page of each kind, and who looks at it. A page that a test of all pages should visit is a line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """An address, who opens it, and the status that it answers with."""

    name: str
    who: str | None
    address: str
    status: int = 200


S215, MST = "/networks/s215", "/networks/mst124"
AL, CHAIR, MODERATOR, ADMIN = "al03.s215", "chair.s215", "moderator1", "admin"

KINDS: tuple[Kind, ...] = (
    Kind("front", None, "/"),
    Kind("sign-in", None, "/sign-in"),
    Kind("reset", None, "/reset"),
    Kind("error-401", None, S215, 401),
    Kind("home-al", AL, "/home"),
    Kind("home-chair", "chair.mst124", "/home"),
    Kind("home-moderator", MODERATOR, "/home"),
    Kind("desk", MODERATOR, "/desk"),
    Kind("desk-sponsor", "sponsor.stem", f"{S215}/desk"),
    Kind("deputy", CHAIR, f"{S215}/members/deputy"),
    Kind("network", AL, S215),
    Kind("write", AL, f"{S215}/write"),
    Kind("keys", None, "/keys"),
    Kind("drafts", AL, "/drafts"),
    Kind("network-dormant", "chair.h800", "/networks/h800"),
    Kind("members", CHAIR, f"{S215}/members"),
    Kind("members-several", CHAIR, f"{S215}/members/several"),
    Kind("joining", CHAIR, f"{S215}/members/joining"),
    Kind("join-gone", None, "/join/nothing", 404),
    Kind("set-up", CHAIR, f"{S215}/set-up"),
    Kind("cycle", CHAIR, f"{S215}/cycle"),
    Kind("dates", CHAIR, f"{S215}/critical-dates"),
    Kind("admin", ADMIN, "/admin"),
    Kind("admin-people", ADMIN, "/admin/people"),
    Kind("admin-state", ADMIN, "/admin/state"),
    Kind("forums", AL, f"{S215}/forums"),
    Kind("forum", AL, f"{S215}/forums/tricky-topics"),
    Kind("start-discussion", AL, f"{S215}/forums/tricky-topics/start"),
    Kind("discussion", MODERATOR, f"{S215}/discussions/1"),
    Kind("reply-to-post", AL, f"{S215}/discussions/1/reply?to=1"),
    Kind("summary", AL, f"{S215}/discussions/1/summary"),
    Kind("moderate-discussion", MODERATOR, f"{S215}/discussions/1/moderate"),
    Kind("edit-post", AL, "own-post/edit"),
    Kind("post-history", AL, "own-post/history"),
    Kind("post-options", AL, "own-post/options"),
    Kind("topics", AL, f"{S215}/topics"),
    Kind("topic-closed", AL, f"{S215}/topics/1"),
    Kind("topic-planned", "chair.mst124", f"{MST}/topics/4"),
    Kind("topic-suggested", MODERATOR, f"{MST}/topics/9"),
    Kind("raise-topic", AL, f"{S215}/topics/new"),
    Kind("edit-topic", MODERATOR, f"{S215}/topics/1/edit"),
    Kind("blocks", MODERATOR, f"{S215}/topics/1/blocks"),
    Kind("new-example", AL, f"{S215}/topics/1/examples/new"),
    Kind("map", MODERATOR, f"{S215}/topics/1/mapping"),
    Kind("step-topic", MODERATOR, f"{MST}/topics/9/steps/decline"),
    Kind("issues", AL, f"{S215}/issues"),
    Kind("issue", AL, f"{S215}/issues/1"),
    Kind("raise-issue", AL, f"{S215}/issues/new"),
    Kind("route-issue", MODERATOR, f"{MST}/issues/2/route"),
    Kind("interventions", CHAIR, f"{S215}/interventions"),
    Kind("intervention-adopted", CHAIR, f"{S215}/interventions/1"),
    Kind("intervention-to-decide", "chair.mst124", f"{MST}/interventions/2"),
    Kind("propose", AL, f"{S215}/interventions/new?topic=1"),
    Kind("actions", CHAIR, f"{S215}/actions?show=settled"),
    Kind("actions-open", CHAIR, f"{S215}/actions"),
    Kind("forum-unanswered", AL, f"{S215}/forums/tricky-topics?show=unanswered"),
    Kind("action", CHAIR, f"{S215}/actions/1"),
    Kind("new-action", CHAIR, f"{S215}/actions/new"),
    Kind("replies", AL, f"{S215}/replies"),
    Kind("reply", AL, f"{S215}/replies/1"),
    Kind("reply-draft", CHAIR, f"{S215}/replies/8"),
    Kind("draft-reply", "chair.mst124", f"{MST}/replies/new?topic=8"),
    Kind("workshops", AL, f"{S215}/workshops"),
    Kind("plan-workshop", CHAIR, f"{S215}/workshops/new"),
    Kind("workshop-published", AL, f"{S215}/workshops/1"),
    Kind("workshop-board", AL, f"{S215}/workshops/1/board"),
    Kind("workshop-results", AL, f"{S215}/workshops/1/results"),
    Kind("workshop-outcomes", CHAIR, f"{S215}/workshops/1/outcomes"),
    Kind("workshop-write-up", AL, f"{S215}/workshops/1/write-up"),
    Kind("workshop-section", CHAIR, f"{S215}/workshops/1/write-up/who"),
    Kind("workshop-catching-up", MODERATOR, f"{MST}/workshops/1"),
    Kind("workshop-board-open", "al02.mst124", f"{MST}/workshops/1/board"),
    Kind("workshop-board-run", MODERATOR, f"{MST}/workshops/1/board"),
    Kind("workshop-invite", MODERATOR, f"{MST}/workshops/1/invite"),
    Kind("data", AL, f"{S215}/data"),
    Kind("inbox", AL, "/inbox"),
    Kind("search", AL, "/search?q=orbital"),
    Kind("search-network", AL, f"{S215}/search?q=mechanism"),
    Kind("search-saved", AL, "/search/saved"),
    Kind("search-nothing", AL, "/search?q=zzzz"),
    Kind("account", AL, "/account"),
    Kind("account-mail", AL, "/account/mail"),
    Kind("follow", AL, f"{S215}/forums/tricky-topics/follow"),
    Kind("account-password", AL, "/account/password"),
    Kind("account-tokens", AL, "/account/tokens"),
    Kind("account-record", AL, "/account/record"),
    Kind("error-403", AL, f"{S215}/set-up", 403),
    Kind("error-404", AL, f"{S215}/topics/999", 404),
)
