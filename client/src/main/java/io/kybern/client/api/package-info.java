/**
 * The named clients: a class per group and version, a class in it per resource, each with exactly
 * the verbs and subresources of the resource. Reached through the accessors of {@link
 * io.kybern.client.Kubernetes}; thin layers on {@link io.kybern.client.Resources}.
 */
@NullMarked
package io.kybern.client.api;

import org.jspecify.annotations.NullMarked;
