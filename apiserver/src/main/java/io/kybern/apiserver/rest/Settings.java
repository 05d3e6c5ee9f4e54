package io.kybern.apiserver.rest;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What can be chosen about the handling of requests.
 *
 * @param clock what time the server says it is; timers do not follow it
 * @param historyLimit how many changes watches and paged lists can go back at least
 * @param bookmarkInterval how often a watch gets a bookmark
 * @param namespaceDelay how long after its deletion a namespace is emptied; zero to do it at once
 * @param releases whether the server does what controllers do for objects that are deleted
 * @param cbor whether CBOR is spoken
 */
public record Settings(
    InstantSource clock,
    int historyLimit,
    Duration bookmarkInterval,
    Duration namespaceDelay,
    boolean releases,
    boolean cbor) {}
