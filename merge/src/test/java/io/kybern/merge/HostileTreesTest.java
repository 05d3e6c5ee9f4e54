package io.kybern.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kybern.merge.PatchSchema.Member;
import io.kybern.merge.PatchSchema.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the trees: there is a result or a {@link PatchException}, and the trees stay as they
 * are.
 */
class HostileTreesTest {
  private static final String[] NAMES = {
    "a",
    "b",
    "merged",
    "set",
    "replaced",
    "$patch",
    "$retainKeys",
    "$setElementOrder/merged",
    "$setElementOrder/set",
    "$setElementOrder/a",
    "$deleteFromPrimitiveList/set",
    "$deleteFromPrimitiveList/merged",
    "$setElementOrder",
    "op",
    "path",
    "from",
    "value"
  };

  private static final Object[] SCALARS = {
    1L, 1.0, 2L, "a", "b", "delete", "replace", "merge", true, "", "/a", "/a/0", "/b/-", "add",
    "remove", "replace", "move", "copy", "test"
  };

  private static @Nullable Member member(String name) {
    PatchSchema content = HostileTreesTest::member;
    return switch (name) {
      case "a" -> new Member(Strategy.DEFAULT, true, null, content);
      case "merged" -> new Member(Strategy.MERGE, true, "a", content);
      case "set" -> new Member(Strategy.MERGE, false, null, content);
      case "replaced" -> new Member(Strategy.REPLACE, false, null, content);
      default -> null;
    };
  }

  private static @Nullable Object tree(Random random, int depth) {
    int choice = random.nextInt(depth > 0 ? 8 : 2);
    if (choice == 0) {
      return null;
    }
    if (choice == 1) {
      return SCALARS[random.nextInt(SCALARS.length)];
    }
    if (choice < 6) {
      return object(random, depth);
    }
    List<@Nullable Object> list = new ArrayList<>();
    boolean objects = random.nextBoolean();
    for (int n = random.nextInt(4); n > 0; n--) {
      list.add(objects ? object(random, depth - 1) : tree(random, depth - 1));
    }
    return list;
  }

  private static Map<String, @Nullable Object> object(Random random, int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int n = random.nextInt(5); n > 0; n--) {
      object.put(NAMES[random.nextInt(NAMES.length)], tree(random, depth - 1));
    }
    return object;
  }

  @Test
  void thereIsAResultOrAPatchException() {
    long seed = new Random().nextLong();
    System.out.println("HostileTreesTest.thereIsAResultOrAPatchException seed " + seed);
    Random random = new Random(seed);
    PatchSchema schema = HostileTreesTest::member;
    int results = 0;
    for (int i = 0; i < 30_000; i++) {
      Object a = tree(random, 4);
      Object b = tree(random, 4);
      Object c = tree(random, 4);
      String before = a + "|" + b + "|" + c;
      Object applied = run(() -> StrategicMergePatch.apply(a, b, schema), before);
      results += applied instanceof Map<?, ?> ? 1 : 0;
      Object two = run(() -> StrategicMergePatch.createTwoWay(a, b, schema), before);
      results += two instanceof Map<?, ?> ? 1 : 0;
      run(() -> StrategicMergePatch.createThreeWay(a, b, c, schema, true), before);
      run(() -> StrategicMergePatch.createThreeWay(a, b, c, schema, false), before);
      run(() -> MergePatch.createThreeWay(a, b, c), before);
      run(() -> JsonPatch.parse(b).apply(a), before);
      MergePatch.apply(a, b);
      MergePatch.diff(a, b);
      assertEquals(before, a + "|" + b + "|" + c);
    }
    assertFalse(results < 1000, "too few trees were any good: " + results);
  }

  private static @Nullable Object run(Supplier<@Nullable Object> patch, String trees) {
    try {
      return patch.get();
    } catch (PatchException e) {
      return e;
    } catch (RuntimeException e) {
      throw new AssertionError(trees, e);
    }
  }
}
