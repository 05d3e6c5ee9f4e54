package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How much sooner the embedded server answers than a real one, and how much it takes. Each figure
 * is the median of fresh JVMs, taken turn by turn in one run; the table goes to {@code
 * target/figures.md}. What is asserted is far below what is measured: a loaded machine slows a cold
 * JVM down more than it slows down processes that wait.
 */
class FiguresTest {
  private static final int ROUNDS = Integer.getInteger("kybern.figures.rounds", 3);

  private final StringBuilder table =
      new StringBuilder("| what | median | min | max | real / this |\n|---|---:|---:|---:|---:|\n");

  @Test
  void theEmbeddedServerIsThereSooner() throws Exception {
    List<Double> memory = new ArrayList<>();
    List<Double> further = new ArrayList<>();
    List<Double> https = new ArrayList<>();
    List<Double> httpsFromOutside = new ArrayList<>();
    List<Double> httpsFurther = new ArrayList<>();
    List<Double> httpsFirstTier = new ArrayList<>();
    List<Double> httpsArchived = new ArrayList<>();
    List<Double> client = new ArrayList<>();
    ArchivedClasses archive = ArchivedClasses.make(Path.of("target", "figures"), "https");
    List<Double> real = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      real.add(probe("real").get(0));
      List<Double> inMemory = probe("memory");
      memory.add(inMemory.get(0));
      further.add(inMemory.get(2));
      if (i == 0) {
        fromOutside(); // this process has never asked over HTTPS before
      }
      httpsFromOutside.add(fromOutside());
      List<Double> overHttps = probe("https");
      https.add(overHttps.get(0));
      httpsFurther.add(overHttps.get(1));
      httpsFirstTier.add(probe("https", "-XX:TieredStopAtLevel=1").get(0));
      httpsArchived.add(numbers(archive.start("https"), "archived").get(0));
      client.add(probe("client").get(0));
    }
    double base = median(real);
    row("real control plane: started, ms", real, base);
    row("embedded, in memory: first answer in a fresh JVM, ms", memory, base);
    row("embedded, in memory: a further server, ms", further, base);
    row(
        "embedded, HTTPS: first answer of a fresh JVM, to a running process, ms",
        httpsFromOutside,
        base);
    row("embedded, HTTPS: first answer in a fresh JVM, to itself, ms", https, base);
    row(
        "embedded, HTTPS: the same with -XX:TieredStopAtLevel=1, as for short test runs, ms",
        httpsFirstTier,
        base);
    row(
        "embedded, HTTPS: the same with a class-data archive of the program, ms",
        httpsArchived,
        base);
    row("embedded, HTTPS: a further server, ms", httpsFurther, base);
    row("embedded, HTTPS: first answer to Kybern's client, cold as well, ms", client, base);
    write("figures-start.md");
    assertTrue(base / median(memory) > 6, table::toString);
    assertTrue(base / median(further) > 100, table::toString);
    assertTrue(base / median(https) > 4, table::toString);
  }

  @Test
  void theEmbeddedServerTakesMoreCreates() throws Exception {
    List<Double> numbers = probe("creates");
    List<Double> real = new ArrayList<>();
    List<Double> embedded = new ArrayList<>();
    for (int i = 2 * Probe.WARM_UP_ROUNDS; i < numbers.size(); i += 2) {
      real.add(numbers.get(i));
      embedded.add(numbers.get(i + 1));
    }
    row("real: creates in a second", real, median(real));
    row("embedded: creates in a second", embedded, median(real));
    row("embedded, not warm: creates in a second", List.of(numbers.get(1)), median(real));
    write("figures-creates.md");
    assertTrue(median(embedded) / median(real) > 2, table::toString);
  }

  /** Milliseconds from the first line of a fresh JVM's program until this process has an answer. */
  private static double fromOutside() throws IOException, InterruptedException {
    Process process = start("serve");
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String[] first = said.readLine().split(" ");
      StringBuilder authority = new StringBuilder();
      for (String line = said.readLine(); !line.isEmpty(); line = said.readLine()) {
        authority.append(line).append('\n');
      }
      Probe.ask(Integer.parseInt(first[1]), first[2], authority.toString());
      long micros = Probe.micros() - Long.parseLong(first[0]);
      process.getOutputStream().close();
      assertEquals(0, process.waitFor());
      return micros / 1e3;
    }
  }

  private void row(String what, List<Double> numbers, double base) {
    double median = median(numbers);
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.1f | %.1f | %.2f |%n",
            what,
            median,
            Collections.min(numbers),
            Collections.max(numbers),
            base / median));
  }

  private void write(String name) throws IOException {
    System.out.println(table);
    Files.writeString(Path.of("target", name), table);
  }

  private static double median(List<Double> numbers) {
    return numbers.stream().sorted().toList().get(numbers.size() / 2);
  }

  private static List<Double> probe(String mode, String... flags)
      throws IOException, InterruptedException {
    return numbers(start(mode, flags), mode);
  }

  private static List<Double> numbers(Process process, String mode)
      throws IOException, InterruptedException {
    List<Double> numbers =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(Double::valueOf)
            .toList();
    assertEquals(0, process.waitFor(), mode);
    return numbers;
  }

  private static Process start(String mode, String... flags) throws IOException {
    return start(System.getProperty("java.class.path"), mode, flags);
  }

  /** A JVM that runs {@link Probe}. */
  static Process start(String classPath, String mode, String[] flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath, Probe.class.getName(), mode));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
