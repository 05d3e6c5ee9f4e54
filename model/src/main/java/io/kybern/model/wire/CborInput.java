package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import io.kybern.model.Bytes;
import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.LazyPart;
import io.kybern.model.MessageType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CBOR (RFC 8949) in a byte array, as Go's decoder of the API server reads it: strings and names as
 * byte strings or text, bytes that a tag marks for base64 read as base64 where a string is wanted,
 * parts of unknown length, other tags ignored. All strings must be UTF-8.
 */
final class CborInput extends Input {
  private static final int NO_TIME = -1;

  private final byte[] source;
  private final int end;
  private final Scratch scratch;
  private final CborExtent extent;
  private final CborText text;
  private int at;

  /** For each open map and array: how many parts are left, or -1 until a break. */
  private long[] left = new long[8];

  /** For each open map and array: the tag on its strings, or 0. */
  private int[] encodings = new int[8];

  private boolean[] arrays = new boolean[8];
  private int[] marks = new int[8];
  private int open;

  /** Whether the tags before the next value were read; if so the next fields say which. */
  private boolean tagsRead;

  private int encoding;
  private int timeTag = NO_TIME;

  private int nameAt;
  private int nameFrom;
  private int nameTo;
  private int nameMajor;
  private int nameEncoding;
  private boolean nameTagged;
  private @Nullable String nameText;

  /** Whether a tree is read that JSON is made of, for a field that holds JSON. */
  private boolean forJson;

  /** Whether the member was looked up in a message, and the field it is. */
  private boolean inMessage;

  private @Nullable Field member;

  CborInput(byte[] source, int from, int to, StringCache strings, ReadPath path, Scratch scratch) {
    this(source, from, to, 0, strings, path, scratch);
  }

  /** Input that a tag is around which says how its byte strings look as text; 0 for none. */
  CborInput(
      byte[] source,
      int from,
      int to,
      int encoding,
      StringCache strings,
      ReadPath path,
      Scratch scratch) {
    super(path);
    this.source = source;
    this.at = from;
    this.end = to;
    this.encoding = encoding;
    this.scratch = scratch;
    this.extent = new CborExtent(path);
    this.text = new CborText(source, to, strings, path);
  }

  @Override
  void requireEnd() {
    if (at < end) {
      throw error("expected the end, found more after the value");
    }
  }

  boolean atEnd() {
    return at == end;
  }

  int position() {
    return at;
  }

  private int required() {
    if (at == end) {
      throw error("the CBOR ends early");
    }
    return source[at] & 0xFF;
  }

  /** The head of the next item; {@link #at} goes behind it. */
  private long head(int first) {
    int size = CborHeads.size(first);
    if (size < 0) {
      throw error("byte " + first + " starts no CBOR item");
    }
    if (size > end - at) {
      throw error("the CBOR ends early");
    }
    long argument = CborHeads.argument(source, at, first);
    at += size;
    return argument;
  }

  private void tags() {
    tagsRead = true;
    while (required() >> 5 == CborHeads.TAG) {
      int before = at;
      long tag = head(source[at] & 0xFF);
      CborHeads.checkTag(tag, path, before);
      if (tag >= CborHeads.TAG_BASE64_URL && tag <= CborHeads.TAG_BASE16) {
        encoding = (int) tag;
      } else if (tag == CborHeads.TAG_TIME_TEXT || tag == CborHeads.TAG_EPOCH_TIME) {
        int next = required();
        boolean number = next >> 5 <= CborHeads.NEGATIVE || next >= 0xF9 && next <= 0xFB;
        if (tag == CborHeads.TAG_TIME_TEXT ? next >> 5 != CborHeads.TEXT : !number) {
          throw path.error("a tag for times stands before something else", before);
        }
        timeTag = (int) tag;
      }
    }
  }

  @Override
  int peek() {
    if (!tagsRead) {
      tags();
    }
    int head = required();
    switch (head >> 5) {
      case CborHeads.POSITIVE, CborHeads.NEGATIVE:
        return NUMBER;
      case CborHeads.BYTES, CborHeads.TEXT:
        return STRING;
      case CborHeads.ARRAY:
        return ARRAY;
      case CborHeads.MAP:
        return OBJECT;
      default:
        return other(head);
    }
  }

  private int other(int head) {
    switch (head) {
      case CborHeads.FALSE:
        return FALSE;
      case CborHeads.TRUE:
        return TRUE;
      case CborHeads.NULL:
        return NULL;
      case 0xF9, 0xFA, 0xFB:
        return NUMBER;
      case CborHeads.UNDEFINED:
        if (member != null && takesUndefined(member)) {
          return NULL;
        }
        throw error("expected a value, found undefined");
      case CborHeads.BREAK:
        throw error("a break that ends nothing");
      default:
        throw error("expected a value, found a simple value that Kubernetes does not use");
    }
  }

  /** Go reads undefined as null where the field is a pointer, or is read through one. */
  private static boolean takesUndefined(Field field) {
    return field.pointer()
        || field.shape() == Field.Shape.SINGLE
            && (field.kind() == FieldKind.TIME
                || field.kind() == FieldKind.MICRO_TIME
                || field.kind() == FieldKind.QUANTITY);
  }

  private void begin(boolean array) {
    int before = at;
    int head = source[at] & 0xFF;
    boolean unknown = (head & 31) == 31;
    long count = head(head);
    CborHeads.checkCount(
        count, unknown, array ? Integer.MAX_VALUE : CborExtent.MAX_PAIRS, path, before);
    if (open > ReadPath.MAX_DEPTH) {
      throw error("nested deeper than " + ReadPath.MAX_DEPTH + " levels");
    }
    if (open == left.length) {
      left = Arrays.copyOf(left, open * 2);
      encodings = Arrays.copyOf(encodings, open * 2);
      arrays = Arrays.copyOf(arrays, open * 2);
      marks = Arrays.copyOf(marks, open * 2);
    }
    left[open] = unknown ? -1 : count;
    encodings[open] = encoding;
    arrays[open] = array;
    open++;
  }

  /** Goes to the next part of the innermost map or array, or out of it. */
  private boolean more() {
    int level = open - 1;
    if (left[level] < 0 && required() == CborHeads.BREAK) {
      at++;
      left[level] = 0;
    } else if (left[level] != 0) {
      left[level] -= left[level] < 0 ? 0 : 1;
      tagsRead = false;
      encoding = encodings[level];
      timeTag = NO_TIME;
      member = null;
      return true;
    }
    open--;
    return false;
  }

  @Override
  void beginObject() {
    if (peek() != OBJECT) {
      throw expected("an object");
    }
    begin(false);
  }

  @Override
  boolean nextMember() {
    if (!more()) {
      return false;
    }
    inMessage = false;
    nameText = null;
    nameAt = at;
    tags();
    nameTagged = at > nameAt;
    nameEncoding = encoding;
    // What is known of tags so far was about the name.
    tagsRead = false;
    encoding = encodings[open - 1];
    timeTag = NO_TIME;
    int head = source[at] & 0xFF;
    nameMajor = head >> 5;
    if (nameMajor > CborHeads.TEXT) {
      throw error("expected the name of a member, found something else");
    }
    if (nameMajor < CborHeads.BYTES) {
      long number = head(head);
      if (number < 0) {
        throw path.error("the name of a member is out of the range of 64 bits", nameAt);
      }
      nameText = Long.toString(nameMajor == CborHeads.POSITIVE ? number : -1 - number);
    } else if ((head & 31) == 31) {
      byte[] chunks = text.chunks(at);
      at = text.to();
      nameText = text.string(chunks, 0, chunks.length, nameAt);
    } else {
      nameFrom = text.from(at);
      nameTo = text.to();
      at = nameTo;
    }
    return true;
  }

  @Override
  @Nullable Field field(MessageType<?> type, int guess) {
    inMessage = true;
    if (nameTagged) {
      throw path.error("the name of a member of " + type.simpleName() + " has a tag", nameAt);
    }
    JsonNames names = JsonNames.of(type);
    if (nameMajor < CborHeads.BYTES) {
      return null;
    }
    member = nameText != null ? names.find(nameText) : names.find(source, nameFrom, nameTo, guess);
    return member;
  }

  @Override
  String memberName() {
    if (nameMajor < CborHeads.BYTES && !inMessage) {
      throw path.error("expected the name of a member, found a number", nameAt);
    }
    if (nameMajor == CborHeads.BYTES && !inMessage && nameEncoding != 0) {
      return CborText.encode(text.bytes(nameAt, nameTagged), nameEncoding);
    }
    return nameText != null ? nameText : text.string(source, nameFrom, nameTo, nameAt);
  }

  /** The member's name in an object whose other names do not matter. */
  String messageMember() {
    inMessage = true;
    return memberName();
  }

  @Override
  void beginArray() {
    if (peek() != ARRAY) {
      throw expected("an array");
    }
    begin(true);
  }

  @Override
  boolean nextElement() {
    return more();
  }

  @Override
  String string() {
    if (peek() != STRING) {
      throw expected("a string");
    }
    int head = source[at] & 0xFF;
    int before = at;
    if (head >> 5 == CborHeads.BYTES && encoding != 0) {
      byte[] bytes = text.bytes(at, false);
      at = text.to();
      return CborText.encode(bytes, encoding);
    }
    if ((head & 31) == 31) {
      byte[] chunks = text.chunks(at);
      at = text.to();
      return text.string(chunks, 0, chunks.length, before);
    }
    int from = text.from(at);
    at = text.to();
    return text.string(source, from, at, before);
  }

  @Override
  Bytes bytes() {
    if (peek() == ARRAY) {
      return numbers();
    }
    if (peek() != STRING || source[at] >> 5 == CborHeads.TEXT) {
      throw error("expected bytes, found " + describe(peek()));
    }
    if (encoding == 0) {
      return super.bytes();
    }
    Bytes bytes = Bytes.of(text.bytes(at, false));
    at = text.to();
    return bytes;
  }

  /** Go reads a list of small numbers as bytes too. */
  private Bytes numbers() {
    ByteSink bytes = new ByteSink(16);
    beginArray();
    while (nextElement()) {
      if (peek() == NULL) {
        nullValue();
        bytes.write(0);
      } else {
        bytes.write((int) integer(0, 255));
      }
    }
    return Bytes.of(bytes.toByteArray());
  }

  @Override
  boolean bool() {
    int token = peek();
    if (token != TRUE && token != FALSE) {
      throw expected("true or false");
    }
    at++;
    return token == TRUE;
  }

  @Override
  void nullValue() {
    at++;
  }

  @Override
  long integer(long min, long max) {
    if (peek() != NUMBER) {
      throw expected("a whole number");
    }
    int before = at;
    int head = source[at] & 0xFF;
    long argument = head(head);
    long value = head >> 5 == CborHeads.POSITIVE ? argument : -1 - argument;
    if (head >> 5 == CborHeads.OTHER || argument < 0 || value < min || value > max) {
      throw path.error("expected a whole number from " + min + " to " + max, before);
    }
    return value;
  }

  @Override
  double number() {
    if (peek() != NUMBER) {
      throw expected("a number");
    }
    int before = at;
    int head = source[at] & 0xFF;
    long argument = head(head);
    if (head >> 5 == CborHeads.OTHER) {
      CborHeads.checkOther(head, argument, path, before);
      return CborHeads.floating(head, argument);
    }
    if (head >> 5 == CborHeads.POSITIVE) {
      return argument >= 0
          ? argument
          : new BigDecimal(Long.toUnsignedString(argument)).doubleValue();
    }
    if (argument < 0) {
      throw path.error("a number is out of the range of 64 bits", before);
    }
    return -1 - argument;
  }

  @Override
  boolean quantityMayBeNumber() {
    return false;
  }

  @Override
  void skip() {
    extent.start(ReadPath.MAX_DEPTH - path.depth());
    if (!extent.scan(source, at, end)) {
      at = end;
      throw error("the CBOR ends early");
    }
    at += (int) extent.length();
  }

  @Override
  byte @Nullable [] later() {
    peek();
    if (encoding != 0) {
      return null;
    }
    int from = at;
    skip();
    return Arrays.copyOfRange(source, from, at);
  }

  @Override
  LazyPart lazy(byte[] later, Field field, ReadContext context) {
    return new LazyCbor(later, field, context);
  }

  @Override
  byte[] raw() {
    forJson = true;
    Object tree = tree(Problems.REJECT_DUPLICATES);
    forJson = false;
    return Embedded.treeToJson(tree, 1);
  }

  /** The server writes members in an order that changes from answer to answer. */
  @Override
  boolean isUnordered() {
    return true;
  }

  /** Go passes over unknown fields, and so over some that JSON cannot hold; those are dropped. */
  @Override
  byte @Nullable [] unknown() {
    int from = at;
    int level = open;
    int mark = scratch.top;
    int depth = path.depth();
    try {
      return raw();
    } catch (DecodeException notJson) {
      forJson = false;
      scratch.drop(mark);
      while (path.depth() > depth) {
        path.pop();
      }
      open = level;
      at = from;
      skip();
      return null;
    }
  }

  /** Without recursion, so that depth costs no stack. */
  @Override
  @Nullable Object tree(Problems problems) {
    int outside = open;
    while (true) {
      treeStart();
      while (open > outside && !treeNext()) {}
      if (open == outside) {
        return scratch.pop();
      }
    }
  }

  /** Takes a scalar, or goes into a map or array. */
  private void treeStart() {
    int token = peek();
    if (token == OBJECT || token == ARRAY) {
      begin(token == ARRAY);
      if (token == ARRAY) {
        path.push(0, at);
      } else {
        path.push("", at);
      }
      marks[open - 1] = scratch.top;
      return;
    }
    switch (token) {
      case STRING -> scratch.push(timeTag == NO_TIME ? string() : CborTimes.text(string(), this));
      case NUMBER -> scratch.push(timeTag == NO_TIME ? treeNumber() : CborTimes.epoch(this));
      case TRUE, FALSE -> scratch.push(bool());
      default -> {
        nullValue();
        scratch.push(null);
      }
    }
  }

  /** Whether the number that comes next has no decimals. */
  boolean isWhole() {
    return (source[at] & 0xFF) >> 5 != CborHeads.OTHER;
  }

  private Object treeNumber() {
    if (isWhole()) {
      return integer(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    double number = number();
    // JSON is read again as a whole number, which has no negative zero.
    return forJson && number == 0 ? 0.0 : number;
  }

  /** Goes to the next part of the map or array, or puts the whole in place of its parts. */
  private boolean treeNext() {
    int mark = marks[open - 1];
    Object whole;
    if (arrays[open - 1]) {
      if (nextElement()) {
        path.replace(scratch.top - mark);
        return true;
      }
      path.pop();
      whole = CompactList.copyOfRange(scratch.stack, mark, scratch.top);
    } else {
      if (nextMember()) {
        String name = memberName();
        path.replace(name);
        scratch.push(name);
        return true;
      }
      path.pop();
      Map<String, @Nullable Object> map =
          CompactMap.sortedLastWins(scratch.stack, mark, scratch.top);
      // Unlike in JSON, nobody may ask to have these accepted.
      Duplicates.check(map, scratch, mark, path, at, Problems.REJECT_DUPLICATES);
      whole = map;
    }
    scratch.drop(mark);
    scratch.push(whole);
    return false;
  }

  @Override
  long offset() {
    return at;
  }
}
