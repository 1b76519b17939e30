/// What listeners are told, and how it reaches them without holding anything up.
@NullMarked
package dev.jobmill.notice;

import org.jspecify.annotations.NullMarked;
