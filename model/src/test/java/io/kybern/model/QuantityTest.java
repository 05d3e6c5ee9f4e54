package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.Quantity.Format;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantityTest {
  /** Input, text, number, format; what Go gives. */
  private static List<String[]> vectors() throws IOException {
    List<String[]> vectors = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(QuantityTest.class.getResourceAsStream("quantity.tsv")),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          vectors.add(line.split("\t", -1));
        }
      }
    }
    assertTrue(vectors.size() > 500, "vectors are missing");
    return vectors;
  }

  private static BigDecimal number(String vector) {
    String[] parts = vector.split("e");
    return new BigDecimal(new BigInteger(parts[0]), -Integer.parseInt(parts[1]));
  }

  private static Format format(String goName) {
    return switch (goName) {
      case "BinarySI" -> Format.BINARY_SI;
      case "DecimalExponent" -> Format.DECIMAL_EXPONENT;
      default -> Format.DECIMAL_SI;
    };
  }

  private static void assertText(String expected, Quantity actual) {
    assertEquals(expected, actual.toString());
  }

  @Test
  void readsAndWritesWhatGoDoes() throws IOException {
    for (String[] vector : vectors()) {
      String input = vector[0];
      if (vector[1].equals("-")) {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> Quantity.parse(input), input);
        assertTrue(e.getMessage().contains('"' + input + '"'), e.getMessage());
        continue;
      }
      Quantity quantity = Quantity.parse(input);
      assertEquals(vector[1], quantity.toString(), input);
      assertEquals(format(vector[3]), quantity.format(), input);
      assertEquals(0, number(vector[2]).compareTo(quantity.toBigDecimal()), input);
      assertEquals(quantity.toBigDecimal().signum(), Quantity.parse(input).signum(), input);
      Quantity again = Quantity.parse(quantity.toString());
      assertEquals(quantity, again, input);
      assertEquals(quantity.hashCode(), again.hashCode(), input);
    }
  }

  @Test
  void orderAndEqualityAreThoseOfTheNumbers() throws IOException {
    List<String[]> vectors = vectors();
    vectors.removeIf(vector -> vector[1].equals("-"));
    for (int i = 0; i < vectors.size(); i++) {
      String[] one = vectors.get(i);
      String[] other = vectors.get((i * 31 + 7) % vectors.size());
      Quantity a = Quantity.parse(one[0]);
      Quantity b = Quantity.parse(other[0]);
      int order = number(one[2]).compareTo(number(other[2]));
      assertEquals(order, a.compareTo(b), one[0] + " " + other[0]);
      assertEquals(-order, b.compareTo(a), one[0] + " " + other[0]);
      assertEquals(order == 0, a.equals(b), one[0] + " " + other[0]);
    }
  }

  @Test
  void arithmeticIsExact() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("QuantityTest.arithmeticIsExact seed " + seed);
    Random random = new Random(seed);
    List<String[]> vectors = vectors();
    vectors.removeIf(vector -> vector[1].equals("-"));
    for (int i = 0; i < 5000; i++) {
      String[] one = vectors.get(random.nextInt(vectors.size()));
      String[] other = vectors.get(random.nextInt(vectors.size()));
      Quantity a = Quantity.parse(one[0]);
      Quantity b = Quantity.parse(other[0]);
      long factor = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(2001) - 1000;
      BigDecimal x = number(one[2]);
      BigDecimal y = number(other[2]);
      assertNumber(x.add(y), a.add(b));
      assertNumber(x.subtract(y), a.subtract(b));
      assertNumber(x.multiply(BigDecimal.valueOf(factor)), a.multiply(factor));
      assertNumber(x.negate(), a.negate());
      assertEquals(a.signum() == 0 ? b.format() : a.format(), a.add(b).format());
    }
  }

  private static void assertNumber(BigDecimal expected, Quantity actual) {
    assertEquals(0, expected.compareTo(actual.toBigDecimal()), () -> expected + " " + actual);
    Quantity again = Quantity.parse(actual.toString());
    assertEquals(actual, again, () -> expected + " is written " + actual);
    assertEquals(actual.hashCode(), again.hashCode());
    assertEquals(expected.signum(), actual.signum());
  }

  @Test
  void sumsKeepTheFormatOfTheFirstThatIsNotZero() {
    assertText("1536Mi", Quantity.parse("1Gi").add(Quantity.parse("512Mi")));
    assertText("1500m", Quantity.parse("1").add(Quantity.parse("500m")));
    assertText("1Ki", Quantity.ZERO.add(Quantity.parse("1Ki")));
    assertText("0", Quantity.parse("1Ki").subtract(Quantity.parse("1Ki")));
    assertText("6e3", Quantity.parse("+6E3").add(Quantity.parse("0Ki")));
    assertText("-1Gi", Quantity.ZERO.subtract(Quantity.parse("1Gi")));
    assertText("3Gi", Quantity.parse("1Gi").multiply(3));
    assertText("-100m", Quantity.parse("100m").negate());
    assertEquals(Quantity.ZERO, Quantity.parse("7Gi").multiply(0));
  }

  @Test
  void whatGoWouldLoseIsKept() {
    assertText("1e21", Quantity.parse("1000E"));
    assertText("146e21", Quantity.parse("146000000P"));
    Quantity sum = Quantity.parse("7Ei").add(Quantity.parse("1Ei"));
    assertText("9223372036854775808", sum);
    assertEquals(Format.BINARY_SI, sum.format());
    assertThrows(IllegalArgumentException.class, () -> Quantity.parse("1e4294967296"));
  }

  @Test
  void wholeNumbersAreRoundedAwayFromZero() {
    assertEquals(2, Quantity.parse("1001m").toLong());
    assertEquals(-2, Quantity.parse("-1001m").toLong());
    assertEquals(1, Quantity.parse("1n").toLong());
    assertEquals(1, Quantity.parse("1n").milliValue());
    assertEquals(1500, Quantity.parse("1.5").milliValue());
    assertEquals(1610612736, Quantity.parse("1.5Gi").toLong());
    assertEquals(Long.MAX_VALUE, Quantity.parse("9223372036854775807").toLong());
    assertEquals(Long.MIN_VALUE, Quantity.parse("-9223372036854775808").toLong());
    for (String huge : List.of("9223372036854775807001m", "10E", "1e999999999", "-1e999999999")) {
      Quantity quantity = Quantity.parse(huge);
      assertThrows(ArithmeticException.class, quantity::toLong, huge);
      assertThrows(ArithmeticException.class, quantity::milliValue, huge);
    }
    assertThrows(
        ArithmeticException.class, () -> Quantity.parse("9223372036854775807").milliValue());
  }

  @Test
  void madeFromNumbers() {
    assertSame(Quantity.ZERO, Quantity.of(0));
    assertText("0", Quantity.ZERO);
    assertText("1k", Quantity.of(1000));
    assertText("-9223372036854775808", Quantity.of(Long.MIN_VALUE));
    assertText("1500m", Quantity.of(new BigDecimal("1.5"), Format.DECIMAL_SI));
    assertText("1500e-3", Quantity.of(new BigDecimal("1.5"), Format.DECIMAL_EXPONENT));
    assertText("2Mi", Quantity.of(BigDecimal.valueOf(2 * 1024 * 1024), Format.BINARY_SI));
    assertText("1025500m", Quantity.of(new BigDecimal("1025.5"), Format.BINARY_SI));
    assertText("1n", Quantity.of(new BigDecimal("1E-2000000000"), Format.DECIMAL_SI));
    assertText("-1n", Quantity.of(new BigDecimal("-1E-10"), Format.DECIMAL_SI));
    assertText("1e3000", Quantity.of(new BigDecimal("1E3000"), Format.BINARY_SI));
    assertThrows(
        IllegalArgumentException.class,
        () -> Quantity.of(new BigDecimal("1E1000000002"), Format.DECIMAL_SI));
  }

  @Test
  void equalNumbersAreEqualHoweverWritten() {
    Quantity one = Quantity.of(1);
    for (String text : List.of("1", "1000m", "1.0", "1e0", "10e-1", "+1", "01", "1000000000n")) {
      assertEquals(one, Quantity.parse(text), text);
      assertEquals(one.hashCode(), Quantity.parse(text).hashCode(), text);
    }
    assertEquals(Quantity.parse("1e20"), Quantity.parse("100E"));
    assertEquals(Quantity.parse("1e20").hashCode(), Quantity.parse("100E").hashCode());
    assertNotEquals(one, Quantity.parse("1001m"));
    assertNotEquals(one, Quantity.ZERO);
    assertEquals(Quantity.ZERO, Quantity.parse("0Ki"));
  }

  @Test
  void canonicalTextIsKeptAsTheSameString() {
    for (String text : List.of("100m", "128Mi", "3", "+5", "1E3")) {
      String fresh = new String(text);
      assertSame(fresh, Quantity.parse(fresh).toString());
    }
  }

  @Test
  void numberHasOneRepresentation() {
    assertEquals(new BigDecimal("1000"), Quantity.parse("1k").toBigDecimal());
    assertEquals(new BigDecimal("0.5"), Quantity.parse("500m").toBigDecimal());
    assertEquals(new BigDecimal("1024"), Quantity.parse("1Ki").toBigDecimal());
    assertEquals(new BigDecimal("1000000000000000000"), Quantity.parse("1E").toBigDecimal());
  }

  @Test
  void hostileInputIsCheap() {
    assertDoesNotThrow(
        () -> {
          String longest = "9".repeat(1000);
          assertText(longest, Quantity.parse(longest));
          assertThrows(IllegalArgumentException.class, () -> Quantity.parse(longest + "9"));
          IllegalArgumentException e =
              assertThrows(
                  IllegalArgumentException.class, () -> Quantity.parse("1".repeat(10_000_000)));
          assertTrue(e.getMessage().length() < 500, e.getMessage());
          Quantity huge = Quantity.parse("7e999999999");
          Quantity tiny = Quantity.parse("7e-999999999");
          assertText("1e-9", tiny);
          assertText("7e999999999", huge);
          assertEquals(1, huge.compareTo(tiny));
          assertEquals(huge, Quantity.parse("70e999999998"));
          assertEquals(huge.hashCode(), Quantity.parse("70e999999998").hashCode());
          assertThrows(ArithmeticException.class, () -> huge.add(tiny));
          assertThrows(ArithmeticException.class, () -> tiny.subtract(huge));
          assertThrows(ArithmeticException.class, () -> huge.multiply(1_000_000_000));
          assertText("-7e999999999", huge.negate());
          assertText("14e999999999", huge.add(huge));
          assertThrows(IllegalArgumentException.class, () -> Quantity.parse("1e1000000000"));
          assertThrows(IllegalArgumentException.class, () -> Quantity.parse("1e-1000000000"));
          assertThrows(
              IllegalArgumentException.class, () -> Quantity.parse("1e99999999999999999999"));
          Quantity power = Quantity.of(Long.MAX_VALUE);
          for (int i = 0; i < 51; i++) {
            power = power.multiply(Long.MAX_VALUE);
          }
          Quantity last = power;
          assertThrows(ArithmeticException.class, () -> last.multiply(Long.MAX_VALUE));
        });
  }
}
