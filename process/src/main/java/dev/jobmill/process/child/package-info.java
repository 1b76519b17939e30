/// The other JVM: runs in a child of the worker, one job at a time, as the worker tells it through
/// a pipe, and ends itself when the worker is gone.
@NullMarked
package dev.jobmill.process.child;

import org.jspecify.annotations.NullMarked;
