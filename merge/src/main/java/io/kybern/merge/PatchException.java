package io.kybern.merge;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A patch that is not well formed, does not fit what it is applied to, or conflicts with it. The
 * tree that was to be patched is as it was.
 */
public final class PatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What is wrong; says how a server answers. */
  public enum Kind {
    /** The patch is no patch of its kind; a server answers 400. */
    MALFORMED,
    /** The patch has too many operations; a server answers 413. */
    TOO_LARGE,
    /**
     * The patch does not fit the tree: a path is not there, a limit is exceeded; a server answers
     * 422.
     */
    NOT_APPLICABLE,
    /** A {@code test} operation found something else; a server answers 422. */
    TEST_FAILED,
    /** Both sides of a three-way patch changed the same thing. */
    CONFLICT
  }

  /** What a strategic merge patch says that makes no sense in itself. */
  public enum Contradiction {
    /** A {@code $patch} that nobody knows; involved: its value, the object it is in. */
    DIRECTIVE,
    /** An element without its merge key; involved: the element, the key's name. */
    NO_KEY,
    /** A list that is not in its own {@code $setElementOrder}; involved: the list, the order. */
    ORDER,
    /** A {@code $retainKeys} that is no list of what the patch sets; involved: its value. */
    RETAINED,
    /** Elements of different types; involved: the list that is there, that of the patch. */
    MIXED,
    /** Something else than a list or an object; involved: {@code []} or {@code {}}, the value. */
    TYPE
  }

  private final Kind kind;
  private final @Nullable Contradiction contradiction;

  /** Trees, which need not be serializable. */
  private final transient List<@Nullable Object> involved;

  private final String reason;
  private final int index;
  private final @Nullable String operation;
  private final String path;

  private PatchException(
      Kind kind,
      @Nullable Contradiction contradiction,
      List<@Nullable Object> involved,
      String reason,
      int index,
      @Nullable String operation,
      String path) {
    super(describe(reason, index, operation, path));
    this.kind = kind;
    this.contradiction = contradiction;
    this.involved = involved;
    this.reason = reason;
    this.index = index;
    this.operation = operation;
    this.path = path;
  }

  static PatchException malformed(String reason) {
    return of(Kind.MALFORMED, reason);
  }

  static PatchException of(Kind kind, String reason) {
    return new PatchException(kind, null, List.of(), reason, -1, null, "");
  }

  /** A patch that contradicts itself. */
  static PatchException of(
      Contradiction contradiction, String reason, @Nullable Object... involved) {
    return new PatchException(
        Kind.MALFORMED, contradiction, Arrays.asList(involved), reason, -1, null, "");
  }

  /** The same in operation {@code index} of a JSON patch. */
  PatchException inOperation(int index, @Nullable String operation, String path) {
    return new PatchException(kind, contradiction, involved, reason, index, operation, path);
  }

  /** The same in the member {@code name} of an object. */
  PatchException within(String name) {
    String escaped = name.replace("~", "~0").replace("/", "~1");
    return new PatchException(
        kind, contradiction, involved, reason, index, operation, '/' + escaped + path);
  }

  private static String describe(
      String reason, int index, @Nullable String operation, String path) {
    StringBuilder text = new StringBuilder();
    if (index >= 0) {
      text.append("operation ").append(index);
      if (operation != null) {
        text.append(" (").append(operation).append(' ').append(shortened(path)).append(')');
      }
      text.append(": ");
    } else if (!path.isEmpty()) {
      text.append(shortened(path)).append(": ");
    }
    return text.append(reason).toString();
  }

  static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** How a strategic merge patch contradicts itself; {@code null} if that is not the problem. */
  public @Nullable Contradiction contradiction() {
    return contradiction;
  }

  /**
   * The parts of the patch or of what it is applied to that the {@link #contradiction} is about;
   * empty without one.
   */
  public List<@Nullable Object> involved() {
    return Collections.unmodifiableList(involved);
  }

  /**
   * Position of the operation of a JSON patch, from 0; -1 where it is no operation that is wrong.
   */
  public int index() {
    return index;
  }

  /**
   * Name of the operation of a JSON patch, such as {@code remove}; {@code null} if there is none.
   */
  public @Nullable String operation() {
    return operation;
  }

  /**
   * JSON pointer to where it went wrong, with the key of an element in place of its position where
   * lists are merged; empty for the whole.
   */
  public String path() {
    return path;
  }
}
