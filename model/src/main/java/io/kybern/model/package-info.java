/**
 * What Kubernetes API objects are made of: messages and their types, values such as quantities, and
 * objects of kinds that are not known at compile time. Everything here is immutable and free of
 * I/O.
 */
@NullMarked
package io.kybern.model;

import org.jspecify.annotations.NullMarked;
