-- Development only: the clock that a simulation moves, and the outbox that stands in for a phone network.

-- What development remembers: the instant that its clock shows, and whether the demo is populated.
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,        -- clock, populated
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What would have gone out. One row a reference: a gateway that deduplicates.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,               -- order of acceptance
  reference TEXT NOT NULL UNIQUE,        -- the sender's reference for one message
  at TEXT NOT NULL,                      -- instant
  channel TEXT NOT NULL,                 -- sms, email, letter, officer; received: a text to us, recipient its sender
  recipient TEXT NOT NULL,               -- number or address: this is the fake phone network
  locale TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_recipient ON outbox (recipient);
