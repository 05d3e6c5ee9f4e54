/** What lists and watches promise: the same suites on every server. */
@NullMarked
package io.kybern.conformance.lists;

import org.jspecify.annotations.NullMarked;
