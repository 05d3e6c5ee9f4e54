package io.kybern.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The requests of {@code errors.txt}; its first lines say how they are written. */
final class ErrorCases {
  private static final Pattern HEADER = Pattern.compile("([A-Z][A-Za-z-]*): ?(.*)");
  private static final Pattern MACRO = Pattern.compile("\\$([A-Z]+)");

  private final Map<String, String> macros = new LinkedHashMap<>();
  private final List<Area> areas = new ArrayList<>();

  /** Requests that share a namespace. */
  record Area(String title, List<Case> cases) {}

  /**
   * One request.
   *
   * @param name what the answer of a preparation is called, empty for a case
   * @param user who sends it, with groups after commas; empty for the administrator
   */
  record Case(
      String title,
      String name,
      String method,
      String path,
      String user,
      Map<String, String> headers,
      String body) {
    boolean isPreparation() {
      return !name.isEmpty();
    }

    byte @Nullable [] bytes(String resolved) {
      if (resolved.isEmpty()) {
        return null;
      }
      if (resolved.startsWith("@base64 ")) {
        return Base64.getDecoder().decode(resolved.substring(8));
      }
      if (resolved.startsWith("@fill ")) {
        String[] parts = resolved.substring(6).split(" ", 2);
        int mark = parts[1].indexOf('~');
        return (parts[1].substring(0, mark)
                + "x".repeat(Integer.parseInt(parts[0]))
                + parts[1].substring(mark + 1))
            .getBytes(StandardCharsets.UTF_8);
      }
      return resolved.getBytes(StandardCharsets.UTF_8);
    }
  }

  static List<Area> read(Path file) {
    try {
      ErrorCases cases = new ErrorCases();
      for (String block : Files.readString(file).split("\n\n+")) {
        cases.add(block.strip());
      }
      return cases.areas;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void add(String block) {
    if (block.isEmpty() || block.startsWith("# ")) {
      return;
    }
    if (block.startsWith("let ")) {
      for (String line : block.split("\nlet |^let ")) {
        int equals = line.indexOf(" = ");
        if (equals > 0) {
          macros.put(line.substring(0, equals), expanded(line.substring(equals + 3)));
        }
      }
      return;
    }
    if (block.startsWith("## ")) {
      areas.add(new Area(block.substring(3), new ArrayList<>()));
      return;
    }
    String[] lines = block.split("\n");
    boolean preparation = lines[0].startsWith("+ ");
    if (!preparation && !lines[0].startsWith("* ")) {
      throw new IllegalArgumentException("neither '+' nor '*': " + block);
    }
    String title = lines[0].substring(2);
    String[] request = lines[1].split(" ");
    Map<String, String> headers = new LinkedHashMap<>();
    int next = 2;
    for (; next < lines.length; next++) {
      Matcher header = HEADER.matcher(lines[next]);
      if (!header.matches()) {
        break;
      }
      headers.put(header.group(1), expanded(header.group(2)));
    }
    String body = String.join("\n", List.of(lines).subList(next, lines.length));
    areas
        .get(areas.size() - 1)
        .cases()
        .add(
            new Case(
                title,
                preparation ? title : "",
                request[0],
                expanded(request[1]),
                request.length > 3 ? request[3] : "",
                headers,
                expanded(body)));
  }

  private String expanded(String text) {
    return MACRO
        .matcher(text)
        .replaceAll(
            found -> {
              String value = macros.get(found.group(1));
              if (value == null) {
                throw new IllegalArgumentException("no macro " + found.group(1) + ": " + text);
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
