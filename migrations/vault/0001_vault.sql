-- The vault: people, cases and contact. Nothing here says who answered or what.
-- Ids are time-ordered (UUID version 7) in the big tables, because key order decides the cost of a write.

-- A system that may send events, and for whom it speaks.
CREATE TABLE sender (
  id TEXT NOT NULL PRIMARY KEY,          -- e.g. force-45, hmcts, hmpps
  name TEXT NOT NULL,                    -- shown to operators
  role TEXT NOT NULL CHECK (role IN ('force', 'witness-care', 'liaison', 'court', 'probation', 'analyst')), -- domain/sender.ts
  force_code TEXT,                       -- the two-digit force that it speaks for; null for a national sender
  created_at TEXT NOT NULL               -- instant
) STRICT, WITHOUT ROWID;

-- How a sender proves who it is. Several at a time, so that a new key can be in use before the old one ends.
CREATE TABLE sender_key (
  id TEXT NOT NULL PRIMARY KEY,          -- 8 characters: finds the row, may be shown
  sender_id TEXT NOT NULL REFERENCES sender (id),
  kind TEXT NOT NULL CHECK (kind IN ('api-key', 'hmac', 'ed25519')), -- domain/sender.ts
  verifier TEXT NOT NULL,                -- api-key: HMAC of the key; hmac: the shared secret, sealed; ed25519: the public key
  scopes TEXT NOT NULL,                  -- JSON list of what this key may do: at most what the sender's role may
  created_at TEXT NOT NULL,              -- instant
  expires_on TEXT NOT NULL,              -- last day on which the key works
  revoked_at TEXT                        -- instant from which it no longer works, whatever its last day
) STRICT, WITHOUT ROWID;
CREATE INDEX sender_key_sender ON sender_key (sender_id);

-- Signed requests of the last day, so that none counts twice. A retry has a newer timestamp; a replay has not.
CREATE TABLE webhook_seen (
  sender_id TEXT NOT NULL,
  webhook_id TEXT NOT NULL,              -- HMAC of the header webhook-id
  body_hash TEXT NOT NULL,               -- SHA-256 of the body: an id belongs to one body
  newest INTEGER NOT NULL,               -- newest webhook-timestamp taken, seconds since 1970
  PRIMARY KEY (sender_id, webhook_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_seen_newest ON webhook_seen (newest);

-- How many of what a sender sent were what: the ground of its data-quality report. Counts alone.
CREATE TABLE feed_tally (
  sender_id TEXT NOT NULL,
  day TEXT NOT NULL,                     -- London day of arrival
  counted TEXT NOT NULL,                 -- accepted, duplicate, missing:case.offenceGroup, ... (domain/feed-quality.ts)
  n INTEGER NOT NULL,
  PRIMARY KEY (sender_id, day, counted)
) STRICT, WITHOUT ROWID;

-- Of the invitations due in a week, how many show a sign that victims may be invented (domain/contact-alarm.ts). Counts alone.
CREATE TABLE contact_tally (
  area TEXT NOT NULL,                    -- police area, GSS code
  week TEXT NOT NULL,                    -- ISO week in which they were due
  sign TEXT NOT NULL CHECK (sign IN ('repeated', 'replaced', 'misdirected')), -- domain/contact-alarm.ts
  n INTEGER NOT NULL,                    -- of those looked at, how many show it
  base INTEGER NOT NULL,                 -- how many were looked at
  PRIMARY KEY (area, week, sign)
) STRICT, WITHOUT ROWID;

-- An area's share of such a sign is odd: for an operator to look into. It changes nothing by itself.
CREATE TABLE contact_alarm (
  area TEXT NOT NULL,                    -- police area, GSS code
  sign TEXT NOT NULL CHECK (sign IN ('repeated', 'replaced', 'misdirected')), -- of what, as above
  raised_on TEXT NOT NULL,               -- day
  look TEXT NOT NULL CHECK (look IN ('quarter', 'month', 'change')), -- over what it is odd
  n INTEGER NOT NULL,                    -- how many show it, as it last was; so do the next three
  base INTEGER NOT NULL,                 -- of so many looked at
  expected REAL NOT NULL,                -- share that would be usual, 0 to 1
  z REAL NOT NULL,                       -- how far above it
  seen_on TEXT NOT NULL,                 -- day of the last look that kept it
  ended_on TEXT,                         -- day from which nothing kept it
  acknowledged TEXT,                     -- JSON {on, by, reason, share}: who of the operators has seen it, and how it was then
  PRIMARY KEY (area, sign, raised_on)
) STRICT, WITHOUT ROWID;
-- At most one is open for an area and sign.
CREATE UNIQUE INDEX contact_alarm_open ON contact_alarm (area, sign) WHERE ended_on IS NULL;

-- How a sender's file names its columns.
CREATE TABLE file_mapping (
  sender_id TEXT NOT NULL REFERENCES sender (id),
  name TEXT NOT NULL,                    -- e.g. niche-weekly
  mapping TEXT NOT NULL,                 -- JSON: domain/file-mapping.ts
  updated_at TEXT NOT NULL,
  PRIMARY KEY (sender_id, name)
) STRICT, WITHOUT ROWID;

-- One file that is being, or has been, taken in: how far it got. The file itself is never stored.
CREATE TABLE file_intake (
  id TEXT NOT NULL PRIMARY KEY,          -- time-ordered
  sender_id TEXT NOT NULL REFERENCES sender (id),
  mapping TEXT NOT NULL,                 -- JSON: the mapping as it was when the file began
  dry_run INTEGER NOT NULL CHECK (dry_run IN (0, 1)), -- 1: read and judged, nothing taken in
  state TEXT NOT NULL CHECK (state IN ('open', 'finished', 'failed')),
  rows_done INTEGER NOT NULL,            -- data rows taken in or refused so far: where a resumed upload goes on
  digest TEXT NOT NULL,                  -- running SHA-256 over those rows: a resumed upload must begin with the same ones
  accepted INTEGER NOT NULL,             -- of those rows; with the next four it makes rows_done
  duplicate INTEGER NOT NULL,            -- sent before
  parked INTEGER NOT NULL,               -- of a case that is not known yet
  rejected INTEGER NOT NULL,             -- file_fault says why
  ignored INTEGER NOT NULL,              -- of a sort that the mapping passes over
  faults INTEGER NOT NULL,               -- found so far; file_fault keeps the first of them
  started_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX file_intake_sender ON file_intake (sender_id, id);

-- What was wrong with a row of a file, and how to mend it. Never the value.
CREATE TABLE file_fault (
  intake_id TEXT NOT NULL REFERENCES file_intake (id),
  row INTEGER NOT NULL,                  -- data row, from 1
  position INTEGER NOT NULL,             -- a row may have several
  column_name TEXT NOT NULL,             -- as the file's head names it
  value_class TEXT NOT NULL,             -- empty, text, number, date, ...: what sort of thing was there
  fix TEXT NOT NULL,                     -- what to put there
  PRIMARY KEY (intake_id, row, position)
) STRICT, WITHOUT ROWID;

-- A member of staff who may sign in. Who they are is for the identity provider; what they may do is here.
CREATE TABLE staff (
  email TEXT NOT NULL PRIMARY KEY,       -- lower case, as the identity provider tells it
  name TEXT NOT NULL,                    -- shown to those who administer
  created_at TEXT NOT NULL,
  ended_at TEXT                          -- instant from which they may do nothing
) STRICT, WITHOUT ROWID;

-- What a member of staff may do, and where.
CREATE TABLE staff_grant (
  email TEXT NOT NULL REFERENCES staff (email), -- whose it is
  role TEXT NOT NULL,                    -- domain/permission.ts
  area TEXT NOT NULL,                    -- police area, GSS code; '*' for the nation
  granted_at TEXT NOT NULL,
  PRIMARY KEY (email, role, area)
) STRICT, WITHOUT ROWID;

-- Who did what, in a chain: each entry holds the hash of the one before it. No number, address, token or answer.
CREATE TABLE audit (
  seq INTEGER NOT NULL PRIMARY KEY,      -- 1, 2, 3, ...: a gap is a loss
  at TEXT NOT NULL,                      -- instant
  actor TEXT NOT NULL,                   -- staff:EMAIL, sender:ID or operator
  action TEXT NOT NULL,                  -- domain/audit.ts
  object TEXT NOT NULL,                  -- class and id of what it was done to
  hash TEXT NOT NULL                     -- SHA-256 of the entry before and of this one
) STRICT;

-- How far the vault has come, counted by its crons. One that is behind the mark beside the keys was restored.
CREATE TABLE vault_mark (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), -- a single row
  n INTEGER NOT NULL                     -- how often a cron has begun
) STRICT, WITHOUT ROWID;

-- A gateway that is resting: after it failed too often, refused our key, or reached its limit for the day.
CREATE TABLE gateway_state (
  gateway TEXT NOT NULL PRIMARY KEY,     -- its name in the configuration
  failures INTEGER NOT NULL,             -- in a row
  paused_until TEXT,                     -- instant before which nothing goes to it; null while it works
  reason TEXT,                           -- why it rests
  probe TEXT,                            -- reference of the one message that tries it out after a failure
  probe_until TEXT,                      -- instant at which another message may
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One criminal case, known by any of its identifiers.
CREATE TABLE case_file (
  id TEXT NOT NULL PRIMARY KEY,          -- time-ordered
  area TEXT NOT NULL,                    -- police area, GSS code
  offence TEXT NOT NULL,                 -- one of the 8 offence groups, or not-stated
  flags TEXT NOT NULL,                   -- JSON list of safety flags: domestic-abuse, serious-sexual, ...
  facts TEXT NOT NULL,                   -- JSON of what routing needs: charged, attended-trial, contact-scheme, ...
  officer_ref TEXT,                      -- the officer in the case, as the force refers to them (staff, not a victim)
  officer_unit TEXT,
  closed_on TEXT,                        -- day on which the force closed it; null while open
  updated_at TEXT NOT NULL               -- instant of the newest milestone applied, by the source's clock
) STRICT, WITHOUT ROWID;

-- What other systems call a case: HMAC of type and value, never the value.
-- A person's identifier (NOMS, CRN) may be that of several cases; a case's own is of one.
CREATE TABLE case_identifier (
  hash TEXT NOT NULL,
  case_id TEXT NOT NULL REFERENCES case_file (id),
  of_person INTEGER NOT NULL CHECK (of_person IN (0, 1)), -- 1: names a person, and so perhaps several cases
  PRIMARY KEY (hash, case_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX case_identifier_own ON case_identifier (hash) WHERE of_person = 0;
CREATE INDEX case_identifier_case ON case_identifier (case_id);

-- One victim as one force knows them: created only by a force, witness care unit or liaison officer.
CREATE TABLE victim (
  id TEXT NOT NULL PRIMARY KEY,          -- time-ordered
  ref_hash TEXT NOT NULL UNIQUE,         -- HMAC of force code and the force's reference
  area TEXT NOT NULL,
  contact TEXT,                          -- sealed JSON: store/vault/contacts.ts; null once destroyed or never given
  contact_epoch TEXT,                    -- ISO week whose key it is sealed under
  phone_index TEXT,                      -- HMAC of the E.164 number: finds it again, cannot be turned back
  email_index TEXT,
  postal_index TEXT,                     -- HMAC of the postal address, normalised
  channel TEXT,                          -- sms, email, post, phone, advocate: what the victim prefers; null when not told
  safety TEXT NOT NULL,                  -- safe-sms, safe-email, safe-post, safe-phone-only, via-advocate, no-contact, unknown
  safety_asserted_at TEXT,               -- instant; older than 90 days means hold and ask
  safety_asserted_by TEXT,               -- officer, witness-care, liaison, advocate, victim
  window_from INTEGER,                   -- safe hours, minutes past London midnight
  window_to INTEGER,                     -- may be earlier than window_from: then they run past midnight
  language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
  age TEXT NOT NULL,                     -- under-16, 16-17, 18-24, 25-44, 45-64, 65-plus, not-stated
  sex TEXT NOT NULL,                     -- female, male, not-stated
  flags TEXT NOT NULL,                   -- JSON list: enhanced-rights, repeat-victim, police-employee, organisation
  consent TEXT NOT NULL CHECK (consent IN ('not-refused', 'refused')),
  status TEXT NOT NULL CHECK (status IN ('active', 'deceased', 'withdrawn')),
  contact_until TEXT,                    -- last day on which contact may be kept; null while it is still needed
  replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1)), -- 1: a message had gone when a sender put another number or address in its place, or none
  updated_at TEXT NOT NULL               -- instant of the newest assertion applied, by the source's clock
) STRICT, WITHOUT ROWID;
CREATE INDEX victim_phone ON victim (phone_index);
CREATE INDEX victim_email ON victim (email_index);
CREATE INDEX victim_postal ON victim (postal_index);

-- Who is a victim in which case.
CREATE TABLE case_victim (
  case_id TEXT NOT NULL REFERENCES case_file (id),
  victim_id TEXT NOT NULL REFERENCES victim (id),
  reference TEXT,                        -- sealed JSON {case, victim}: what the force itself calls them, for its own staff
  reference_epoch TEXT,                  -- ISO week whose key it is sealed under; both destroyed with the contact
  PRIMARY KEY (case_id, victim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_victim_victim ON case_victim (victim_id);

-- Every event received, once. Only what the engine needs of it; the payload is never stored.
CREATE TABLE milestone (
  id TEXT NOT NULL PRIMARY KEY,          -- time-ordered
  event_key TEXT NOT NULL UNIQUE,        -- HMAC of sender, source and event id: an event counts once. What is of several cases is copied: KEY~ID
  sender_id TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- decisions.md 10
  occurred_at TEXT NOT NULL,             -- instant, by the source's clock
  received_at TEXT NOT NULL,             -- instant, by ours
  case_id TEXT,                          -- null while parked
  victim_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('recorded', 'parked', 'retracted')),
  reason TEXT,                           -- why it is parked
  detail TEXT NOT NULL                   -- JSON of the facts it brought; nothing that names anyone
) STRICT, WITHOUT ROWID;
CREATE INDEX milestone_case ON milestone (case_id, kind);
CREATE INDEX milestone_parked ON milestone (id) WHERE state = 'parked';
CREATE INDEX milestone_sender ON milestone (sender_id, received_at);
-- Which cases a sender told a kind of, in a stretch of time: coverage.
CREATE INDEX milestone_told ON milestone (sender_id, kind, occurred_at);

-- What parked milestones wait for: hashes of identifiers; of a retraction, the key of the event that it takes back.
CREATE TABLE parked_identifier (
  hash TEXT NOT NULL,
  milestone_id TEXT NOT NULL REFERENCES milestone (id),
  PRIMARY KEY (hash, milestone_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX parked_identifier_milestone ON parked_identifier (milestone_id);

-- One decision about one stage of one victim's case: invited, held or left out, and why.
CREATE TABLE invitation (
  id TEXT NOT NULL PRIMARY KEY,          -- time-ordered; the reference a gateway sees
  case_id TEXT NOT NULL REFERENCES case_file (id),
  victim_id TEXT NOT NULL REFERENCES victim (id),
  milestone_id TEXT NOT NULL,            -- what triggered it
  stage TEXT NOT NULL CHECK (stage IN ('report', 'charge', 'trial', 'post-conviction', 'closure')),
  area TEXT NOT NULL,
  period TEXT NOT NULL,                  -- quarter in which it is due: the frame it counts in
  state TEXT NOT NULL CHECK (state IN ('scheduled', 'held', 'claimed', 'sent', 'delivered', 'failed', 'excluded', 'cancelled', 'closed')),
  reason TEXT,                           -- reason code when held, failed, excluded or cancelled
  probability REAL NOT NULL,             -- of being selected, 0 to 1; below 1 for the rest rule and sampling fractions
  due_on TEXT NOT NULL,                  -- first day on which it may go
  expires_on TEXT NOT NULL,              -- last day on which its link works
  claimed_until TEXT,                    -- instant at which an unfinished delivery may be taken over
  attempts INTEGER NOT NULL DEFAULT 0,   -- claims so far: how long the next wait is
  wave TEXT,                             -- ISO week of sending: whose nullifier key its answer is counted under
  gateway TEXT,                          -- which gateway it was last given to: where to ask what became of it
  given_at TEXT,                         -- instant at which it was given to that gateway: how long its fate may be unknown
  link_hash TEXT UNIQUE,                 -- HMAC of the link token; the token is stored nowhere
  reminder_hash TEXT UNIQUE,             -- HMAC of a second token, made alike for all whose reminder fell due, sent or not
  dims TEXT,                             -- JSON generalised to k >= 10 when the wave is cut: all that an answer may carry
  handed TEXT CHECK (handed IN ('telephone', 'adviser', 'parent')), -- how a person handed it over; null: by a message, or not yet.
                                         -- Then link_hash is of chance that nobody has, and reminder_hash of the link or code that stands
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (case_id, victim_id, stage)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_due ON invitation (state, due_on);
CREATE INDEX invitation_victim ON invitation (victim_id, due_on);
-- Whose reminder falls due: nobody is in it for good, for all are marked alike.
CREATE INDEX invitation_reminder ON invitation (expires_on) WHERE reminder_hash IS NULL AND state IN ('sent', 'delivered');
-- Who else shares what an answer may carry: asked each time a link is opened.
-- Partial, or SQLite takes it for finding what has not been cut yet, one row after another.
CREATE INDEX invitation_company ON invitation (dims, period) WHERE dims IS NOT NULL;
-- The frame is counted nightly: from this index alone, and for those whose answers carry no area from the one below.
CREATE INDEX invitation_period ON invitation (period, area, stage, state, reason);
CREATE INDEX invitation_without_area ON invitation (period, area, stage, state, reason)
  WHERE dims ->> 'area' = 'not-stated';
-- Who may only be telephoned: the call list.
CREATE INDEX invitation_telephone ON invitation (area, due_on) WHERE state = 'held' AND reason = 'phone-only';

-- How far ringing somebody up has come who may only be telephoned. No number, no answer, no sign of an answer.
CREATE TABLE phone_call (
  invitation_id TEXT NOT NULL PRIMARY KEY REFERENCES invitation (id),
  attempts INTEGER NOT NULL,             -- how often it was taken to be rung
  outcome TEXT,                          -- of the last one (domain/call.ts); 'begun' says nothing of how it went on
  not_before TEXT,                       -- instant before which it is not rung again
  claimed_by TEXT,                       -- interviewer's e-mail; null once the outcome is told
  claimed_until TEXT                     -- instant until which nobody else rings
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_call_claimed ON phone_call (claimed_until) WHERE claimed_until IS NOT NULL;

-- Numbers and addresses that must not be written to again: never; or, where they are only not safe, for no victim whose
-- route was not asserted after that. Index only, its own key, for good (decisions.md 6).
CREATE TABLE opt_out (
  contact_index TEXT NOT NULL PRIMARY KEY, -- HMAC of number or address under the opt-out key
  reason TEXT NOT NULL CHECK (reason IN ('stop', 'wrong-person', 'not-safe', 'officer')),
  since TEXT NOT NULL                    -- instant: the last one at which it was said
) STRICT, WITHOUT ROWID;

-- Texts of the last days that came in, so that none counts twice; and, once more under another name, those that were the
-- newest when an inbox had been read to the end. Neither the number nor the words.
CREATE TABLE text_seen (
  id_hash TEXT NOT NULL PRIMARY KEY,     -- HMAC of the gateway and its own id of the text
  seen_at TEXT NOT NULL                  -- instant
) STRICT, WITHOUT ROWID;

-- A conversation by text, or the pointer that a text which begins none is answered with. All of it under the key of the day
-- on which it began, which is destroyed two days after, or once all of that day was submitted: the slot, and every copy of it, can then be
-- neither found nor read.
CREATE TABLE conversation (
  id TEXT NOT NULL PRIMARY KEY,          -- HMAC of the number
  answering TEXT,                        -- HMAC of the link of what is answered; null where nothing is
  day TEXT NOT NULL,                     -- London day on which it began: names the key
  state TEXT NOT NULL CHECK (state IN ('open', 'finished', 'ended')),
  sealed TEXT NOT NULL,                  -- number, answers so far, reply; padded to one size
  version INTEGER NOT NULL,              -- of two texts at once the second sees what the first has left
  ends_at TEXT NOT NULL,                 -- instant at which it ends unfinished
  reply_at TEXT,                         -- instant from which its reply may go; null while none waits
  given_at TEXT                          -- instant at which the reply was given to a gateway that has not answered
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_answering ON conversation (answering);
CREATE INDEX conversation_ending ON conversation (state, ends_at);
CREATE INDEX conversation_reply ON conversation (reply_at) WHERE reply_at IS NOT NULL;

-- Codes that were tried in the last hour and are not known: how guessing is kept slow, exactly.
CREATE TABLE code_attempt (
  id TEXT NOT NULL PRIMARY KEY,          -- random: a try with a right code is taken back by it
  act TEXT NOT NULL CHECK (act IN ('open', 'stop', 'contact')), -- what it was tried for, or a wish to be contacted: each is counted by itself
  address TEXT NOT NULL,                 -- HMAC of the network address, under the key of the day, which is destroyed
  at TEXT NOT NULL                       -- instant
) STRICT, WITHOUT ROWID;

-- Somebody asks, openly, to be contacted. It names no case, link or answer, and holds the day and no time.
CREATE TABLE contact_wish (
  id TEXT NOT NULL PRIMARY KEY,          -- random: no order of arrival
  area TEXT NOT NULL,                    -- police area that they chose, GSS code
  about TEXT NOT NULL CHECK (about IN ('safety', 'my-case', 'support', 'complaint')), -- what they want to talk about
  left_on TEXT NOT NULL,                 -- day; destroyed 90 days after it, or when somebody has seen to it
  contact TEXT NOT NULL,                 -- sealed JSON: name, way, number or address, times, what is safe, language
  contact_week TEXT NOT NULL,            -- ISO week whose wish key it is sealed under
  told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)) -- 1: the inbox of the area has been told that something waits
) STRICT, WITHOUT ROWID;

-- A closed case asks for a Victim Closure Discussion: of the officer, or of the victim where that is their choice.
CREATE TABLE closure_request (
  id TEXT NOT NULL PRIMARY KEY,          -- time-ordered
  case_id TEXT NOT NULL REFERENCES case_file (id),
  victim_id TEXT NOT NULL REFERENCES victim (id),
  milestone_id TEXT NOT NULL,
  area TEXT NOT NULL,
  period TEXT NOT NULL,                  -- quarter of the closure: where coverage counts it
  wave TEXT NOT NULL,
  officer_ref TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'recorded', 'cancelled')),
  reason TEXT,                           -- why cancelled; of an open one: in doubt, or why its message did not go or arrive
  claimed_until TEXT,                    -- instant until which a consumer is sending it, or before which it is not tried again
  attempts INTEGER NOT NULL DEFAULT 0,   -- claims so far
  gateway TEXT,                          -- which gateway it was last given to
  given_at TEXT,                         -- instant at which it was given to that gateway
  link_hash TEXT UNIQUE,                 -- HMAC of the form's link token
  dims TEXT NOT NULL,                    -- JSON: all that the anonymous part may carry
  due_on TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (case_id, victim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX closure_request_officer ON closure_request (state, officer_ref);
-- What is still to be recorded, area by area: what is pressed for, and what is overdue.
CREATE INDEX closure_request_waiting ON closure_request (area, due_on) WHERE state = 'open';

-- A request that nobody has answered is pressed for: its officer is reminded, and then their supervisor told.
CREATE TABLE closure_prompt (
  id TEXT NOT NULL PRIMARY KEY,          -- time-ordered: the reference of its message
  request_id TEXT NOT NULL REFERENCES closure_request (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('reminder', 'escalation')), -- to the officer, or to their supervisor
  number INTEGER NOT NULL,               -- 1 for the first of its kind
  made_on TEXT NOT NULL,                 -- day on which it fell due
  outcome TEXT CHECK (outcome IN ('sent', 'refused', 'in-doubt')), -- null while it is to be sent
  claimed_until TEXT,                    -- instant until which a consumer is sending it, or before which it is not tried again
  attempts INTEGER NOT NULL DEFAULT 0,   -- claims so far
  gateway TEXT,                          -- which gateway it was last given to
  given_at TEXT,                         -- instant at which it was given to that gateway
  UNIQUE (request_id, kind, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX closure_prompt_unsent ON closure_prompt (claimed_until) WHERE outcome IS NULL;

-- The operational part of a Victim Closure Discussion: what the force must act on. Ratings are not here.
CREATE TABLE closure_discussion (
  request_id TEXT NOT NULL REFERENCES closure_request (id),
  version INTEGER NOT NULL,              -- a correction is a new version
  recorded_by TEXT NOT NULL,             -- as the force refers to the officer or system; staff: and an e-mail at the console
  recorded_at TEXT NOT NULL,
  held_on TEXT,                          -- day on which it was held or last tried; null where nobody said
  discussion TEXT NOT NULL,              -- held, attempted, not-possible
  engagement TEXT,
  actions TEXT NOT NULL,                 -- JSON: rights reviewed, safeguarding, referrals, needs, safe route, survey consent
  PRIMARY KEY (request_id, version)
) STRICT, WITHOUT ROWID;
