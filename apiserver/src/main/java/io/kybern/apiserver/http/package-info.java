/**
 * HTTPS for the server: certificates, connections, both versions of HTTP, and the way between them
 * and the handler.
 */
@NullMarked
package io.kybern.apiserver.http;

import org.jspecify.annotations.NullMarked;
