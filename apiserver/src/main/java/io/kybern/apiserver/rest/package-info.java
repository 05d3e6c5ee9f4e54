/**
 * Requests to answers: paths, options, negotiation, the verbs and their rules per kind, Status
 * errors. Knows neither sockets nor threads.
 */
@NullMarked
package io.kybern.apiserver.rest;

import org.jspecify.annotations.NullMarked;
