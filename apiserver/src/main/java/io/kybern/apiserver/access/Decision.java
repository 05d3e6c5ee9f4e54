package io.kybern.apiserver.access;

/**
 * Whether somebody may do what they want.
 *
 * @param allowed whether they may
 * @param reason why, or what was wrong with the rules; often empty
 */
public record Decision(boolean allowed, String reason) {
  static final Decision ALLOWED = new Decision(true, "");
}
