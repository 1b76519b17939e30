/// What users need to test their own jobs: [TestMill] runs them with the real engine, without
/// threads and at a time that the test turns; [FakeContext] calls one handler; [JobTypeGuard] keeps
/// payloads readable from one version of an application to the next.
@NullMarked
package dev.jobmill.testing;

import org.jspecify.annotations.NullMarked;
