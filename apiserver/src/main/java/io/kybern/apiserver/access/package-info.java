/** Who may do what: the rules of RBAC, as pure functions on roles and bindings. */
@NullMarked
package io.kybern.apiserver.access;

import org.jspecify.annotations.NullMarked;
