/// What is told while jobs run: bars on a terminal, lines elsewhere, log lines of a worker.
@NullMarked
package dev.jobmill.cli.progress;

import org.jspecify.annotations.NullMarked;
