package io.kybern.apiserver.table;

import io.kybern.model.KubernetesObject;

/** Fills the cells of one object, in the order of the resource's columns. */
interface RowPrinter {
  void print(KubernetesObject object, Cells cells);
}
