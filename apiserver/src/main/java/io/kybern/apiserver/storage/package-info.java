/**
 * What the server remembers: one log of revisions behind all resources, sorted snapshots, and
 * cursors that follow the log. Knows objects, but neither verbs nor HTTP.
 */
@NullMarked
package io.kybern.apiserver.storage;

import org.jspecify.annotations.NullMarked;
