/** Recorded conversations, held with a real kube-apiserver and with ours, and compared. */
@NullMarked
package io.kybern.conformance.both.transcripts;

import org.jspecify.annotations.NullMarked;
