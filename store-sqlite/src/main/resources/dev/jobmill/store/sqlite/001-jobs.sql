-- Times are milliseconds since 1970 (UTC). What has its default value is NULL, so that rows stay small.

-- (queue, type, version), interned, with the number of jobs in each state.
CREATE TABLE lane (
  id INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  pending INTEGER NOT NULL DEFAULT 0,
  queued INTEGER NOT NULL DEFAULT 0,
  processing INTEGER NOT NULL DEFAULT 0,
  cancelling INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0,
  completed INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  timeout INTEGER NOT NULL DEFAULT 0,
  UNIQUE (queue, type, version)
) STRICT;

-- What people decided about queues, and how many jobs wait (pending or queued) in each: the counter
-- that limits rest on, changed in the same transaction as the jobs.
-- own_limit NULL: the store's standard; -1: none.
CREATE TABLE queue (
  name TEXT PRIMARY KEY,
  paused INTEGER NOT NULL DEFAULT 0,
  own_limit INTEGER,
  waiting INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX queue_paused ON queue (name) WHERE paused = 1;

-- What people decided about types.
CREATE TABLE type (
  name TEXT PRIMARY KEY,
  paused INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX type_paused ON type (name) WHERE paused = 1;

-- owner: the process that the worker is in, by the name of its lock file.
-- gone: 0 there, 1 found dead, 2 ended in good order.
CREATE TABLE worker (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,
  gone_at INTEGER,
  lease_until INTEGER NOT NULL,
  last_claim INTEGER NOT NULL DEFAULT 0,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  slots INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  types TEXT NOT NULL,
  queues TEXT NOT NULL
) STRICT;

CREATE INDEX worker_there ON worker (lease_until) WHERE gone = 0;

-- What changes in the life of a job, live or ended. Rows are kept small, since each is written
-- three times and more. Ended rows stay where they are: every index that live jobs are found by is
-- partial and does not know them, and moving a row costs more than changing it.
-- state: 0 pending, 1 queued, 2 processing, 3 cancelling, 4 cancelled, 5 completed, 6 failed, 7 timeout.
-- reason: 0 scheduled, 1 retry, 2 dependencies, 3 limit, 4 expired, 5 dependency-failed,
-- 6 quarantined, 7 lost, 8 rejected-payload, 9 not-retryable, 10 result-too-large.
-- priority NULL: 128. due_at NULL: when it was submitted. reported: the latest run has ended by its
-- own report. rules NULL: none of the following, which plain jobs know nothing of; else a sum of
-- 1 others come after it, 2 it has a unique key, 4 at most once, 8 a deadline, 16 it comes after
-- others, 32 attachments, 64 tags.
CREATE TABLE job (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  lane INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 7),
  rank INTEGER NOT NULL,
  submitted_at INTEGER NOT NULL,
  run INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  worker INTEGER,
  claim INTEGER,
  started_at INTEGER,
  unnamed_at INTEGER,
  reported INTEGER,
  ended_at INTEGER,
  keep_until INTEGER,
  reason INTEGER,
  due_at INTEGER,
  crashes INTEGER,
  priority INTEGER,
  rules INTEGER,
  progress REAL,
  progress_message TEXT,
  error_kind TEXT,
  error_message TEXT,
  error_stack TEXT
) STRICT;

CREATE UNIQUE INDEX job_id ON job (id);
CREATE INDEX job_queued ON job (lane, rank) WHERE state = 1;
CREATE INDEX job_due ON job (due_at) WHERE state = 0 AND reason IN (0, 1);
CREATE INDEX job_running ON job (worker) WHERE state IN (2, 3);
CREATE INDEX job_ended_badly ON job (id) WHERE state IN (4, 6, 7);
CREATE INDEX job_keep ON job (lane, keep_until) WHERE keep_until IS NOT NULL;
CREATE INDEX job_level ON job (lane, priority, rank) WHERE state = 1 AND priority IS NOT NULL;
CREATE INDEX job_waits ON job (lane) WHERE state = 0 AND reason = 2;

-- What was asked for and never changes. encoding NULL: json. max_attempts, backoff NULL: the
-- standard policy. backoff: first wait, factor, longest wait, jitter. after_jobs: a line for each job
-- that it comes after: rule, id, queue. unique_rule: key, rule, whether also while running, window.
CREATE TABLE spec (
  job INTEGER PRIMARY KEY,
  payload BLOB NOT NULL,
  encoding TEXT,
  max_attempts INTEGER,
  backoff TEXT,
  timeout TEXT,
  tags TEXT,
  metadata TEXT,
  request_id TEXT,
  traceparent TEXT,
  after_jobs TEXT,
  unique_rule TEXT,
  deadline INTEGER
) STRICT;

-- Which job comes after which, from its admission until either is forgotten. rule: 0 cancel, 1 run,
-- 2 fail. open: 1 while it has not been counted.
CREATE TABLE edge (
  pred INTEGER NOT NULL,
  job INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  open INTEGER NOT NULL,
  PRIMARY KEY (pred, job)
) STRICT, WITHOUT ROWID;

CREATE INDEX edge_job ON edge (job);
CREATE INDEX edge_open ON edge (job) WHERE open = 1;
CREATE INDEX edge_waiting ON edge (pred) WHERE open = 1;

-- Jobs that have ended and have left others to be released: those up to row `below`. Later ones wait
-- for the job's next end, if a person has put it back.
CREATE TABLE release_mark (
  pred INTEGER NOT NULL,
  below INTEGER NOT NULL,
  state INTEGER NOT NULL,
  PRIMARY KEY (pred, below)
) STRICT, WITHOUT ROWID;

-- Which job holds which unique key. until NULL: for as long as the job waits.
CREATE TABLE unique_key (
  queue TEXT NOT NULL,
  key TEXT NOT NULL,
  job INTEGER NOT NULL,
  until INTEGER,
  PRIMARY KEY (queue, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX unique_key_job ON unique_key (job);

-- When jobs expire that have not started by then.
CREATE TABLE expiry (
  at INTEGER NOT NULL,
  job INTEGER NOT NULL,
  PRIMARY KEY (at, job)
) STRICT, WITHOUT ROWID;

-- The tags of jobs, for lists.
CREATE TABLE tag (
  name TEXT NOT NULL,
  id BLOB NOT NULL,
  PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;

-- Large outputs of runs, in pieces. sha256 NULL: not finished.
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  job INTEGER NOT NULL,
  run INTEGER NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT,
  bytes INTEGER,
  sha256 TEXT,
  UNIQUE (job, run, name)
) STRICT;

CREATE TABLE piece (
  attachment INTEGER NOT NULL,
  n INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (attachment, n)
) STRICT;

-- What completed jobs gave. Apart from the job's row, which would outgrow its page. encoding NULL:
-- json.
CREATE TABLE result (
  job INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL,
  encoding TEXT
) STRICT;

-- Runs that have ended. One that ended its job well, by a failure or by its time limit is not here:
-- the job's own row tells of it.
-- outcome: 0 running, 1 completed, 2 failed, 3 timeout, 4 cancelled, 5 crashed, 6 released, 7 snoozed.
CREATE TABLE attempt (
  job INTEGER NOT NULL,
  run INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  worker INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  error_kind TEXT,
  error_message TEXT,
  error_stack TEXT,
  PRIMARY KEY (job, run)
) STRICT, WITHOUT ROWID;

-- level: 0 debug, 1 info, 2 warn, 3 error.
CREATE TABLE log_line (
  job INTEGER NOT NULL,
  run INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level INTEGER NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (job, run, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  job INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  what TEXT NOT NULL,
  from_state INTEGER NOT NULL,
  to_state INTEGER NOT NULL,
  PRIMARY KEY (job, n)
) STRICT, WITHOUT ROWID;

-- What happened in each 10 s of the last hour.
CREATE TABLE rate (
  at INTEGER PRIMARY KEY,
  submitted INTEGER NOT NULL,
  ended INTEGER NOT NULL
) STRICT;
