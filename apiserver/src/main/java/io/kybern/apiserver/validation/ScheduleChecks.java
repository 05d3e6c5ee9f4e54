package io.kybern.apiserver.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** When cron jobs run: five fields, or a word that begins with {@code @}. */
public final class ScheduleChecks {
  private static final List<String> WORDS =
      List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final List<String> MONTHS =
      List.of("jan feb mar apr may jun jul aug sep oct nov dec".split(" "));
  private static final List<String> DAYS = List.of("sun mon tue wed thu fri sat".split(" "));

  private static final String EVERY = "@every ";

  /** What one field may hold. */
  private record Range(int least, int most, List<String> names, int first) {}

  private static final List<Range> FIELDS =
      List.of(
          new Range(0, 59, List.of(), 0),
          new Range(0, 23, List.of(), 0),
          new Range(1, 31, List.of(), 0),
          new Range(1, 12, MONTHS, 1),
          new Range(0, 6, DAYS, 0));

  private ScheduleChecks() {}

  /** Adds what is wrong with a schedule. */
  public static void schedule(String at, String schedule, Checks checks) {
    String rest = schedule;
    if (schedule.startsWith("TZ=") || schedule.startsWith("CRON_TZ=")) {
      int space = schedule.indexOf(' ');
      rest = space < 0 ? "" : schedule.substring(space).strip();
    }
    try {
      parse(rest);
    } catch (Unreadable e) {
      checks.invalid(at, schedule, e.problem);
    }
    if (schedule.contains("TZ")) {
      checks.invalid(
          at, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }
  }

  /** Says why a schedule cannot be read. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String problem;

    Unreadable(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }
  }

  private static void parse(String schedule) throws Unreadable {
    if (schedule.startsWith("@")) {
      if (schedule.startsWith(EVERY)) {
        String problem = GoDurations.problem(schedule.substring(EVERY.length()));
        if (!problem.isEmpty()) {
          throw new Unreadable("failed to parse duration " + schedule + ": " + problem);
        }
      } else if (!WORDS.contains(schedule)) {
        throw new Unreadable("unrecognized descriptor: " + schedule);
      }
      return;
    }
    String[] fields = schedule.strip().split("\\s+");
    if (fields.length != FIELDS.size()) {
      throw new Unreadable(
          "expected exactly 5 fields, found "
              + fields.length
              + ": ["
              + String.join(" ", Arrays.asList(fields))
              + "]");
    }
    for (int i = 0; i < fields.length; i++) {
      for (String part : fields[i].split(",")) {
        part(part, FIELDS.get(i));
      }
    }
  }

  private static void part(String part, Range range) throws Unreadable {
    String[] steps = part.split("/", -1);
    String[] ends = steps[0].split("-", -1);
    int start = range.least();
    int end = range.most();
    if (!ends[0].equals("*") && !ends[0].equals("?")) {
      start = number(ends[0], range);
      if (ends.length > 2) {
        throw new Unreadable("too many hyphens: " + part);
      }
      end = ends.length == 2 ? number(ends[1], range) : start;
    }
    int step = 1;
    if (steps.length > 2) {
      throw new Unreadable("too many slashes: " + part);
    } else if (steps.length == 2) {
      step = number(steps[1], FIELDS.get(0));
      end = ends.length == 1 ? range.most() : end;
    }
    if (start < range.least()) {
      throw new Unreadable(
          "beginning of range (" + start + ") below minimum (" + range.least() + "): " + part);
    }
    if (end > range.most()) {
      throw new Unreadable(
          "end of range (" + end + ") above maximum (" + range.most() + "): " + part);
    }
    if (start > end) {
      throw new Unreadable(
          "beginning of range (" + start + ") beyond end of range (" + end + "): " + part);
    }
    if (step == 0) {
      throw new Unreadable("step of range should be a positive number: " + part);
    }
  }

  private static int number(String text, Range range) throws Unreadable {
    int named = range.names().indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named + range.first();
    }
    if (!text.matches("[+-]?[0-9]{1,9}")) {
      throw new Unreadable(
          "failed to parse int from "
              + text
              + ": strconv.Atoi: parsing "
              + FieldError.quoted(text)
              + ": invalid syntax");
    }
    int number = Integer.parseInt(text);
    if (number < 0) {
      throw new Unreadable("negative number (" + number + ") not allowed: " + text);
    }
    return number;
  }
}
