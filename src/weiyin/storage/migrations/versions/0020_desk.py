"""The tables of the desk, and how people want to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _flag(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, nullable=False)


def _sealed(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def upgrade() -> None:
    _conversations()
    _messages()
    _people()
    _cases()


def _conversations() -> None:
    op.create_table(
        "desk_conversations",
        _text("conversation_id", key=True),
        *map(_text, ("oa", "openid", "state", "owner", "skill", "why", "about")),
        _flag("priority"),
        *map(_count, ("asked_us", "taken_us", "closed_us", "heard_us", "told_us")),
        *map(_count, ("unanswered", "said", "version", "changed_us")),
        *map(_text, ("ended_why", "wrap_up")),
        _flag("score"),
        _text("opinion"),
    )
    live = sa.text("state <> 'closed'")
    op.create_index(
        "one_live_conversation",
        "desk_conversations",
        ["oa", "openid"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("desk_of_person", "desk_conversations", ["oa", "openid", "asked_us"])
    op.create_index("desk_waiting", "desk_conversations", ["oa", "state", "asked_us"])
    op.create_index("desk_of_owner", "desk_conversations", ["owner", "state"])
    op.create_index("desk_changed", "desk_conversations", ["changed_us"])


def _messages() -> None:
    op.create_table(
        "desk_messages",
        _text("conversation_id", key=True),
        _flag("seq", key=True),
        *map(_text, ("key", "side", "who", "kind")),
        _sealed("words"),
        _text("fate"),
        _count("at_us"),
    )
    op.create_index("one_message_a_key", "desk_messages", ["conversation_id", "key"], unique=True)


def _people() -> None:
    op.create_table(
        "desk_agents",
        _text("oa", key=True),
        _text("staff_id", key=True),
        *map(_text, ("name", "number", "skills")),
        _flag("room"),
        _text("state"),
        *map(_count, ("seen_us", "given_us")),
    )
    op.create_table(
        "desk_canned",
        _text("canned_id", key=True),
        *map(_text, ("oa", "skill", "code", "title", "words")),
    )
    op.create_index("desk_canned_of_account", "desk_canned", ["oa", "code"], unique=True)
    op.create_table(
        "display_choices",
        _text("oa", key=True),
        _text("openid", key=True),
        _flag("large"),
        _text("language"),
        _count("changed_us"),
    )


def _cases() -> None:
    op.create_table(
        "desk_cases",
        _text("case_no", key=True),
        *map(_text, ("oa", "openid", "kind", "topic", "state", "owner")),
        *map(_sealed, ("words", "contact", "outcome")),
        _text("conversation_id"),
        *map(_count, ("made_us", "due_us", "closed_us", "version")),
    )
    op.create_index("desk_cases_due", "desk_cases", ["oa", "state", "due_us"])
    op.create_index("desk_cases_of_person", "desk_cases", ["oa", "openid", "made_us"])
    op.create_table(
        "desk_case_numbers",
        _text("day", key=True),
        _text("kind", key=True),
        _count("last"),
    )


def downgrade() -> None:
    for name in (
        "desk_case_numbers",
        "desk_cases",
        "display_choices",
        "desk_canned",
        "desk_agents",
        "desk_messages",
        "desk_conversations",
    ):
        op.drop_table(name)
