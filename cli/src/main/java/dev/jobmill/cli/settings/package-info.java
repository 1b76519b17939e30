/// What the program is told by file, environment and flags, checked before anything is started.
@NullMarked
package dev.jobmill.cli.settings;

import org.jspecify.annotations.NullMarked;
