/**
 * The client: {@link io.kybern.client.Kubernetes} connects, {@link io.kybern.client.Resources}
 * reads and writes objects of any kind. Calls block the calling thread and are made for virtual
 * threads; interrupting the thread cancels the call.
 */
@NullMarked
package io.kybern.client;

import org.jspecify.annotations.NullMarked;
