"""The tables of people. Moments are `*_us`: microseconds UTC; booleans 0 or 1."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, text

from weiyin.storage.columns import sealed
from weiyin.storage.tables import metadata

followers = Table(
    "followers",
    metadata,
    Column("oa", Text, primary_key=True),
    Column("openid", Text, primary_key=True),
    Column("following", Integer, nullable=False),
    Column("state_us", BigInteger, nullable=False),  # CreateTime of the event that set `following`
    Column("scene", Text, nullable=False),
    Column("first_us", BigInteger, nullable=False),
)

bindings = Table(
    "bindings",
    metadata,
    Column("binding_id", Text, primary_key=True),
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("customer_no", Text, nullable=False),
    Column("card_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("tail", Text, nullable=False),
    Column("account_no", Text, nullable=False),
    Column("is_default", Integer, nullable=False),
    Column("state", Text, nullable=False),  # active | suspended | unbound
    Column("consent_version", Text, nullable=False),
    Column("bound_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),
    Column("ended_why", Text),
)
Index(
    "one_active_binding",
    bindings.c.oa,
    bindings.c.openid,
    bindings.c.card_id,
    unique=True,
    sqlite_where=text("state = 'active'"),
    postgresql_where=text("state = 'active'"),
)
Index(
    "one_default_binding",
    bindings.c.oa,
    bindings.c.openid,
    bindings.c.kind,
    unique=True,
    sqlite_where=text("state = 'active' AND is_default = 1"),
    postgresql_where=text("state = 'active' AND is_default = 1"),
)
Index("bindings_of_account", bindings.c.oa, bindings.c.account_no)
Index("bindings_of_customer", bindings.c.oa, bindings.c.customer_no)

consents = Table(
    "consents",
    metadata,
    Column("consent_id", Text, primary_key=True),
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("text_digest", LargeBinary, nullable=False),
    Column("given_us", BigInteger, nullable=False),
    Column("withdrawn_us", BigInteger),
)
Index("consents_of_person", consents.c.oa, consents.c.openid, consents.c.kind)

sessions = Table(
    "sessions",
    metadata,
    Column("session_key", Text, primary_key=True),  # SHA-256 of the token
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("snapshot", Integer, nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False),
    Column("stepped_us", BigInteger),
    Column("ended_us", BigInteger),
    Column("ended_why", Text),
)
Index("sessions_of_person", sessions.c.oa, sessions.c.openid)

arrivals = Table(
    "arrivals",
    metadata,
    Column("state_key", Text, primary_key=True),  # SHA-256 of the OAuth `state`
    Column("browser_key", Text, nullable=False),  # SHA-256 of the pre-session cookie
    Column("oa", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("used_us", BigInteger),
)

challenges = Table(
    "challenges",
    metadata,
    Column("challenge_id", Text, primary_key=True),
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("session_key", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("phone_blind", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("issued_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),
    Column("ended_why", Text),
)
Index("challenges_of_person", challenges.c.oa, challenges.c.openid, challenges.c.issued_us)
Index("challenges_of_phone", challenges.c.phone_blind, challenges.c.issued_us)

# One row a person and a phone: writing it makes the counting of codes and guesses take turns.
code_subjects = Table(
    "code_subjects",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("touched_us", BigInteger, nullable=False),
)

# One row a wrong guess, or one whose answer is not known yet.
guesses = Table(
    "guesses",
    metadata,
    Column("guess_id", Text, primary_key=True),
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("kind", Text, nullable=False),  # identity | card
    Column("at_us", BigInteger, nullable=False),
)
Index("guesses_of_person", guesses.c.oa, guesses.c.openid, guesses.c.kind, guesses.c.at_us)

drafts = Table(
    "drafts",
    metadata,
    Column("draft_id", Text, primary_key=True),
    Column("handle_key", Text, nullable=False),  # SHA-256 of the handle
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("customer_no", Text),
    Column("function_id", Text, nullable=False),
    sealed("sealed", row="{draft_id}"),  # what is shown and ordered, as JSON
    Column("step_up", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),  # open | sending | done | refused | void
    Column("made_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("finished_us", BigInteger),
    sealed("result", row="{draft_id}", nullable=True),  # JSON
)
Index("drafts_by_handle", drafts.c.handle_key, unique=True)
Index("drafts_of_person", drafts.c.oa, drafts.c.openid, drafts.c.state)

keypad_keys = Table(
    "keypad_keys",
    metadata,
    Column("key_id", Text, primary_key=True),
    sealed("private_sealed", row="{key_id}"),
    Column("made_us", BigInteger, nullable=False),
)
