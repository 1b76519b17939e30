package dev.jobmill.worker;

import dev.jobmill.job.Job;

/// What the code of users runs on.
interface RunThreads {
  /// A thread for each run, and one for what is to be done at its stop.
  RunThreads OWN =
      new RunThreads() {
        @Override
        public void start(Job job, boolean computes, Runnable work) {
          Thread.Builder thread = computes ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
          thread.name("job " + job.type() + " " + job.id()).start(work);
        }

        @Override
        public void atStop(Job job, Runnable actions) {
          // One that blocks must not hold up the heartbeat that stops the run.
          Thread.ofPlatform().daemon().name("stop of job " + job.id()).start(actions);
        }
      };

  /// Starts a run.
  ///
  /// @param computes whether it would starve virtual threads
  /// @throws OutOfMemoryError when there is no thread for it: then it does not begin
  void start(Job job, boolean computes, Runnable work);

  /// Runs what a handler wants to have run when its run is asked to end.
  ///
  /// @throws OutOfMemoryError when there is no thread for it
  void atStop(Job job, Runnable actions);
}
