/// What a worker and the JVM that runs one of its handlers say to each other: JSON documents of
/// bounded length on two pipes.
@NullMarked
package dev.jobmill.process.frame;

import org.jspecify.annotations.NullMarked;
