/// The way in: [Jobmill] puts a store, handlers, a worker and a client together.
@NullMarked
package dev.jobmill;

import org.jspecify.annotations.NullMarked;
