"""People: followers, bindings, consents, sessions, arrivals, codes and drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ACTIVE = sa.text("state = 'active'")
_DEFAULT = sa.text("state = 'active' AND is_default = 1")


def upgrade() -> None:
    _who()
    _signing_in()
    _confirming()


def _text(name: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable, primary_key=primary_key)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _bytes(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable)


def _who() -> None:
    op.create_table(
        "followers",
        _text("oa", primary_key=True),
        _text("openid", primary_key=True),
        _whole("following"),
        _moment("state_us"),
        _text("scene"),
        _moment("first_us"),
    )
    op.create_table(
        "bindings",
        _text("binding_id", primary_key=True),
        _text("oa"),
        _text("openid"),
        _text("customer_no"),
        _text("card_id"),
        _text("kind"),
        _text("tail"),
        _text("account_no"),
        _whole("is_default"),
        _text("state"),
        _text("consent_version"),
        _moment("bound_us"),
        _moment("ended_us", nullable=True),
        _text("ended_why", nullable=True),
    )
    _one_active("one_active_binding", "card_id", _ACTIVE)
    _one_active("one_default_binding", "kind", _DEFAULT)
    op.create_index("bindings_of_account", "bindings", ["oa", "account_no"])
    op.create_table(
        "consents",
        _text("consent_id", primary_key=True),
        _text("oa"),
        _text("openid"),
        _text("kind"),
        _text("version"),
        _bytes("text_digest"),
        _moment("given_us"),
        _moment("withdrawn_us", nullable=True),
    )
    op.create_index("consents_of_person", "consents", ["oa", "openid", "kind"])


def _one_active(name: str, column: str, where: sa.TextClause) -> None:
    op.create_index(
        name,
        "bindings",
        ["oa", "openid", column],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _signing_in() -> None:
    op.create_table(
        "sessions",
        _text("session_key", primary_key=True),
        _text("oa"),
        _text("openid"),
        _whole("snapshot"),
        _moment("opened_us"),
        _moment("seen_us"),
        _moment("stepped_us", nullable=True),
        _moment("ended_us", nullable=True),
        _text("ended_why", nullable=True),
    )
    op.create_index("sessions_of_person", "sessions", ["oa", "openid"])
    op.create_table(
        "arrivals",
        _text("state_key", primary_key=True),
        _text("browser_key"),
        _text("oa"),
        _text("goal"),
        _moment("expires_us"),
        _moment("used_us", nullable=True),
    )


def _confirming() -> None:
    op.create_table(
        "challenges",
        _text("challenge_id", primary_key=True),
        _text("oa"),
        _text("openid"),
        _text("session_key"),
        _text("purpose"),
        _bytes("digest"),
        _text("phone_blind"),
        _text("salt"),
        _text("code_hash"),
        _whole("tries"),
        _moment("issued_us"),
        _moment("expires_us"),
        _moment("ended_us", nullable=True),
        _text("ended_why", nullable=True),
    )
    op.create_index("challenges_of_person", "challenges", ["oa", "openid", "issued_us"])
    op.create_index("challenges_of_phone", "challenges", ["phone_blind", "issued_us"])
    op.create_table("code_subjects", _text("subject", primary_key=True), _moment("touched_us"))
    op.create_table(
        "guesses",
        _text("guess_id", primary_key=True),
        _text("oa"),
        _text("openid"),
        _text("kind"),
        _moment("at_us"),
    )
    op.create_index("guesses_of_person", "guesses", ["oa", "openid", "kind", "at_us"])
    op.create_table(
        "drafts",
        _text("draft_id", primary_key=True),
        _text("handle_key"),
        _text("oa"),
        _text("openid"),
        _text("customer_no", nullable=True),
        _text("function_id"),
        _bytes("sealed"),
        _text("step_up"),
        _bytes("digest"),
        _text("state"),
        _moment("made_us"),
        _moment("expires_us"),
        _moment("finished_us", nullable=True),
        _bytes("result", nullable=True),
    )
    op.create_index("drafts_by_handle", "drafts", ["handle_key"], unique=True)
    op.create_index("drafts_of_person", "drafts", ["oa", "openid", "state"])


def downgrade() -> None:
    names = "drafts guesses code_subjects challenges arrivals sessions consents bindings followers"
    for table in names.split():
        op.drop_table(table)
