package io.kybern.cli;

import java.util.concurrent.CountDownLatch;

/** What the shell starts. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code arguments} name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Ending ending = new Ending(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(ending, "kybern-ending"));
    int code = Kybern.run(Console.system(), arguments);
    ending.ended(code);
    System.exit(code);
  }

  /**
   * Lets a command come to its end when the process is told to end: its thread is interrupted, and
   * the process waits until it has cleaned up.
   */
  private static final class Ending implements Runnable {
    private final Thread command;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int code;

    Ending(Thread command) {
      this.command = command;
    }

    void ended(int code) {
      this.code = code;
      ended.countDown();
    }

    @Override
    public void run() {
      if (ended.getCount() == 0) {
        return;
      }
      command.interrupt();
      try {
        ended.await();
      } catch (InterruptedException e) {
        return; // Nobody else knows this thread; the process ends with the signal's code.
      }
      Runtime.getRuntime().halt(code);
    }
  }
}
