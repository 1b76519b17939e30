-- What makes jobs by itself, again and again: what changes as it goes on. Times are milliseconds
-- since 1970 (UTC).
-- rule: when, as text. overlap: 0 allow, 1 skip, 2 queue one. missed: for how many of the instants
-- that nobody could fire a job is made. next_at: the next instant, NULL for none any more. wake_at:
-- when to look at it, NULL while it rests or has come to its end. defined_by: 0 code, 1 people.
-- skip_at, skip_why: the last instant that came and made no job.
CREATE TABLE schedule (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  queue TEXT NOT NULL,
  rule TEXT NOT NULL,
  jitter INTEGER NOT NULL,
  starts_at INTEGER,
  ends_at INTEGER,
  missed INTEGER NOT NULL,
  overlap INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  next_at INTEGER,
  wake_at INTEGER,
  last_fired INTEGER,
  defined_by INTEGER NOT NULL,
  skip_at INTEGER,
  skip_why TEXT,
  UNIQUE (name, queue)
) STRICT;

CREATE INDEX schedule_wake ON schedule (wake_at, name, queue) WHERE wake_at IS NOT NULL;

-- What its jobs are like, in the words of spec, and what code has said of it, as one text. deadline:
-- a time span from the admission of each job.
CREATE TABLE schedule_spec (
  schedule INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  payload BLOB NOT NULL,
  encoding TEXT NOT NULL,
  priority INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  backoff TEXT NOT NULL,
  timeout TEXT,
  tags TEXT NOT NULL,
  metadata TEXT NOT NULL,
  request_id TEXT,
  traceparent TEXT,
  deadline TEXT,
  at_most_once INTEGER NOT NULL,
  code_text TEXT
) STRICT;
