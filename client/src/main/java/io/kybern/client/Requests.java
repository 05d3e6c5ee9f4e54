package io.kybern.client;

import io.kybern.model.KubernetesObject;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;

/** Requests of writes whose body has a format of its own. Pure. */
final class Requests {
  private Requests() {}

  static Request patch(View<?> view, String path, Patch patch, Write options) {
    QueryString query = new QueryString();
    options.to(query);
    return new Request("PATCH", path + query, view.accept(view.type().objectType()), null, null)
        .withBody(patch.mediaType(), patch.body());
  }

  /** An apply is sent as CBOR, or as JSON, which is YAML too. */
  static Request apply(
      View<?> view, String path, KubernetesObject object, Apply options, WireFormat format) {
    QueryString query = new QueryString();
    options.to(query);
    byte[] body =
        object instanceof Unstructured tree
            ? Codec.write(tree, format)
            : Codec.writeSetFields(object, format);
    return new Request("PATCH", path + query, view.accept(view.type().objectType()), null, null)
        .withBody(format == WireFormat.CBOR ? Request.APPLY_CBOR : Request.APPLY, body);
  }

  /** Options of a delete go into the body, always as JSON: custom resources read nothing else. */
  static Request delete(View<?> view, String target, Delete options) {
    return delete(target, view.accept(view.type().objectType()), options);
  }

  static Request deleteCollection(View<?> view, String target, Delete options) {
    return delete(target, view.acceptList(), options);
  }

  private static Request delete(String target, String accept, Delete options) {
    return new Request("DELETE", target, accept, null, null)
        .withBody(Request.JSON, Codec.write(options.options(), WireFormat.JSON));
  }
}
