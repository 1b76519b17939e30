package dev.jobmill.cli.settings;

import dev.jobmill.job.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/// Splits the command line of a declared program into words, as a shell would, and does nothing
/// else that a shell does: blanks separate, quotes keep together, a backslash takes the next
/// character as it is (not between single quotes).
final class CommandWords {
  private final String setting;
  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private CommandWords(String setting, String text) {
    this.setting = setting;
    this.text = text;
  }

  /// @param setting what to call it in messages
  /// @throws InvalidRequest when a quote is not closed, or there is no word
  static List<String> parse(String setting, String text) {
    CommandWords command = new CommandWords(setting, text);
    while (command.at < text.length()) {
      command.next();
    }
    command.endWord();
    if (command.words.isEmpty() || command.words.getFirst().isBlank()) {
      throw new InvalidRequest(
          "setting "
              + setting
              + " names no program: write one with its arguments, such as"
              + " python3 thumbnail.py");
    }
    return List.copyOf(command.words);
  }

  private void next() {
    char c = text.charAt(at++);
    switch (c) {
      case ' ', '\t', '\n', '\r', '\f' -> endWord();
      case '\'', '"' -> quoted(c);
      case '\\' -> escaped();
      case '\0' ->
          throw new InvalidRequest(
              "setting " + setting + " contains a NUL character, which no program can be given");
      default -> add(c);
    }
  }

  private void quoted(char quote) {
    inWord = true;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return;
      }
      if (c == '\\' && quote == '"') {
        escaped();
      } else {
        add(c);
      }
    }
    throw new InvalidRequest(
        "setting " + setting + " has a quote " + quote + " that is not closed: close it");
  }

  private void escaped() {
    if (at == text.length()) {
      throw new InvalidRequest(
          "setting "
              + setting
              + " ends with a backslash: write what it stands before, or leave it"
              + " out");
    }
    add(text.charAt(at++));
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
    }
    inWord = false;
    word.setLength(0);
  }
}
