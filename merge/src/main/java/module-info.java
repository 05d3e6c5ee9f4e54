/** Patches: pure functions on JSON trees. */
module io.kybern.merge {
  requires io.kybern.model;
  requires static org.jspecify;

  exports io.kybern.merge;
}
