/**
 * Label and field selectors as queries have them: read from their text, matched against labels and
 * fields, written back. Everything here is immutable.
 */
@NullMarked
package io.kybern.model.selector;

import org.jspecify.annotations.NullMarked;
