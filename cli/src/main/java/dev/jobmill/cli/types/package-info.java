/// The job types that this program can run, and how payloads come from a command line.
@NullMarked
package dev.jobmill.cli.types;

import org.jspecify.annotations.NullMarked;
