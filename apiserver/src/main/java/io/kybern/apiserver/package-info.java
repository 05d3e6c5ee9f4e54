/**
 * A Kubernetes API server inside the JVM: every built-in resource, one revision log, real watches,
 * reachable over HTTPS or in memory. Start with {@link io.kybern.apiserver.ApiServer}.
 */
@NullMarked
package io.kybern.apiserver;

import org.jspecify.annotations.NullMarked;
