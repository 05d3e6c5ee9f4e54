/**
 * What can be done with every resource there is, done with every one: see {@link
 * io.kybern.conformance.matrix.Fixture} for the objects.
 */
@NullMarked
package io.kybern.conformance.matrix;

import org.jspecify.annotations.NullMarked;
