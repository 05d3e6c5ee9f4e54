package io.kybern.apiserver;

/** Numbers that tests know. */
final class ApiLimits {
  static final int MAX_BODY = 3 * 1024 * 1024;

  private ApiLimits() {}
}
