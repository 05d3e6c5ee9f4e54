/** Every resource on both servers side by side: what they answer is equal. */
@NullMarked
package io.kybern.conformance.both.matrix;

import org.jspecify.annotations.NullMarked;
