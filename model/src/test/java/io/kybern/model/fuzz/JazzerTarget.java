package io.kybern.model.fuzz;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * The entry for Jazzer, which looks for inputs that reach new code. {@code --target_args=NAME}
 * chooses one of {@link Targets#ALL}.
 */
public final class JazzerTarget {
  private static Consumer<byte[]> target = data -> {};

  private JazzerTarget() {}

  /** Called once, before the first input. */
  public static void fuzzerInitialize(String[] args) {
    target = Objects.requireNonNull(Targets.ALL.get(args[0]), "no target " + args[0]);
  }

  /** Called for each input. */
  public static void fuzzerTestOneInput(byte[] data) {
    target.accept(data);
  }
}
