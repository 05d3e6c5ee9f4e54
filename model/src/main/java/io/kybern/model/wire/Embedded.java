package io.kybern.model.wire;

import io.kybern.api.Kinds;
import io.kybern.error.DecodeException;
import io.kybern.model.MessageType;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Objects that another object holds as they came, in a field without a type of its own. One that is
 * in another format than its holder has to be read and written anew; objects that hold objects that
 * hold objects make that dear, so there is a limit.
 */
final class Embedded {
  /** The server nests two: a list in an event of a watch. */
  static final int MAX_DEPTH = 4;

  private Embedded() {}

  /**
   * The JSON of an object in Kubernetes protobuf.
   *
   * @param depth how many objects are around it
   */
  static byte[] protobufToJson(byte[] protobuf, int depth) {
    if (depth > MAX_DEPTH) {
      throw new DecodeException("more than " + MAX_DEPTH + " objects in each other", null, "", -1);
    }
    Object object =
        Readers.readAny(
            ReadContext.plain(), WireFormat.PROTOBUF, protobuf, Problems.REJECT_DUPLICATES);
    try {
      return Writers.json(object, depth);
    } catch (IllegalArgumentException noJson) {
      throw new DecodeException(String.valueOf(noJson.getMessage()), null, "", -1, noJson);
    }
  }

  /**
   * JSON from a tree whose members are sorted. Where it is an object of a known kind the members
   * get the order that Go's encoder gives them, so that embedded objects are the same bytes whether
   * they came as JSON or as YAML.
   *
   * @param depth how many objects are around it
   */
  static byte[] treeToJson(@Nullable Object tree, int depth) {
    byte[] sorted = Writers.treeToJson(tree);
    if (depth > MAX_DEPTH
        || !(tree instanceof Map<?, ?> map)
        || !(map.get("apiVersion") instanceof String apiVersion)
        || !(map.get("kind") instanceof String kind)) {
      return sorted;
    }
    MessageType<?> type = Kinds.find(apiVersion, kind);
    if (type == null) {
      return sorted;
    }
    try {
      byte[] ordered = Writers.json(Readers.fromTree(type, tree, depth), depth);
      boolean same = Objects.equals(Trees.freeze(tree), Codec.jsonToTree(ordered));
      return same ? ordered : sorted;
    } catch (DecodeException notOfThatType) {
      return sorted;
    }
  }
}
