package io.kybern.apiserver.rest;

/** Where failures of the server itself are reported; found when the first one is. */
final class Failures {
  private Failures() {}

  static System.Logger log() {
    return System.getLogger("io.kybern.apiserver");
  }
}
