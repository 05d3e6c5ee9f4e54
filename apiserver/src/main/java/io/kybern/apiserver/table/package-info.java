/**
 * Objects as the rows of a table, the way kubectl prints them. Pure functions of objects and the
 * time.
 */
@NullMarked
package io.kybern.apiserver.table;

import org.jspecify.annotations.NullMarked;
