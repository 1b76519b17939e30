/// The part of a process that claims and runs jobs. A job's way: [ClaimLoop], [JobRunner],
/// [Reporter]; beside it [LeaseKeeper], [TimeLimits] and [Notebook]. [Worker] wires and stops them.
@NullMarked
package dev.jobmill.worker;

import org.jspecify.annotations.NullMarked;
