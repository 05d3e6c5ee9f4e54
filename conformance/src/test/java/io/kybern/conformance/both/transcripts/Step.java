package io.kybern.conformance.both.transcripts;

import java.util.Map;

/**
 * One request of a transcript, before its variables are replaced.
 *
 * @param title what it is about; unique in its transcript
 * @param method HTTP method
 * @param target path and query
 * @param headers headers as written
 * @param body body, empty for none
 * @param events for a watch, how many events are read before the stream is given up; 0 for a
 *     request whose whole answer is read
 */
record Step(
    String title,
    String method,
    String target,
    Map<String, String> headers,
    String body,
    int events) {}
