/**
 * The documents by which clients find out what a server serves: groups, versions, resources, and
 * the server's own version. Pure functions of the facts, no HTTP.
 */
@NullMarked
package io.kybern.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
