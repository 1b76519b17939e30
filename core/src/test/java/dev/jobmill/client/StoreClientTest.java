package dev.jobmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Due;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.Priority;
import dev.jobmill.job.QueueFull;
import dev.jobmill.job.Reason;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.Submission;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.job.Unique;
import dev.jobmill.store.JobKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the client does with requests, chains and single jobs, also when answers get lost.
class StoreClientTest extends LossyClient {
  // Submitting.

  @Test
  void aFullQueueHasItsOwnException() {
    store.queues().limitQueue("default", 1L);
    client.submit(WORK, "a");
    assertThatThrownBy(() -> client.submit(WORK, "b"))
        .isInstanceOf(QueueFull.class)
        .hasMessageContaining("default");
  }

  @Test
  void aRejectedDuplicateIsNoFullQueue() {
    client.submit(WORK, "a", with -> with.unique("k"));
    Unique rejecting = Unique.by("k").onDuplicate(Unique.OnDuplicate.REJECT);
    JobRejected rejected =
        catchThrowableOfType(
            JobRejected.class, () -> client.submit(WORK, "b", with -> with.unique(rejecting)));
    assertThat(rejected.why()).isEqualTo(Refusal.DUPLICATE);
    assertThat(rejected).isNotInstanceOf(QueueFull.class);
  }

  @Test
  void aSubmissionWhoseOutcomeStaysUnknownNamesTheIdsToAskAgainWith() {
    List<JobRequest<String, String>> requests =
        IntStream.range(0, 1_500).mapToObj(i -> JobRequest.of(WORK, "n" + i)).toList();
    admission.script(Fate.FINE, Fate.AWAY);
    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> client.submitAll(requests));
    assertThat(unknown.jobs()).hasSize(1_500).doesNotHaveDuplicates();
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1_000);
    List<JobRequest<String, String>> again =
        IntStream.range(0, 1_500).mapToObj(i -> requests.get(i).id(unknown.jobs().get(i))).toList();
    List<Submission<String>> answers = client.submitAll(again);
    assertThat(answers).filteredOn(Submission.Duplicate.class::isInstance).hasSize(1_000);
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1_500);
  }

  @Test
  void aStoreThatWasAwayFromTheStartHasTakenNothing() {
    admission.script(Fate.AWAY);
    assertThatThrownBy(() -> client.submit(WORK, "a"))
        .isInstanceOf(StoreUnavailable.class)
        .isNotInstanceOf(OutcomeUnknown.class);
    admission.script(Fate.LOST, Fate.LOST, Fate.LOST);
    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> client.submit(WORK, "a"));
    assertThat(client.find(unknown.jobs().getFirst())).isPresent();
  }

  // Chains.

  @Test
  void aChainOfOneQueueIsOneGroup() {
    List<JobHandle<?>> chain = client.chain(request("a"), request("b"), request("c"));
    assertThat(admission.groups).containsExactly(3);
    assertThat(chain.get(0).job().state()).isEqualTo(JobState.QUEUED);
    assertThat(chain.get(1).job().reason()).contains(Reason.DEPENDENCIES);
    assertThat(chain.get(1).job().after()).containsExactly(Dependency.on(chain.get(0).job()));
    assertThat(chain.get(2).job().after()).containsExactly(Dependency.on(chain.get(1).job()));
  }

  @Test
  void aChainWhoseAnswerWasLostIsTakenInOnce() {
    admission.script(Fate.LOST);
    client.chain(request("a"), request("b"));
    assertThat(client.count(JobFilter.ALL)).isEqualTo(2);
  }

  @Test
  void aChainOfOneQueueThatDoesNotFitIsRefusedWhole() {
    store.queues().limitQueue("default", 2L);
    assertThatThrownBy(() -> client.chain(request("a"), request("b"), request("c")))
        .isInstanceOf(QueueFull.class);
    assertThat(client.count(JobFilter.ALL)).isZero();
  }

  @Test
  void aChainOfSeveralQueuesSaysWhatWasTakenInBeforeARefusal() {
    store.queues().limitQueue("small", 0L);
    JobRejected refused =
        catchThrowableOfType(
            JobRejected.class,
            () ->
                client.chain(
                    request("a"),
                    JobRequest.of(WORK, "b").queue("other"),
                    JobRequest.of(WORK, "c").queue("small")));
    List<Job> taken = client.list(JobFilter.ALL, null, 10);
    assertThat(taken).hasSize(2);
    assertThat(refused)
        .isInstanceOf(QueueFull.class)
        .hasMessageContaining(taken.get(1).id() + ", " + taken.get(0).id());
  }

  @Test
  void aChainOfSeveralQueuesThatTheStoreLeavesNamesAllItsIds() {
    admission.script(Fate.FINE, Fate.AWAY);
    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class,
            () -> client.chain(request("a"), JobRequest.of(WORK, "b").queue("other")));
    assertThat(unknown.jobs()).hasSize(2);
    assertThat(client.find(unknown.jobs().get(0))).isPresent();
    assertThat(client.find(unknown.jobs().get(1))).isEmpty();
  }

  @Test
  void aDuplicateInAChainOfSeveralQueuesIsWhatTheNextComesAfter() {
    JobId holder = client.submit(WORK, "x", with -> with.unique("k")).id();
    List<JobHandle<?>> chain =
        client.chain(JobRequest.of(WORK, "y").unique("k"), JobRequest.of(WORK, "z").queue("other"));
    assertThat(chain.getFirst().id()).isEqualTo(holder);
    assertThat(chain.getLast().job().after())
        .singleElement()
        .extracting(Dependency::job)
        .isEqualTo(holder);
  }

  @Test
  void aDuplicateInAChainOfOneQueueRefusesTheChainAndSaysWhy() {
    client.submit(WORK, "x", with -> with.unique("k"));
    assertThatThrownBy(() -> client.chain(JobRequest.of(WORK, "y").unique("k"), request("z")))
        .isInstanceOf(JobRejected.class)
        .hasMessageContaining("request 1 of the chain is a duplicate");
    assertThat(client.count(JobFilter.ALL)).isEqualTo(1);
  }

  @Test
  void aChainHasAtLeastOneRequest() {
    assertThatThrownBy(() -> client.chain(List.of()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("0 requests");
  }

  // One by one.

  @Test
  void aRetryWhoseAnswerWasLostIsNotDoneTwice() {
    JobId id = ended("a");
    admission.script(Fate.LOST);
    assertThat(client.retry(id, "ada")).contains(JobState.QUEUED);
    assertThat(store.lookup().events(id))
        .filteredOn(event -> event.what().equals("retry"))
        .hasSize(1);
  }

  @Test
  void aRetryThatTookEffectAndWhoseJobEndedAgainIsNotDoneTwice() {
    JobId id = ended("a");
    admission.script(Fate.LOST);
    admission.afterLoss =
        () -> {
          time.advance(Duration.ofSeconds(1));
          store.admission().cancel(List.of(new JobKey("default", id)), "bob");
        };
    assertThat(client.retry(id, "ada")).contains(JobState.QUEUED);
    assertThat(client.find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aRetryThatWasLostBeforeItTookEffectIsAskedAgain() {
    JobId id = ended("a");
    admission.script(Fate.LOST_BEFORE);
    assertThat(client.retry(id, "ada")).contains(JobState.QUEUED);
    assertThat(client.find(id).orElseThrow().state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aRetryOfAJobThatHasNotEndedAnswersItsState() {
    JobId id = client.submit(WORK, "a", with -> with.delay(Duration.ofDays(1))).id();
    admission.script(Fate.LOST);
    assertThat(client.retry(id, "ada")).contains(JobState.PENDING);
    assertThat(client.retry(ids.next(), "ada")).isEmpty();
  }

  @Test
  void aRetryWhoseKeyIsTakenIsRejectedByItsName() {
    JobId id = client.submit(WORK, "a", with -> with.unique("k")).id();
    client.cancel(id, "ada");
    client.submit(WORK, "b", with -> with.unique("k"));
    JobRejected rejected = catchThrowableOfType(JobRejected.class, () -> client.retry(id, "ada"));
    assertThat(rejected.why()).isEqualTo(Refusal.DUPLICATE);
    assertThat(rejected).hasMessageContaining("unique key k");
  }

  @Test
  void anEndedJobIsDeletedAndAnotherIsNot() {
    JobId live = client.submit(WORK, "live").id();
    JobId id = ended("a");
    assertThat(client.delete(live, "ada")).contains(JobState.QUEUED);
    assertThat(client.find(live)).isPresent();
    admission.script(Fate.LOST);
    assertThat(client.delete(id, "ada")).contains(JobState.CANCELLED);
    assertThat(client.find(id)).isEmpty();
    assertThat(client.delete(id, "ada")).isEmpty();
  }

  @Test
  void aJobThatOthersComeAfterIsNotDeleted() {
    Job ended = client.find(ended("a")).orElseThrow();
    JobHandle<String> gate = client.submit(WORK, "gate");
    Dependency anyway = Dependency.on(ended).onFailure(Dependency.OnFailure.RUN);
    client.submit(WORK, "b", with -> with.after(anyway).after(gate));
    JobRejected rejected =
        catchThrowableOfType(JobRejected.class, () -> client.delete(ended.id(), "ada"));
    assertThat(rejected.why()).isEqualTo(Refusal.AWAITED);
    assertThat(client.find(ended.id())).isPresent();
  }

  @Test
  void aWaitingJobIsGivenAnotherPlaceAndTime() {
    JobId id = client.submit(WORK, "a").id();
    assertThat(client.prioritise(id, Priority.HIGH, "ada")).contains(JobState.QUEUED);
    assertThat(client.find(id).orElseThrow().priority()).isEqualTo(Priority.HIGH);
    Due later = new Due.After(Duration.ofHours(1));
    assertThat(client.reschedule(id, later, "ada")).contains(JobState.PENDING);
    assertThat(client.find(id).orElseThrow().dueAt())
        .isEqualTo(time.now().plus(Duration.ofHours(1)));
    assertThat(client.reschedule(id, Due.NOW, "ada")).contains(JobState.QUEUED);
    client.cancel(id, "ada");
    assertThat(client.prioritise(id, Priority.LOW, "ada")).contains(JobState.CANCELLED);
    assertThat(client.reschedule(ids.next(), later, "ada")).isEmpty();
  }
}
