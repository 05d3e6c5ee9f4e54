/** Suites that compare the two servers: each test talks to both. */
@NullMarked
package io.kybern.conformance.both;

import org.jspecify.annotations.NullMarked;
