package dev.jobmill.testing.store;

import dev.jobmill.store.Admission;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Steps;
import dev.jobmill.store.Upkeep;

/// A sound store of which one role is replaced by one that breaks a promise.
final class BrokenStore {
  private BrokenStore() {}

  static JobStore with(JobStore sound, Admission broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Admission admission() {
        return broken;
      }
    };
  }

  static JobStore with(JobStore sound, Claims broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Claims claims() {
        return broken;
      }
    };
  }

  static JobStore with(JobStore sound, Lookup broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Lookup lookup() {
        return broken;
      }
    };
  }

  static JobStore with(JobStore sound, Upkeep broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Upkeep upkeep() {
        return broken;
      }
    };
  }

  static JobStore with(JobStore sound, Queues broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Queues queues() {
        return broken;
      }
    };
  }

  static JobStore with(JobStore sound, Attachments broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Attachments attachments() {
        return broken;
      }
    };
  }

  static JobStore with(JobStore sound, Steps broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Steps steps() {
        return broken;
      }
    };
  }

  static JobStore with(JobStore sound, Registries broken) {
    return new ForwardingJobStore(sound) {
      @Override
      public Registries registries() {
        return broken;
      }
    };
  }
}
