/**
 * The one family of exceptions that Kybern throws. All are unchecked; catch {@link
 * io.kybern.error.KubernetesException} for everything, or one of its subtypes for one cause.
 */
@NullMarked
package io.kybern.error;

import org.jspecify.annotations.NullMarked;
