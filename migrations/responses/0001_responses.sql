-- The responses: answers without people. Every table is WITHOUT ROWID (a rowid would keep the order of arrival), and
-- nothing that lasts is finer in time than the release period.

-- Answers so far, sealed under a key made from the link token and the wave key: only the holder of the link can open them,
-- and nobody once the wave has closed.
CREATE TABLE draft (
  id TEXT NOT NULL PRIMARY KEY,          -- HMAC under the wave key: dies with the wave
  wave TEXT NOT NULL,
  sealed TEXT NOT NULL,
  expires_on TEXT NOT NULL               -- last day of the wave, the same for all of it
) STRICT, WITHOUT ROWID;

-- Links opened, once each: gives break-off rates, then deleted with the wave. Area and stage are sealed, or the openings
-- of an evening would tell those of the submissions beside them.
CREATE TABLE started (
  wave TEXT NOT NULL,
  nullifier TEXT NOT NULL,               -- HMAC under the wave key of the link's hash and "started"
  sealed TEXT NOT NULL,                  -- JSON of area and stage, of one length, under the wave key
  PRIMARY KEY (wave, nullifier)
) STRICT, WITHOUT ROWID;

-- Links used up: the second submission of a link finds its nullifier here.
CREATE TABLE spent (
  wave TEXT NOT NULL,
  nullifier TEXT NOT NULL,               -- HMAC under the wave key of the link's hash
  PRIMARY KEY (wave, nullifier)
) STRICT, WITHOUT ROWID;

-- Submissions waiting to be mixed: padded ciphertext under the key of the day.
CREATE TABLE pool (
  id TEXT NOT NULL PRIMARY KEY,          -- random
  day TEXT NOT NULL,
  sealed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pool_day ON pool (day);

-- Days for which nothing is poured in any more, because their key is gone or about to go. Kept for a fortnight.
CREATE TABLE shut_day (
  day TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Records of submissions that were mixed in the night: each padded to one size a kind and sealed under the key of the quarter,
-- until the release of the quarter opens all of it at once, mixes it a second time and destroys the key. A comment, which is of
-- one of two sizes, waits until ten of its area and stage do, or the quarter is over.
CREATE TABLE mixed (
  id TEXT NOT NULL,                      -- HMAC under the destroyed day key: says nothing of the submission
  period TEXT NOT NULL,                  -- quarter of receipt: the release that opens it
  kind TEXT NOT NULL CHECK (kind IN ('response', 'journey', 'profile', 'closure', 'comment')), -- which table it is for
  sealed TEXT NOT NULL,
  PRIMARY KEY (period, id)
) STRICT, WITHOUT ROWID;
-- The few among them that are looked through each night.
CREATE INDEX mixed_comment ON mixed (period, id) WHERE kind = 'comment';

-- One anonymous survey response.
CREATE TABLE response (
  id TEXT NOT NULL,                      -- HMAC under the destroyed quarter key: says nothing of when
  period TEXT NOT NULL,                  -- quarter of receipt: the release that it belongs to
  stage TEXT NOT NULL,
  area TEXT NOT NULL,
  offence TEXT NOT NULL,
  age TEXT NOT NULL,
  sex TEXT NOT NULL,
  abuse TEXT NOT NULL,                   -- domestic abuse flag: yes, no, not-stated
  mode TEXT NOT NULL CHECK (mode IN ('web', 'sms', 'telephone', 'adviser', 'not-stated')), -- told where ten of one mix share it; sms always.
  language TEXT NOT NULL,
  inclusion TEXT NOT NULL,               -- class of the inclusion probability: all, half, ...
  instrument TEXT NOT NULL,              -- e.g. report@1; report@1+easy, +carer, +bereaved: in which words it was asked
  outcome TEXT NOT NULL CHECK (outcome IN ('complete', 'partial')),
  items TEXT NOT NULL,                   -- JSON {measure: code}; a special code is dna, pns
  rkey INTEGER NOT NULL,                 -- record key, 40 random bits: seeds the noise, never exported
  PRIMARY KEY (period, stage, area, id)
) STRICT, WITHOUT ROWID;

-- One step of a journey, only where the victim said that their surveys may be compared.
CREATE TABLE journey_answer (
  id TEXT NOT NULL PRIMARY KEY,
  period TEXT NOT NULL,
  cohort TEXT NOT NULL,                  -- quarter of the first invitation
  tag TEXT NOT NULL,                     -- HMAC under the cohort key: joins a person's steps, and nothing else
  stage TEXT NOT NULL,
  area TEXT NOT NULL,
  overall TEXT NOT NULL CHECK (overall IN ('satisfied', 'neither', 'dissatisfied')),
  rkey INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Free text, redacted before sealing, waiting for a moderator: written with nine others of the same area and stage at least,
-- or as coarse as that takes.
CREATE TABLE comment (
  id TEXT NOT NULL PRIMARY KEY,
  period TEXT NOT NULL,
  area TEXT NOT NULL,                    -- GSS code, or not-stated
  stage TEXT NOT NULL,                   -- closure among them, or not-stated
  recorded_by TEXT NOT NULL CHECK (recorded_by IN ('officer', 'victim')), -- whose words: an officer's are told in no theme
  sealed TEXT NOT NULL,                  -- under the comment key of the quarter
  state TEXT NOT NULL CHECK (state IN ('held', 'released', 'withheld')),
  reason TEXT,                           -- code, when withheld
  text TEXT,                             -- in clear, once a moderator has released it; sealed is empty then
  themes TEXT NOT NULL DEFAULT '[]',     -- JSON list of codes of surveys/themes.json, once moderated
  rkey INTEGER NOT NULL                  -- record key, 40 random bits: seeds the noise, never exported
) STRICT, WITHOUT ROWID;

-- What profile answers come to, for national tables by stage only: how many of a category answered a core item well, or not.
-- They are added up as a quarter is opened, where ten of a stage told a category: eight core answers side by side could be
-- laid beside a response's. Ends with the responses.
CREATE TABLE profile_count (
  period TEXT NOT NULL,
  stage TEXT NOT NULL,
  attribute TEXT NOT NULL,               -- ethnicity, disability, ...
  category TEXT NOT NULL,
  measure TEXT NOT NULL,                 -- of the core
  positive INTEGER NOT NULL CHECK (positive IN (0, 1)), -- whether the answer is a good experience
  n INTEGER NOT NULL,
  rkey INTEGER NOT NULL,                 -- sum of their answers' keys modulo 2^40: seeds the noise, never exported
  PRIMARY KEY (period, stage, attribute, category, measure, positive)
) STRICT, WITHOUT ROWID;

-- The anonymous part of a closure discussion: never pooled with victims' own surveys.
CREATE TABLE closure_answer (
  id TEXT NOT NULL PRIMARY KEY,
  period TEXT NOT NULL,
  area TEXT NOT NULL,
  offence TEXT NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by IN ('officer', 'victim')), -- whose words they are
  instrument TEXT NOT NULL,
  items TEXT NOT NULL,                   -- JSON {measure: code or list of codes}
  rkey INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The sampling frame in counts only: what became of every eligible stage of every case.
CREATE TABLE frame (
  period TEXT NOT NULL,
  area TEXT NOT NULL,
  stage TEXT NOT NULL,
  disposition TEXT NOT NULL,             -- domain/disposition.ts
  n INTEGER NOT NULL,
  PRIMARY KEY (period, area, stage, disposition)
) STRICT, WITHOUT ROWID;

-- How many were invited, by area and stage, of each offence group, age band and sex, with and without the abuse flag: what
-- answers are weighted to. Counts of what answers may say, after it was made coarse, one attribute at a time.
CREATE TABLE frame_margin (
  period TEXT NOT NULL,
  area TEXT NOT NULL,
  stage TEXT NOT NULL,
  attribute TEXT NOT NULL,               -- offence, age, sex, abuse
  category TEXT NOT NULL,                -- one of its codes, or not-stated
  n INTEGER NOT NULL,
  PRIMARY KEY (period, area, stage, attribute, category)
) STRICT, WITHOUT ROWID;

-- Quarters of which all counts were taken once they were over. No release of a quarter begins without its mark.
CREATE TABLE frame_mark (
  period TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What officers recorded of closure discussions for their forces, in counts only: how many, how soon, what was done.
CREATE TABLE closure_count (
  period TEXT NOT NULL,                  -- quarter of the closure
  area TEXT NOT NULL,
  figure TEXT NOT NULL,                  -- results/closure-figures.ts
  code TEXT NOT NULL,                    -- one of the figure's, or base: of how many
  n INTEGER NOT NULL,
  PRIMARY KEY (period, area, figure, code)
) STRICT, WITHOUT ROWID;

-- What is on record of victims' rights, in counts of victims only: of how many, how many have a record, what was done, and in time.
CREATE TABLE compliance_count (
  period TEXT NOT NULL,                  -- quarter in which the case was reported, or decided
  area TEXT NOT NULL,
  figure TEXT NOT NULL,                  -- results/compliance-figures.ts
  code TEXT NOT NULL,                    -- one of the figure's: done, in-time, a right, or what is expected from
  n INTEGER NOT NULL,
  PRIMARY KEY (period, area, figure, code)
) STRICT, WITHOUT ROWID;

-- Openings of closed waves, by area and stage.
CREATE TABLE started_count (
  period TEXT NOT NULL,
  area TEXT NOT NULL,
  stage TEXT NOT NULL,
  n INTEGER NOT NULL,                    -- grows by ten and more at a time, but for what is left at the period's end
  carried INTEGER NOT NULL DEFAULT 0,    -- fewer than ten, of no one wave: they wait for the next one's
  PRIMARY KEY (period, area, stage)
) STRICT, WITHOUT ROWID;

-- Surveys that were opened, and then ended by their victim: what keeps them from being counted twice. Counts alone, kept
-- by wave so that they can be counted again while the wave's key lives; they go with the frame.
CREATE TABLE ended_count (
  wave TEXT NOT NULL,
  period TEXT NOT NULL,
  area TEXT NOT NULL,
  stage TEXT NOT NULL,
  disposition TEXT NOT NULL,             -- what the ending made of them
  answered INTEGER NOT NULL CHECK (answered IN (0, 1)), -- 1: submitted before it
  n INTEGER NOT NULL,
  PRIMARY KEY (wave, period, area, stage, disposition, answered)
) STRICT, WITHOUT ROWID;

-- A release: built once from one period, then never changed; a correction is a release of its own.
CREATE TABLE release (
  id TEXT NOT NULL PRIMARY KEY,          -- e.g. 2026Q1; 2026Q1-2 corrects it
  period TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('building', 'published', 'superseded')), -- superseded: corrected by a later one
  methodology TEXT NOT NULL,             -- version of the national methodology file
  started_at TEXT NOT NULL,              -- day
  published_on TEXT,                     -- day
  label TEXT NOT NULL,                   -- statistical designation printed on every table
  facts TEXT NOT NULL                    -- JSON: privacy ledger, quality figures (perturbed), code version, hash of the tables
) STRICT, WITHOUT ROWID;

-- Which release corrects which, and why. Each is corrected once at most; what corrects it may be corrected in turn.
CREATE TABLE release_correction (
  release TEXT NOT NULL PRIMARY KEY REFERENCES release (id), -- the corrected one, e.g. 2026Q1-2
  corrects TEXT NOT NULL UNIQUE REFERENCES release (id),     -- the one before it, e.g. 2026Q1
  reason_en TEXT NOT NULL,               -- shown to readers, in English
  reason_cy TEXT NOT NULL                -- and in Welsh
) STRICT, WITHOUT ROWID;

-- One perturbed table of one measure. Nothing unperturbed is ever stored.
CREATE TABLE release_table (
  release TEXT NOT NULL REFERENCES release (id), -- written to only while it is being built
  "table" TEXT NOT NULL,                 -- its dimensions in canonical order joined by dots, "" for the nation: area.stage
  measure TEXT NOT NULL,                 -- a measure id, or a frame, rate or closure count
  cells TEXT NOT NULL,                   -- JSON [[dimension codes...], base, positive, negative][]: noisy whole numbers
  PRIMARY KEY (release, "table", measure)
) STRICT, WITHOUT ROWID;

-- A released comment that a release quotes: words without area, stage or response.
CREATE TABLE release_quote (
  release TEXT NOT NULL REFERENCES release (id), -- written to only while it is being built
  place INTEGER NOT NULL,                -- 1, 2, 3, ... in an order of chance within themes
  theme TEXT NOT NULL,                   -- the theme that it stands for
  text TEXT NOT NULL,                    -- the comment, redacted, as its moderator released it
  PRIMARY KEY (release, place)
) STRICT, WITHOUT ROWID;
