package io.kybern.apiserver.rest;

import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The formats a server speaks, in the order in which its messages name them.
 *
 * @param cbor whether CBOR is among them, as with kube-apiserver's gate CBORServingAndStorage
 */
record Formats(boolean cbor) {
  /** Media types of objects. */
  List<String> mediaTypes() {
    List<String> types =
        new ArrayList<>(
            List.of(
                WireFormat.JSON.mediaType(),
                WireFormat.YAML.mediaType(),
                WireFormat.PROTOBUF.mediaType()));
    if (cbor) {
      types.add(WireFormat.CBOR.mediaType());
    }
    return types;
  }

  /** Media types of watches. */
  List<String> streamMediaTypes() {
    List<String> types =
        new ArrayList<>(
            List.of(
                WireFormat.JSON.mediaType() + ";stream=watch",
                WireFormat.PROTOBUF.mediaType() + ";stream=watch"));
    if (cbor) {
      types.add(Output.CBOR_SEQUENCE);
    }
    return types;
  }

  /** Media types of objects without a Java type. */
  List<String> mediaTypesWithoutProtobuf() {
    List<String> types = mediaTypes();
    types.remove(WireFormat.PROTOBUF.mediaType());
    return types;
  }
}
