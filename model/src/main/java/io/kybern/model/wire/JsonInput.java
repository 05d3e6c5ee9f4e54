package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.LazyPart;
import io.kybern.model.MessageType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) in a byte array. Everything that is passed over is checked for its grammar;
 * strings that are taken are checked for UTF-8. A lone half of a surrogate pair in an escape
 * becomes U+FFFD, as in Go.
 */
final class JsonInput extends Input {
  /** What is longer takes a time to turn into a number that grows with the square of its length. */
  private static final int MAX_NUMBER_CHARS = 1000;

  private static final int MAX_EXPONENT_DIGITS = 8;

  private final byte[] source;

  /** The same bytes. */
  private final ByteBuffer words;

  private final int end;
  private final StringCache strings;
  private final Scratch scratch;
  private int at;

  /**
   * Whether the object or array that was entered last has not yet been asked for its first part.
   */
  private boolean fresh;

  /** For {@link #skip}: one bit for each level, set if it is an array. */
  private final long[] arrays = new long[(ReadPath.MAX_DEPTH >> 6) + 1];

  private int nameFrom;
  private int nameTo;
  private boolean nameEscaped;

  JsonInput(byte[] source, int from, int to, StringCache strings, ReadPath path, Scratch scratch) {
    super(path);
    this.source = source;
    this.words = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
    this.at = from;
    this.end = to;
    this.strings = strings;
    this.scratch = scratch;
  }

  /** Only white space may be left. */
  @Override
  void requireEnd() {
    space();
    if (at < end) {
      throw error("expected the end, found more after the value");
    }
  }

  boolean atEnd() {
    space();
    return at == end;
  }

  int position() {
    return at;
  }

  private void space() {
    if (at < end && source[at] > ' ') {
      return;
    }
    while (at < end) {
      byte b = source[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      at++;
    }
  }

  private byte required() {
    space();
    if (at == end) {
      throw error("the JSON ends early");
    }
    return source[at];
  }

  @Override
  int peek() {
    byte b = required();
    switch (b) {
      case '{':
        return OBJECT;
      case '[':
        return ARRAY;
      case '"':
        return STRING;
      case 't':
        return TRUE;
      case 'f':
        return FALSE;
      case 'n':
        return NULL;
      default:
        if (b == '-' || b >= '0' && b <= '9') {
          return NUMBER;
        }
        throw error("expected a JSON value, found " + printable(b));
    }
  }

  private static String printable(byte b) {
    return b > ' ' && b < 0x7F ? "'" + (char) b + "'" : "byte " + (b & 0xFF);
  }

  @Override
  void beginObject() {
    if (required() != '{') {
      throw expected("an object");
    }
    at++;
    fresh = true;
  }

  @Override
  boolean nextMember() {
    if (!nextPart('}')) {
      return false;
    }
    name();
    return true;
  }

  /** Goes to the next member, before its name, or out of the object and answers {@code false}. */
  boolean nextName() {
    if (!nextPart('}')) {
      return false;
    }
    space();
    return true;
  }

  /** Takes the name that comes next if it is {@code quoted}, with quotes and colon. */
  boolean takeName(byte[] quoted) {
    int length = quoted.length;
    if (end - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (source[at + i] != quoted[i]) {
        return false;
      }
    }
    at += length;
    return true;
  }

  /** Takes the name that comes next, whatever it is. */
  void name() {
    if (required() != '"') {
      throw error("expected the name of a member, found " + printable(source[at]));
    }
    nameFrom = at + 1;
    nameEscaped = skipString();
    nameTo = at - 1;
    if (required() != ':') {
      throw error("expected ':' after the name of a member, found " + printable(source[at]));
    }
    at++;
  }

  private boolean nextPart(char close) {
    byte b = required();
    if (fresh) {
      fresh = false;
      if (b == close) {
        at++;
        return false;
      }
      return true;
    }
    if (b == close) {
      at++;
      return false;
    }
    if (b != ',') {
      throw error("expected ',' or '" + close + "', found " + printable(b));
    }
    at++;
    return true;
  }

  @Override
  @Nullable Field field(MessageType<?> type, int guess) {
    JsonNames names = JsonNames.of(type);
    return nameEscaped ? names.find(memberName()) : names.find(source, nameFrom, nameTo, guess);
  }

  @Override
  String memberName() {
    return text(nameFrom, nameTo, nameEscaped);
  }

  @Override
  void beginArray() {
    if (required() != '[') {
      throw expected("an array");
    }
    at++;
    fresh = true;
  }

  @Override
  boolean nextElement() {
    return nextPart(']');
  }

  @Override
  String string() {
    if (required() != '"') {
      throw expected("a string");
    }
    int from = at + 1;
    long hash = 0;
    long signs = 0;
    for (int i = from; i + 8 <= end; i += 8) {
      long word = words.getLong(i);
      long stops = Octets.stops(word);
      if (stops == 0) {
        hash = Octets.hash(hash, word);
        signs |= word;
        continue;
      }
      int count = Octets.before(stops);
      if (source[i + count] != '"') {
        break;
      }
      if (count > 0) {
        long part = Octets.first(word, count);
        hash = Octets.hash(hash, part);
        signs |= part;
      }
      if (Octets.isBeyondAscii(signs)) {
        break;
      }
      int to = i + count;
      at = to + 1;
      return text(from, to, hash);
    }
    boolean escaped = skipString();
    return text(from, at - 1, escaped);
  }

  /** The string of ASCII bytes; what came lately is nearer to the processor than the cache is. */
  private String text(int from, int to, long hash) {
    @Nullable String[] recent = scratch.recent;
    if (recent.length == 0 || to - from > StringCache.MAX_BYTES) {
      return strings.ascii(source, from, to, hash);
    }
    int slot = (int) (hash >>> Long.SIZE - Scratch.RECENT_BITS);
    String known = recent[slot];
    if (known == null || !StringCache.isAscii(known, source, from, to - from)) {
      known = strings.ascii(source, from, to, hash);
      recent[slot] = known;
    }
    return known;
  }

  private String text(int from, int to, boolean escaped) {
    String text = escaped ? unescape(from, to) : strings.of(source, from, to);
    if (text == null) {
      throw path.error("a string is not UTF-8", from);
    }
    return text;
  }

  /** Passes over the string that starts here; answers whether it has escapes. */
  private boolean skipString() {
    int i = Octets.plainEnd(words, at + 1, end);
    boolean escaped = false;
    while (i < end) {
      byte b = source[i];
      if (b == '"') {
        at = i + 1;
        return escaped;
      }
      if (b != '\\') {
        at = i;
        throw error("a string holds a control character; escape it");
      }
      escaped = true;
      i = Octets.plainEnd(words, escapeEnd(i), end);
    }
    at = end;
    throw error("the JSON ends within a string");
  }

  private int escapeEnd(int backslash) {
    if (backslash + 1 < end) {
      switch (source[backslash + 1]) {
        case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
          return backslash + 2;
        }
        case 'u' -> {
          if (backslash + 6 <= end && hex(backslash + 2) >= 0) {
            return backslash + 6;
          }
        }
        default -> {}
      }
    }
    at = Math.min(backslash, end);
    throw error("a string holds an escape that JSON does not have");
  }

  private int hex(int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(source[i], 16);
      if (digit < 0 || source[i] < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private @Nullable String unescape(int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      int plain = i;
      while (i < to && source[i] != '\\') {
        i++;
      }
      if (i > plain) {
        String part = StringCache.NONE.of(source, plain, i);
        if (part == null) {
          return null;
        }
        text.append(part);
      }
      if (i < to) {
        i = unescapeOne(i, to, text);
      }
    }
    return text.toString();
  }

  private int unescapeOne(int backslash, int to, StringBuilder text) {
    byte b = source[backslash + 1];
    if (b != 'u') {
      text.append(
          switch (b) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) b;
          });
      return backslash + 2;
    }
    char first = (char) hex(backslash + 2);
    int next = backslash + 6;
    if (!Character.isSurrogate(first)) {
      text.append(first);
    } else if (Character.isHighSurrogate(first)
        && next + 6 <= to
        && source[next] == '\\'
        && source[next + 1] == 'u'
        && Character.isLowSurrogate((char) hex(next + 2))) {
      text.append(first).append((char) hex(next + 2));
      next += 6;
    } else {
      text.append('\uFFFD');
    }
    return next;
  }

  @Override
  boolean bool() {
    byte b = required();
    if (b == 't') {
      word("true");
      return true;
    }
    if (b == 'f') {
      word("false");
      return false;
    }
    throw expected("true or false");
  }

  @Override
  void nullValue() {
    required();
    word("null");
  }

  private void word(String word) {
    if (end - at < word.length()) {
      throw error("the JSON ends early");
    }
    for (int i = 0; i < word.length(); i++) {
      if (source[at + i] != word.charAt(i)) {
        throw error("expected " + word);
      }
    }
    at += word.length();
  }

  @Override
  long integer(long min, long max) {
    if (peek() != NUMBER) {
      throw expected("a whole number");
    }
    int from = at;
    boolean whole = skipNumber();
    if (whole && at - from <= JsonNumbers.SMALL_CHARS) {
      long value = JsonNumbers.small(source, from, at);
      if (value >= min && value <= max) {
        return value;
      }
    } else if (whole && at - from <= 20) {
      BigInteger value = new BigInteger(ascii(from, at));
      if (value.bitLength() <= 63 && value.longValue() >= min && value.longValue() <= max) {
        return value.longValue();
      }
    }
    int to = at;
    at = from;
    throw error(
        "expected a whole number from "
            + min
            + " to "
            + max
            + ", found "
            + ascii(from, Math.min(to, from + 40)));
  }

  @Override
  double number() {
    if (peek() != NUMBER) {
      throw expected("a number");
    }
    int from = at;
    skipNumber();
    double value = Double.parseDouble(ascii(from, at));
    if (Double.isInfinite(value)) {
      at = from;
      throw error("a number is out of the range of a double");
    }
    return value;
  }

  private String ascii(int from, int to) {
    return new String(source, from, to - from, StandardCharsets.US_ASCII);
  }

  /**
   * Passes over the number that starts here; answers whether it has neither fraction nor exponent.
   */
  private boolean skipNumber() {
    int i = at;
    if (source[i] == '-') {
      i++;
    }
    int digits = i;
    while (i < end && source[i] >= '0' && source[i] <= '9') {
      i++;
    }
    if (i == digits || source[digits] == '0' && i > digits + 1) {
      throw error("a number is not as JSON writes numbers");
    }
    boolean whole = true;
    if (i < end && source[i] == '.') {
      whole = false;
      i = digits(i + 1);
    }
    if (i < end && (source[i] == 'e' || source[i] == 'E')) {
      whole = false;
      i++;
      if (i < end && (source[i] == '+' || source[i] == '-')) {
        i++;
      }
      int from = i;
      i = digits(i);
      requireExponent(from, i);
    }
    if (i - at > MAX_NUMBER_CHARS) {
      throw error("a number has more than " + MAX_NUMBER_CHARS + " characters");
    }
    at = i;
    return whole;
  }

  /** Refuses at once what no reader of this number could hold later on. */
  private void requireExponent(int from, int to) {
    int first = from;
    while (first < to && source[first] == '0') {
      first++;
    }
    if (to - first > MAX_EXPONENT_DIGITS) {
      throw error("the exponent of a number is out of range");
    }
  }

  private int digits(int from) {
    int i = from;
    while (i < end && source[i] >= '0' && source[i] <= '9') {
      i++;
    }
    if (i == from) {
      throw error("a number is not as JSON writes numbers");
    }
    return i;
  }

  @Override
  void skip() {
    int outside = path.depth();
    int depth = outside;
    while (true) {
      depth = skipStart(depth);
      while (depth > outside && !(isArray(depth) ? nextElement() : nextMember())) {
        depth--;
      }
      if (depth == outside) {
        return;
      }
    }
  }

  /** Passes over a scalar, or goes into an object or array; answers how deep that is. */
  private int skipStart(int depth) {
    switch (peek()) {
      case OBJECT -> {
        beginObject();
        return enter(depth, false);
      }
      case ARRAY -> {
        beginArray();
        return enter(depth, true);
      }
      case STRING -> skipString();
      case NUMBER -> skipNumber();
      case TRUE -> word("true");
      case FALSE -> word("false");
      default -> word("null");
    }
    return depth;
  }

  private int enter(int depth, boolean array) {
    if (depth == ReadPath.MAX_DEPTH) {
      throw error("nested deeper than " + ReadPath.MAX_DEPTH + " levels");
    }
    long bit = 1L << depth;
    arrays[depth >> 6] = array ? arrays[depth >> 6] | bit : arrays[depth >> 6] & ~bit;
    return depth + 1;
  }

  private boolean isArray(int depth) {
    return (arrays[depth - 1 >> 6] >>> depth - 1 & 1) != 0;
  }

  @Override
  byte @Nullable [] later() {
    return later(0);
  }

  /** The next value as {@link #later()}, if it has {@code least} bytes; else nothing is taken. */
  byte @Nullable [] later(int least) {
    space();
    int from = at;
    skip();
    if (at - from < least) {
      at = from;
      return null;
    }
    return Arrays.copyOfRange(source, from, at);
  }

  @Override
  LazyPart lazy(byte[] later, Field field, ReadContext context) {
    return new LazyJson(later, field, context);
  }

  @Override
  byte[] raw() {
    space();
    int from = at;
    skip();
    boolean quoted = false;
    int signs = 0;
    int blanks = 0;
    for (int i = from; i < at; i++) {
      byte b = source[i];
      signs |= b;
      if (b == '\\' && quoted) {
        i++;
      } else if (b == '"') {
        quoted = !quoted;
      } else if (!quoted && b >= 0 && b <= ' ') {
        blanks++;
      }
    }
    if (signs < 0 && StringCache.decodeUtf8(source, from, at) == null) {
      throw path.error("a value is not UTF-8", from);
    }
    return blanks == 0 ? Arrays.copyOfRange(source, from, at) : compact(from, blanks);
  }

  private byte[] compact(int from, int blanks) {
    byte[] compact = new byte[at - from - blanks];
    int size = 0;
    boolean quoted = false;
    for (int i = from; i < at; i++) {
      byte b = source[i];
      if (!quoted && b >= 0 && b <= ' ') {
        continue;
      }
      compact[size++] = b;
      if (b == '\\') {
        compact[size++] = source[++i];
      } else if (b == '"') {
        quoted = !quoted;
      }
    }
    return compact;
  }

  @Override
  @Nullable Object tree(Problems problems) {
    return new JsonTree(this, path, scratch).read(problems);
  }

  @Override
  @Nullable Object tree(ReadContext context) {
    return context.lazy()
        ? new JsonTree(this, path, scratch).readLazily(context)
        : tree(Problems.REJECT_DUPLICATES);
  }

  /** The next value, which must be a number: a {@link Long} or what else it takes to hold it. */
  Number anyNumber() {
    int from = at;
    boolean whole = skipNumber();
    return whole ? JsonNumbers.whole(source, from, at) : JsonNumbers.any(source, from, at);
  }

  @Override
  long offset() {
    return at;
  }
}
