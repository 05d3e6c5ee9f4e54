/**
 * What is valid but most likely not meant, or no longer wanted: found in objects that are written,
 * and said in kube-apiserver's words. Pure functions of objects, no HTTP.
 */
@NullMarked
package io.kybern.apiserver.warnings;

import org.jspecify.annotations.NullMarked;
