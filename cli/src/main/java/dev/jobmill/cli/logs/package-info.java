/// Where log lines go and how they look.
@NullMarked
package dev.jobmill.cli.logs;

import org.jspecify.annotations.NullMarked;
