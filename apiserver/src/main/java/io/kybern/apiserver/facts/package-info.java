/**
 * What the schema says about a server: which resources it serves and what the fields of their
 * messages allow. Read from text on first use. Everything here is immutable and free of HTTP.
 */
@NullMarked
package io.kybern.apiserver.facts;

import org.jspecify.annotations.NullMarked;
