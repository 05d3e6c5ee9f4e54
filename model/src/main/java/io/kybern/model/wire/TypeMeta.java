package io.kybern.model.wire;

/** The version and kind that an object names; empty where it names none. */
record TypeMeta(String apiVersion, String kind) {
  static TypeMeta ofJson(byte[] json, int from, int to) {
    JsonInput in = new JsonInput(json, from, to, StringCache.NONE, new ReadPath(), new Scratch());
    String apiVersion = "";
    String kind = "";
    in.beginObject();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "apiVersion" -> apiVersion = text(in);
        case "kind" -> kind = text(in);
        default -> in.skip();
      }
      if (!apiVersion.isEmpty() && !kind.isEmpty()) {
        break;
      }
    }
    return new TypeMeta(apiVersion, kind);
  }

  static TypeMeta ofCbor(byte[] cbor, int from, int to) {
    CborInput in = new CborInput(cbor, from, to, StringCache.NONE, new ReadPath(), new Scratch());
    String apiVersion = "";
    String kind = "";
    in.beginObject();
    while (in.nextMember()) {
      switch (in.messageMember()) {
        case "apiVersion" -> apiVersion = text(in);
        case "kind" -> kind = text(in);
        default -> in.skip();
      }
      if (!apiVersion.isEmpty() && !kind.isEmpty()) {
        break;
      }
    }
    return new TypeMeta(apiVersion, kind);
  }

  private static String text(Input in) {
    if (in.peek() != Input.STRING) {
      in.skip();
      return "";
    }
    return in.string();
  }
}
