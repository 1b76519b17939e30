-- What the steps of jobs have given, in order. Bit 256 of a job's rules says that it has some.
-- encoding NULL: json. total: the bytes of this one and of all before it.
CREATE TABLE step (
  job INTEGER NOT NULL,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  encoding TEXT,
  total INTEGER NOT NULL,
  UNIQUE (job, n),
  UNIQUE (job, name)
) STRICT;
