/// Jobs in one SQLite file: durable when acknowledged, without any service beside it, and shared by
/// all processes of one host that name the same file. Start at [SqliteJobStore].
@NullMarked
package dev.jobmill.store.sqlite;

import org.jspecify.annotations.NullMarked;
