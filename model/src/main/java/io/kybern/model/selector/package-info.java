/** Label and field selectors, evaluated locally. */
@NullMarked
package io.kybern.model.selector;

import org.jspecify.annotations.NullMarked;
