/**
 * Patches of every kind that Kubernetes knows, as pure functions on JSON trees.
 *
 * <p>A tree is a {@code Map} with strings as keys (an object), a {@code List}, a {@code String}, a
 * {@code Boolean}, a number ({@code Long}, {@code Double}, or {@code BigInteger} and {@code
 * BigDecimal} for what these do not hold), or {@code null}. Trees that come in are never changed
 * and may be immutable; trees that go out may share parts with them, so they are to be read, not
 * changed. Numbers are the same when their values are: {@code 1} is {@code 1.0}.
 *
 * <p>Everything here is stateless or immutable and safe for use by any thread.
 */
@NullMarked
package io.kybern.merge;

import org.jspecify.annotations.NullMarked;
