/// The one executable: verbs, each thin, over the engine. Main is the way in and the one place
/// where everything is wired; Program runs one command line in whatever world it is given.
@NullMarked
package dev.jobmill.cli;

import org.jspecify.annotations.NullMarked;
