/// Programs as jobs. [ExecHandler] runs one: in a session of its own, marked in its environment,
/// its output streamed into the job's log. Whatever the program starts ends with the job, however
/// the job ends, and also when the worker dies.
@NullMarked
package dev.jobmill.process;

import org.jspecify.annotations.NullMarked;
