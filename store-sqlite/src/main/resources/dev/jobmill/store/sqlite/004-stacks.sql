-- What a worker last said of itself, as JSON. NULL: nothing.
ALTER TABLE worker ADD COLUMN status TEXT;

-- The stacks of runs that somebody asked for. at NULL: not answered yet.
-- Jobs that have a row here have the bit 512 in their rules.
CREATE TABLE stack (
  job INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  at INTEGER,
  text TEXT
) STRICT;

CREATE INDEX stack_asked ON stack (asked_at) WHERE at IS NULL;
