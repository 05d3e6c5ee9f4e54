/**
 * OpenAPI documents made from the facts of the schema: version 3 for each group-version, version 2
 * for everything. Without descriptions. No HTTP.
 */
@NullMarked
package io.kybern.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
