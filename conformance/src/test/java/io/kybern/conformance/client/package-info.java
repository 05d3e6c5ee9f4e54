/**
 * The client's own behaviour on a living server; its wire tests, which need scripted answers, are
 * in the client's module.
 */
@NullMarked
package io.kybern.conformance.client;

import org.jspecify.annotations.NullMarked;
