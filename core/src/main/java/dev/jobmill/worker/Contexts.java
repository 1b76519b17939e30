package dev.jobmill.worker;

import dev.jobmill.job.PayloadCodec;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Steps;
import dev.jobmill.time.TimeSource;

/// Makes what handlers are given.
///
/// @param time the worker's clock
/// @param notebook carries what handlers tell
/// @param lookup finds the jobs that a job came after
/// @param attachments keeps what handlers attach
/// @param steps keeps what steps give
/// @param calls calls the store for handlers
/// @param codec reads the results of other jobs
record Contexts(
    TimeSource time,
    Notebook notebook,
    Lookup lookup,
    Attachments attachments,
    Steps steps,
    StoreCalls calls,
    PayloadCodec codec) {
  RunContext of(ActiveRun run) {
    return new RunContext(
        run,
        time,
        notebook,
        new Predecessors(run.job(), lookup, calls, codec),
        new AttachmentWriter(run.key(), attachments, calls),
        new RunSteps(run, steps, calls, codec, time));
  }
}
