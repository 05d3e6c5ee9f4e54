package io.kybern.conformance.both.transcripts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What one request led to on both servers.
 *
 * @param area the area its transcript is in
 * @param id its name in ledger and report
 * @param differences empty if the answers are equal
 */
record Comparison(String area, String id, List<Difference> differences) {
  boolean isEqual() {
    return differences.isEmpty();
  }

  /** Plays all transcripts, one after the other, on both servers at the same time. */
  static List<Comparison> run(List<Transcript> transcripts, Server real, Server ours) {
    List<Comparison> all = new ArrayList<>();
    for (Transcript transcript : transcripts) {
      CompletableFuture<List<Answer>> other =
          CompletableFuture.supplyAsync(() -> play(real, transcript));
      List<Answer> own = play(ours, transcript);
      List<Answer> expected = other.join();
      for (int i = 0; i < own.size(); i++) {
        all.add(
            new Comparison(
                transcript.area(),
                transcript.id(transcript.steps().get(i)),
                Difference.between(Normal.of(expected.get(i)), Normal.of(own.get(i)))));
      }
    }
    return all;
  }

  private static List<Answer> play(Server server, Transcript transcript) {
    try {
      return server.play(transcript);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(
          transcript.area() + "/" + transcript.name() + " on " + server, e);
    }
  }
}
