/**
 * What must hold for objects, by subject: each class looks at some kinds or at parts that kinds
 * share and collects what is wrong in kube-apiserver's words and order.
 */
@NullMarked
package io.kybern.apiserver.validation;

import org.jspecify.annotations.NullMarked;
