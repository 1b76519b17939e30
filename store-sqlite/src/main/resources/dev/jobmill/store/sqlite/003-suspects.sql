-- Suspects, which were in flight when a worker died, stand in lanes of their own: ordinary claims
-- never look at them. A suspect's lane becomes the ordinary one again when it ends a run by itself.
CREATE TABLE lane_with_suspects (
  id INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  suspect INTEGER NOT NULL DEFAULT 0,
  pending INTEGER NOT NULL DEFAULT 0,
  queued INTEGER NOT NULL DEFAULT 0,
  processing INTEGER NOT NULL DEFAULT 0,
  cancelling INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0,
  completed INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  timeout INTEGER NOT NULL DEFAULT 0,
  UNIQUE (queue, type, version, suspect)
) STRICT;

INSERT INTO lane_with_suspects (id, queue, type, version, pending, queued, processing, cancelling,
  cancelled, completed, failed, timeout)
  SELECT id, queue, type, version, pending, queued, processing, cancelling, cancelled, completed,
    failed, timeout FROM lane;

DROP TABLE lane;

ALTER TABLE lane_with_suspects RENAME TO lane;

-- How often a suspect went down with its worker while nothing else ran there. NULL: never, and of
-- all that are no suspects.
ALTER TABLE job ADD COLUMN lone_crashes INTEGER;

-- 1: the worker was found dead with several runs, of which some are still to be taken from it.
ALTER TABLE worker ADD COLUMN died_with_several INTEGER;
