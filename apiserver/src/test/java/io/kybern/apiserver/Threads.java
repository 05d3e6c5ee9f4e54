package io.kybern.apiserver;

import java.util.List;

/** Which threads there are. */
final class Threads {
  private Threads() {}

  /** Names of the live threads whose names begin with {@code prefix}. */
  static List<String> of(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .toList();
  }
}
