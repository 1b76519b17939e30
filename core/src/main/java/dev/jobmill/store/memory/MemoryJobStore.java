package dev.jobmill.store.memory;

import dev.jobmill.store.Admission;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Retention;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Stacks;
import dev.jobmill.store.Steps;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import dev.jobmill.time.SystemTime;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Jobs in the memory of this process: nothing survives its end. Everything else is as in every
/// store. May be called on virtual threads.
public final class MemoryJobStore implements JobStore {
  final Shelves shelves;
  private final Admission admission;
  private final Claims claims;
  private final Lookup lookup;
  private final Upkeep upkeep;
  private final Registries registries;
  private final Queues queues;
  private final Attachments attachments;
  private final Schedules schedules;
  private final Stacks stacks;
  private final Steps steps;
  private final Listeners listeners;

  private MemoryJobStore(Builder builder) {
    this.listeners = new Listeners();
    this.shelves =
        new Shelves(
            new Shelves.Settings(
                builder.time, builder.retention, builder.ranking, builder.queueLimit),
            listeners);
    this.admission = new MemoryAdmission(shelves);
    this.claims = new MemoryClaims(shelves);
    this.lookup = new MemoryLookup(shelves);
    this.upkeep = new MemoryUpkeep(shelves, builder.renewal, builder.lease);
    this.registries = new MemoryRegistries(shelves);
    this.queues = new MemoryQueues(shelves);
    this.attachments = new MemoryAttachments(shelves);
    this.schedules = new MemorySchedules(shelves);
    this.stacks = new MemoryStacks(shelves);
    this.steps = new MemorySteps(shelves);
  }

  /// A store with the standard settings.
  public static MemoryJobStore create() {
    return builder().build();
  }

  /// Starts with the standard settings.
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Admission admission() {
    return admission;
  }

  @Override
  public Claims claims() {
    return claims;
  }

  @Override
  public Lookup lookup() {
    return lookup;
  }

  @Override
  public Upkeep upkeep() {
    return upkeep;
  }

  @Override
  public Registries registries() {
    return registries;
  }

  @Override
  public Queues queues() {
    return queues;
  }

  @Override
  public Attachments attachments() {
    return attachments;
  }

  @Override
  public Schedules schedules() {
    return schedules;
  }

  @Override
  public Stacks stacks() {
    return stacks;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Wakeups wakeups() {
    return listeners;
  }

  @Override
  public String describe() {
    return "memory:";
  }

  /// Forgets everything. Calls that come later fail with [dev.jobmill.job.StoreUnavailable].
  @Override
  public void close() {
    shelves.close();
  }

  /// The settings of a store. Not thread-safe.
  public static final class Builder {
    private TimeSource time = SystemTime.SYSTEM;
    private Retention retention = Retention.STANDARD;
    private Ranking ranking = Ranking.AGEING;
    private @Nullable Long queueLimit = Queues.LIMIT_STANDARD;
    private Duration renewal = Duration.ofSeconds(10);
    private Duration lease = Duration.ofSeconds(30);

    private Builder() {}

    /// The store's clock.
    public Builder time(TimeSource value) {
      this.time = value;
      return this;
    }

    /// How long ended jobs are kept; 48 h unless set.
    public Builder retention(Retention value) {
      this.retention = value;
      return this;
    }

    /// How long ended jobs are kept, all of them.
    public Builder historyRetention(Duration value) {
      return retention(Retention.of(value));
    }

    /// How queued jobs are ordered; [Ranking#AGEING] unless set.
    public Builder ranking(Ranking value) {
      this.ranking = value;
      return this;
    }

    /// The limit of waiting jobs of queues of which nothing else was said; 1 000 000 unless set.
    ///
    /// @param value zero or more; null for no limit
    public Builder queueLimit(@Nullable Long value) {
      this.queueLimit = value;
      return this;
    }

    /// The longest ordinary pause between two passes of reaping, and how long leases are trusted
    /// after a longer one (see [dev.jobmill.store.LeaseGrace]); 10 s and 30 s unless set.
    public Builder leaseGrace(Duration ordinaryPause, Duration hold) {
      this.renewal = ordinaryPause;
      this.lease = hold;
      return this;
    }

    /// The store.
    public MemoryJobStore build() {
      return new MemoryJobStore(this);
    }
  }
}
