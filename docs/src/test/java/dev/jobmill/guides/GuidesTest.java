package dev.jobmill.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the guides show is what is compiled and run.
class GuidesTest {
  private static final int SHELL_SECONDS = 120;

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> blocksOfJavaAreRegionsOfTests() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Guide guide : Guide.all()) {
      for (Guide.Block block : guide.blocks("java")) {
        tests.add(
            DynamicTest.dynamicTest(
                guide.name() + ":" + block.line(),
                () -> assertThat(block.text()).isEqualTo(block.region())));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  @TestFactory
  List<DynamicTest> blocksOfShellRun() throws IOException {
    return Guide.all().stream()
        .filter(guide -> !guide.blocks("sh").isEmpty())
        .map(guide -> DynamicTest.dynamicTest(guide.name(), () -> run(guide)))
        .toList();
  }

  /// All blocks of a guide, one after the other, in an empty folder, as a reader would.
  private void run(Guide guide) throws Exception {
    Path work = Files.createDirectory(folder.resolve(guide.name()));
    Path launcher = work.resolve("jobmill");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' dev.jobmill.cli.Main \"$@\"\n"
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    String script =
        guide.blocks("sh").stream().map(Guide.Block::text).collect(Collectors.joining("\n"));
    ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", script).directory(work.toFile());
    shell.environment().put("XDG_DATA_HOME", work.resolve("data").toString());
    shell.environment().keySet().removeIf(name -> name.startsWith("JOBMILL_"));
    Path output = work.resolve("output.txt");
    Process process =
        shell
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      assertThat(process.waitFor(SHELL_SECONDS, TimeUnit.SECONDS)).as("ends in time").isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      try (Stream<ProcessHandle> left = process.descendants()) {
        left.forEach(ProcessHandle::destroyForcibly);
      }
      process.destroyForcibly();
    }
  }
}
