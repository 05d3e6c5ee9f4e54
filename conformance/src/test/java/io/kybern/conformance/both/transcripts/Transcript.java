package io.kybern.conformance.both.transcripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An ordered conversation with a server, read from a file {@code AREA/NAME.http}:
 *
 * <pre>
 * # a comment, before the first request
 * ### what this request is about
 * POST /api/v1/namespaces/${ns}/configmaps
 * Accept: application/yaml
 *
 * metadata: {name: web}
 * ### the next one
 * &#64;events 2
 * GET /api/v1/namespaces/${ns}/configmaps?watch=true&amp;resourceVersion=${rv:web}
 * </pre>
 *
 * A body that begins with a brace or bracket is JSON, any other YAML, unless a Content-Type says
 * so. {@link Variables} lists what {@code ${…}} can stand for; each transcript has a namespace of
 * its own.
 *
 * @param area the folder
 * @param name the file's name without its ending
 * @param steps the requests in their order
 */
record Transcript(String area, String name, List<Step> steps) {
  /** All transcripts below a folder, sorted by area and name. */
  static List<Transcript> readAll(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".http")).sorted().toList();
    }
    List<Transcript> transcripts = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      transcripts.add(
          parse(
              folder.relativize(file).getName(0).toString(),
              name.substring(0, name.length() - ".http".length()),
              Files.readString(file)));
    }
    return transcripts;
  }

  static Transcript parse(String area, String name, String text) {
    List<Step> steps = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (String part : ("\n" + text).split("\n### ")) {
      if (part.isBlank() || part.strip().startsWith("#")) {
        continue;
      }
      Step step = step(part, area + "/" + name);
      if (!titles.add(step.title())) {
        throw new IllegalArgumentException(area + "/" + name + ": two requests " + step.title());
      }
      steps.add(step);
    }
    return new Transcript(area, name, List.copyOf(steps));
  }

  private static Step step(String text, String where) {
    int empty = text.indexOf("\n\n");
    String[] lines = (empty < 0 ? text : text.substring(0, empty)).split("\n");
    String body = empty < 0 ? "" : text.substring(empty + 2).strip();
    int events = 0;
    int at = 1;
    if (lines[at].startsWith("@events ")) {
      events = Integer.parseInt(lines[at++].substring("@events ".length()).strip());
    }
    String[] request = lines[at++].split(" ", 2);
    if (request.length != 2) {
      throw new IllegalArgumentException(where + ": no request line in " + lines[0]);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (; at < lines.length; at++) {
      int colon = lines[at].indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(where + ": no header: " + lines[at]);
      }
      headers.put(lines[at].substring(0, colon).strip(), lines[at].substring(colon + 1).strip());
    }
    if (!body.isEmpty() && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
      boolean json = body.startsWith("{") || body.startsWith("[");
      headers.put("Content-Type", json ? "application/json" : "application/yaml");
    }
    return new Step(lines[0].strip(), request[0], request[1].strip(), headers, body, events);
  }

  /** The namespace that is made for this transcript before its first request. */
  String namespace() {
    return area + "-" + name;
  }

  /** The name of a step in ledger and report. */
  String id(Step step) {
    return area + "/" + name + ": " + step.title();
  }
}
