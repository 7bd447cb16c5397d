"""The tables of the desk. Moments are `*_us`, 0 for not yet; what people said lies sealed."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, text

from weiyin.storage.columns import count, flag, sealed, words
from weiyin.storage.tables import metadata

conversations = Table(
    "desk_conversations",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    words("oa"),
    words("openid"),
    words("state"),  # waiting | open | closed
    words("owner"),  # the person who answers while it is open
    words("skill"),
    words("why"),
    words("about"),  # the title of the function that was talked of
    Column("priority", Integer, nullable=False),  # higher is served first
    count("asked_us"),
    count("taken_us"),
    count("closed_us"),
    count("heard_us"),  # the customer's last words
    count("told_us"),  # our last words
    count("unanswered"),  # the customer's messages since then
    count("said"),  # the number of the last message
    count("version"),
    count("changed_us"),
    words("ended_why"),
    words("wrap_up"),
    flag("score"),  # 1 to 5 stars; 0: not told
    words("opinion"),
    words("team_id"),  # of those who may take it while it waits; empty: everybody
    count("queued_us"),  # since when it waits, this time
    count("first_us"),  # our first words
)
Index(
    "one_live_conversation",
    conversations.c.oa,
    conversations.c.openid,
    unique=True,
    sqlite_where=text("state <> 'closed'"),
    postgresql_where=text("state <> 'closed'"),
)
Index("desk_of_person", conversations.c.oa, conversations.c.openid, conversations.c.asked_us)
Index("desk_waiting", conversations.c.oa, conversations.c.state, conversations.c.asked_us)
Index("desk_of_owner", conversations.c.owner, conversations.c.state)
Index("desk_changed", conversations.c.changed_us)
Index("desk_over", conversations.c.closed_us)

messages = Table(
    "desk_messages",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    words("key"),
    words("side"),  # customer | assistant | agent | mark | note | whisper | subject
    words("who"),
    words("kind"),  # text | voice | picture | place | tap
    sealed("words", row="{conversation_id}:{seq}"),
    # Of what we send: queued | sending | sent | lost | never.
    # Of a picture of theirs: fetching | kept | unfit | gone.
    words("fate"),
    count("at_us"),
)
Index("one_message_a_key", messages.c.conversation_id, messages.c.key, unique=True)

pictures = Table(
    "desk_pictures",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    sealed("content", row="{conversation_id}:{seq}"),  # JPEG in base64
    count("expires_us"),
)
Index("desk_pictures_by_age", pictures.c.expires_us)

hours = Table(
    "desk_hours",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("skill", Text, primary_key=True),
    words("workdays"),  # 08:00-12:00 13:00-18:00; empty: nobody
    words("days_off"),
    count("changed_us"),
)

agents = Table(
    "desk_agents",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("staff_id", Text, primary_key=True),
    words("name"),
    words("number"),  # what customers are told: 工号 0007
    words("skills"),  # " credit wealth ": each between spaces
    flag("room"),  # conversations at once
    words("state"),  # online | busy | away
    count("seen_us"),
    count("given_us"),  # when a conversation was last given to them
)

canned = Table(
    "desk_canned",
    metadata,
    Column("canned_id", Text, primary_key=True),
    words("oa"),
    words("skill"),  # empty: for everybody
    words("code"),  # typed after a slash
    words("title"),
    words("words"),
)
Index("desk_canned_of_account", canned.c.oa, canned.c.code, unique=True)

cases = Table(
    "desk_cases",
    metadata,
    Column("case_no", Text, primary_key=True),
    words("oa"),
    words("openid"),
    words("kind"),  # message | callback | complaint | suggestion | fraud
    words("topic"),
    words("state"),  # open | doing | done
    words("owner"),
    sealed("words", row="{case_no}"),
    sealed("contact", row="{case_no}"),
    sealed("outcome", row="{case_no}"),
    words("conversation_id"),
    count("made_us"),
    count("due_us"),
    count("closed_us"),
    count("version"),
)
Index("desk_cases_due", cases.c.oa, cases.c.state, cases.c.due_us)
Index("desk_cases_of_person", cases.c.oa, cases.c.openid, cases.c.made_us)

case_numbers = Table(
    "desk_case_numbers",
    metadata,
    Column("day", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    count("last"),
)
