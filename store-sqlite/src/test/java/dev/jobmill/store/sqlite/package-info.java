@NullMarked
package dev.jobmill.store.sqlite;

import org.jspecify.annotations.NullMarked;
