package dev.jobmill.testing.store;

import java.util.function.Supplier;

/// Where every operation of a [ForwardingJobStore] passes through.
public interface Passage {
  /// Lets everything pass.
  Passage OPEN =
      new Passage() {
        @Override
        public <T> T pass(String operation, Supplier<T> call) {
          return call.get();
        }
      };

  /// Lets an operation pass, or not. Called on the thread of whoever calls the store.
  ///
  /// @param operation its name, such as `report`
  /// @param call does it; may be called any number of times
  /// @return what the caller is answered
  <T> T pass(String operation, Supplier<T> call);
}
