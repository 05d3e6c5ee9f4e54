package io.kybern.model.wire;

/** The formats in which Kubernetes sends objects. */
public enum WireFormat {
  /** JSON. */
  JSON("application/json"),
  /** Protobuf in the Kubernetes envelope; only kinds that have a Java type. */
  PROTOBUF("application/vnd.kubernetes.protobuf"),
  /** YAML as kubectl reads and writes it. */
  YAML("application/yaml"),
  /** CBOR as kube-apiserver's feature gate {@code CBORServingAndStorage} has it. */
  CBOR("application/cbor");

  private final String mediaType;

  WireFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Media type of one object. */
  public String mediaType() {
    return mediaType;
  }
}
