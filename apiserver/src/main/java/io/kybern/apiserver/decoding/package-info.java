/**
 * Says what is wrong with a body in the words of Go's decoders, which are what clients of
 * Kubernetes see. Pure functions of bytes and trees, no HTTP.
 */
@NullMarked
package io.kybern.apiserver.decoding;

import org.jspecify.annotations.NullMarked;
