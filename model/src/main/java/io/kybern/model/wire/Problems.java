package io.kybern.model.wire;

/**
 * What a reader does about members of JSON and YAML objects that are no error of syntax but likely
 * a mistake. In CBOR a member that comes twice always ends the read. A method that returns lets the
 * reader go on; one that throws ends the read.
 */
public interface Problems {
  /** Unknown fields are kept; a member that comes twice ends the read. */
  Problems REJECT_DUPLICATES =
      new Problems() {
        @Override
        public void unknownField(String path) {}

        @Override
        public boolean duplicateField(String path) {
          return false;
        }
      };

  /** Unknown fields are kept; of a member that comes twice the last one counts. */
  Problems ACCEPT_ALL =
      new Problems() {
        @Override
        public void unknownField(String path) {}

        @Override
        public boolean duplicateField(String path) {
          return true;
        }
      };

  /** {@code problems} for a format in which a member that comes twice is an error of syntax. */
  static Problems withoutDuplicates(Problems problems) {
    if (problems == REJECT_DUPLICATES) {
      return problems;
    }
    return new Problems() {
      @Override
      public void unknownField(String path) {
        problems.unknownField(path);
      }

      @Override
      public boolean duplicateField(String path) {
        return false;
      }
    };
  }

  /** The type has no field of this path, such as {@code spec.replica}. The reader keeps it. */
  void unknownField(String path);

  /**
   * The object has this member twice.
   *
   * @return whether to go on, with the last one; otherwise the read ends with a {@link
   *     io.kybern.error.DecodeException}
   */
  boolean duplicateField(String path);

  /**
   * As {@link #duplicateField(String)}, of YAML, where people look for lines.
   *
   * @param key the member's name, with which {@code path} ends
   * @param line the line of its second or later place, from 1
   */
  default boolean duplicateKey(String path, String key, int line) {
    return duplicateField(path);
  }
}
