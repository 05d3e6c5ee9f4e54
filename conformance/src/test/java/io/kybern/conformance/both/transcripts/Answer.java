package io.kybern.conformance.both.transcripts;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server said, made comparable.
 *
 * @param code HTTP status code
 * @param headers the headers that clients look at, by lower-case name
 * @param body the body as a tree; a watch is the list of its events, what is no known format a text
 */
record Answer(int code, Map<String, String> headers, @Nullable Object body) {}
