/** Reads {@code schema/} and writes Java from it, in the build. */
@NullMarked
package io.kybern.codegen;

import org.jspecify.annotations.NullMarked;
