/// How jobs and counts look on standard output: for people, and as JSON.
@NullMarked
package dev.jobmill.cli.print;

import org.jspecify.annotations.NullMarked;
