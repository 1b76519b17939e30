package dev.jobmill.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A guide as it is written: prose with blocks of code. A block of Java names the region of a test
/// that it shows, in a comment above it: `<!-- StartGuideTest.java first-job -->`; a block of shell
/// is run as it stands.
record Guide(Path file, List<String> lines) {
  private static final Path FOLDER = Path.of(System.getProperty("jobmill.guides", "."));
  private static final Path SOURCES = FOLDER.resolve("src/test/java/dev/jobmill/guides");
  private static final Pattern SHOWS = Pattern.compile("<!-- (\\w+\\.java) ([\\w-]+) -->");

  static List<Guide> all() throws IOException {
    List<Guide> guides = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".md")).sorted().toList()) {
        guides.add(new Guide(file, Files.readAllLines(file)));
      }
    }
    return guides;
  }

  String name() {
    return file.getFileName().toString();
  }

  /// The blocks of one language, in order.
  List<Block> blocks(String language) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals("```" + language)) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        String above = i > 0 ? lines.get(i - 1) : "";
        blocks.add(new Block(i + 1, above, lines.subList(i + 1, end)));
        i = end;
      }
    }
    return blocks;
  }

  /// A block of code.
  ///
  /// @param line the number of its first line less one, as an editor counts
  /// @param above the line above it
  record Block(int line, String above, List<String> code) {
    String text() {
      return String.join("\n", code);
    }

    /// The region that it shows.
    String region() throws IOException {
      Matcher shows = SHOWS.matcher(above);
      if (!shows.matches()) {
        throw new AssertionError(
            "line " + line + " shows no region: put <!-- File.java region --> above it");
      }
      return Guide.region(shows.group(1), shows.group(2));
    }
  }

  /// The lines between `// begin NAME` and `// end NAME`, moved to the left; without those between
  /// `// hide` and `// show`, which are the test's own.
  static String region(String source, String name) throws IOException {
    List<String> all = Files.readAllLines(SOURCES.resolve(source));
    int begin = index(all, source, "// begin " + name);
    int end = index(all, source, "// end " + name);
    List<String> region = new ArrayList<>();
    boolean hidden = false;
    for (String line : all.subList(begin + 1, end)) {
      String mark = line.strip();
      hidden = mark.equals("// hide") || hidden && !mark.equals("// show");
      if (!hidden && !mark.equals("// show")) {
        region.add(line);
      }
    }
    int indent =
        region.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return String.join(
        "\n", region.stream().map(line -> line.isBlank() ? "" : line.substring(indent)).toList());
  }

  private static int index(List<String> lines, String source, String mark) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(mark)) {
        return i;
      }
    }
    throw new AssertionError(source + " has no line " + mark);
  }
}
