/**
 * Servers for tests. {@link io.kybern.testing.TestCluster} is a server that somebody can talk to:
 * {@link io.kybern.testing.TestCluster#embedded()} runs inside the JVM, {@link
 * io.kybern.testing.RealCluster} is a real control plane in processes of its own. {@link
 * io.kybern.testing.ClusterExtension} gives either to JUnit tests.
 */
@NullMarked
package io.kybern.testing;

import org.jspecify.annotations.NullMarked;
