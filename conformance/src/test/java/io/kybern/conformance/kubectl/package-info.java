/**
 * The unmodified kubectl, of the server's version and of this machine, and the {@code kybern}
 * command beside it.
 */
@NullMarked
package io.kybern.conformance.kubectl;

import org.jspecify.annotations.NullMarked;
