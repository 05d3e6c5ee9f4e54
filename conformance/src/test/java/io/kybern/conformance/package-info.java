/**
 * Suites that run unchanged on the embedded server and on a real kube-apiserver; see {@link
 * TestServer}.
 */
@NullMarked
package io.kybern.conformance;

import org.jspecify.annotations.NullMarked;
