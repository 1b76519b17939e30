package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which versions of SQLite may write a store.
class LibraryVersionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.51.2",
        "3.51",
        "3.50.99",
        "3.40.1",
        "3.7.0",
        "2.99.99",
        "3.9.99",
        "",
        "three",
        "3",
        "3.x.9",
        "-3.54.1",
        "3.9999999.1"
      })
  void affectedOrUnreadableOnesAreNotSound(String version) {
    assertThat(LibraryVersion.isSound(version)).isFalse();
    assertThat(LibraryVersion.complaint(version)).contains(version, "3.51.3.0 or newer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.51.3",
        "3.51.4",
        "3.51.10",
        "3.52",
        "3.52.0",
        "3.54.1",
        "3.100.0",
        "4.0.0",
        "3.54.1-beta"
      })
  void mendedOnesAre(String version) {
    assertThat(LibraryVersion.isSound(version)).isTrue();
  }
}
