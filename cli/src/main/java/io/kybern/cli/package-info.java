/**
 * The command {@code kybern}: convert manifests, talk to a cluster, run the embedded server, see a
 * demo. {@link io.kybern.cli.Main} is for the shell; {@link io.kybern.cli.Kybern} runs a command
 * inside a program, with streams of the caller's choice.
 */
@NullMarked
package io.kybern.cli;

import org.jspecify.annotations.NullMarked;
