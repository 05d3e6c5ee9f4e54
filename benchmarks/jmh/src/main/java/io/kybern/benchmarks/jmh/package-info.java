/** Benchmarks of the inner loops: reading, writing and looking at objects. */
@NullMarked
package io.kybern.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
