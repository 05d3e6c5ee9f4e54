/** The key by which tokens of service accounts are signed. */
@NullMarked
package io.kybern.apiserver.tokens;

import org.jspecify.annotations.NullMarked;
