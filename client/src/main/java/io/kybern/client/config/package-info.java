/** Where the API server is and how to log in: kubeconfig files, in-cluster settings, or by hand. */
@NullMarked
package io.kybern.client.config;

import org.jspecify.annotations.NullMarked;
