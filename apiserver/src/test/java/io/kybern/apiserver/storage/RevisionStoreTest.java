package io.kybern.apiserver.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RevisionStoreTest {
  private static final Runnable NO_GUARD = () -> {};

  private final RevisionStore store = new RevisionStore(1000);
  private final Keyspace maps = store.keyspace("configmaps");

  @Test
  void stampsEveryCommitWithTheNextRevision() {
    KubernetesObject a = put(maps, "a", "1");
    KubernetesObject b = put(store.keyspace("secrets"), "b", "1");
    assertEquals("2", a.resourceVersion());
    assertEquals("3", b.resourceVersion());
    assertEquals(3, store.revision());
    KubernetesObject gone = maps.commit("a", a, null, NO_GUARD);
    assertNotNull(gone);
    assertEquals("4", gone.resourceVersion());
    assertNull(maps.get("a"));
  }

  @Test
  void refusesACommitOnWhatHasChanged() {
    KubernetesObject first = put(maps, "a", "1");
    KubernetesObject second = put(maps, "a", "2");
    assertNull(maps.commit("a", first, object("a", "3"), NO_GUARD));
    assertNull(maps.commit("a", null, object("a", "3"), NO_GUARD));
    assertEquals(second, maps.get("a"));
    assertEquals(3, store.revision());
  }

  @Test
  void changesNothingWhenAGuardThrows() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            maps.commit(
                "a",
                null,
                object("a", "1"),
                () -> {
                  throw new IllegalArgumentException("no");
                }));
    assertNull(maps.get("a"));
    assertEquals(1, store.revision());
  }

  @Test
  void readsPagesOfOneStateWhileItChanges() {
    for (int i = 0; i < 100; i++) {
      put(maps, Keyspace.key("n" + i % 3, String.format("m%03d", i)), "1");
    }
    Snapshot first = maps.latest();
    List<String> seen = new ArrayList<>();
    String from = "";
    while (true) {
      // Each page is read from the log again, as a request with a continue token does.
      Iterator<KubernetesObject> page = maps.at(first.revision()).range(from, null);
      for (int i = 0; i < 7 && page.hasNext(); i++) {
        KubernetesObject next = page.next();
        String key = Keyspace.key(next.namespace(), next.name());
        seen.add(key);
        from = key + '\0';
        put(maps, key, "changed");
        put(maps, "n1/new" + seen.size(), "1");
      }
      if (!page.hasNext()) {
        break;
      }
    }
    assertEquals(100, seen.size());
    assertEquals(seen.stream().sorted().distinct().toList(), seen);
    assertEquals(100, first.size());
    assertEquals(34, first.count(Keyspace.startOf("n0"), Keyspace.endOf("n0")));
    assertEquals(200, maps.latest().size());
  }

  @Test
  void forgetsWhatWasCompacted() {
    KubernetesObject a = put(maps, "a", "1");
    put(maps, "a", "2");
    put(maps, "b", "1");
    store.compact(3);
    assertEquals(3, store.oldestRevision());
    assertEquals(1, maps.at(3).size());
    CompactedException tooOld = assertThrows(CompactedException.class, () -> maps.at(2));
    assertEquals(2, tooOld.requested());
    assertEquals(3, tooOld.oldest());
    assertThrows(CompactedException.class, () -> maps.follow(2, NO_GUARD));
    assertThrows(FutureRevisionException.class, () -> maps.at(5));
    assertThrows(FutureRevisionException.class, () -> maps.follow(5, NO_GUARD));
    assertThrows(FutureRevisionException.class, () -> store.compact(5));
    Change next = maps.follow(3, NO_GUARD).poll();
    assertNotNull(next);
    assertEquals(4, next.revision());
    assertEquals("2", a.resourceVersion());
  }

  @Test
  void boundsItsHistory() {
    RevisionStore small = new RevisionStore(8);
    Keyspace keyspace = small.keyspace("x");
    for (int i = 0; i < 100; i++) {
      put(keyspace, "a", Integer.toString(i));
      assertTrue(small.revision() - small.oldestRevision() <= 10);
    }
    assertTrue(small.revision() - small.oldestRevision() >= 8);
  }

  @Test
  void endsAReaderWhoIsOvertakenAndTellsHim() {
    RevisionStore small = new RevisionStore(4);
    Keyspace keyspace = small.keyspace("x");
    AtomicInteger calls = new AtomicInteger();
    Cursor slow = keyspace.follow(1, calls::incrementAndGet);
    Cursor other = small.keyspace("y").follow(1, NO_GUARD);
    Cursor idle = keyspace.follow(1, NO_GUARD);
    for (int i = 0; i < 20; i++) {
      put(keyspace, "a", Integer.toString(i));
      Change read = idle.poll();
      assertNotNull(read);
      assertEquals(i + 2, read.revision());
    }
    assertTrue(slow.isOvertaken());
    assertTrue(slow.isEnded());
    assertTrue(slow.isReady());
    assertNull(slow.poll());
    assertTrue(calls.get() > 0);
    assertFalse(other.isEnded());
    assertFalse(idle.isEnded());
    assertEquals(1, keyspace.cursorCount());
  }

  @Test
  void tellsUpToWhereAReaderHasRead() {
    Cursor cursor = maps.follow(store.revision(), NO_GUARD);
    assertEquals(1, cursor.revision());
    put(store.keyspace("secrets"), "s", "1");
    assertEquals(2, cursor.revision());
    put(maps, "a", "1");
    assertEquals(1, cursor.revision());
    assertNotNull(cursor.poll());
    assertEquals(3, cursor.revision());
    cursor.close();
    assertTrue(cursor.isEnded());
    assertFalse(cursor.isOvertaken());
    cursor.close();
  }

  @Test
  void showsTheLastStateOfWhatWasDeleted() {
    KubernetesObject a = put(maps, "a", "1");
    Cursor cursor = maps.follow(store.revision(), NO_GUARD);
    maps.commit("a", a, null, NO_GUARD);
    Change change = cursor.poll();
    assertNotNull(change);
    assertNull(change.after());
    assertEquals("3", change.departed().resourceVersion());
    assertEquals("1", ((ConfigMap) change.departed()).data().get("v"));
  }

  @Test
  void endsItsReadersWhenItCloses() {
    AtomicInteger calls = new AtomicInteger();
    Cursor cursor = maps.follow(1, calls::incrementAndGet);
    put(maps, "a", "1");
    store.close();
    store.close();
    assertTrue(cursor.isEnded());
    assertTrue(calls.get() > 1);
    assertTrue(maps.follow(2, NO_GUARD).isEnded());
    assertThrows(ClosedException.class, () -> put(maps, "b", "1"));
    assertNotNull(maps.get("a"));
    assertEquals(0, maps.cursorCount());
  }

  /** Writers and readers at once; whoever replays what he read must arrive at what is stored. */
  @Test
  void losesAndRepeatsNothing() throws InterruptedException {
    long seed = new Random().nextLong();
    int writers = 3;
    int readers = 6;
    int writes = 2000;
    RevisionStore shared = new RevisionStore(writers * writes + 1);
    Keyspace keyspace = shared.keyspace("x");
    CountDownLatch written = new CountDownLatch(writers);
    AtomicBoolean stop = new AtomicBoolean();
    List<Replay> replays = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      Random random = new Random(seed + w);
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < writes; i++) {
                  randomWrite(keyspace, random);
                }
                written.countDown();
              }));
    }
    for (int r = 0; r < readers; r++) {
      Replay replay = new Replay(keyspace, stop);
      replays.add(replay);
      threads.add(new Thread(replay));
    }
    threads.forEach(Thread::start);
    written.await();
    stop.set(true);
    replays.forEach(replay -> replay.ready.release());
    for (Thread thread : threads) {
      thread.join();
    }
    Map<String, String> stored = new TreeMap<>();
    keyspace.latest().range("", null).forEachRemaining(o -> stored.put(o.name(), version(o)));
    for (Replay replay : replays) {
      assertNull(replay.problem, "seed " + seed);
      assertEquals(stored, new TreeMap<>(replay.state), "seed " + seed);
    }
    assertEquals(0, keyspace.cursorCount());
  }

  private static void randomWrite(Keyspace keyspace, Random random) {
    String key = "k" + random.nextInt(20);
    while (true) {
      KubernetesObject present = keyspace.get(key);
      KubernetesObject next =
          present != null && random.nextInt(4) == 0 ? null : object(key, "" + random.nextInt());
      if (keyspace.commit(key, present, next, NO_GUARD) != null) {
        return;
      }
    }
  }

  /** Lists, then follows, and checks each step. */
  private static final class Replay implements Runnable {
    final Map<String, String> state = new HashMap<>();
    final Semaphore ready = new Semaphore(0);
    private final Keyspace keyspace;
    private final AtomicBoolean stop;
    volatile String problem;

    Replay(Keyspace keyspace, AtomicBoolean stop) {
      this.keyspace = keyspace;
      this.stop = stop;
    }

    @Override
    public void run() {
      Snapshot start = keyspace.latest();
      start.range("", null).forEachRemaining(o -> state.put(o.name(), version(o)));
      long last = start.revision();
      try (Cursor cursor = keyspace.follow(start.revision(), ready::release)) {
        while (true) {
          boolean finish = stop.get();
          for (Change change = cursor.poll(); change != null; change = cursor.poll()) {
            if (change.revision() <= last) {
              problem = change.revision() + " after " + last;
            }
            last = change.revision();
            apply(change);
          }
          if (finish) {
            return;
          }
          ready.acquireUninterruptibly();
        }
      }
    }

    private void apply(Change change) {
      KubernetesObject before = change.before();
      KubernetesObject after = change.after();
      String key = (before != null ? before : after).name();
      String known = after == null ? state.remove(key) : state.put(key, version(after));
      String told = before == null ? null : version(before);
      if (!Objects.equals(known, told)) {
        problem = "at " + change.revision() + " knew " + known + " but was told " + told;
      }
    }
  }

  private static String version(KubernetesObject object) {
    return object.resourceVersion();
  }

  private static KubernetesObject put(Keyspace keyspace, String key, String value) {
    KubernetesObject stored = keyspace.commit(key, keyspace.get(key), object(key, value), NO_GUARD);
    assertNotNull(stored);
    return stored;
  }

  private static ConfigMap object(String key, String value) {
    int slash = key.indexOf('/');
    return ConfigMap.builder()
        .metadata(
            m -> {
              m.name(key.substring(slash + 1));
              if (slash > 0) {
                m.namespace(key.substring(0, slash));
              }
            })
        .data(Map.of("v", value))
        .build();
  }
}
