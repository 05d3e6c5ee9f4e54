package io.kybern.apiserver.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.999S, 0s",
    "PT1S, 1s",
    "PT119S, 119s",
    "PT120S, 2m",
    "PT121S, 2m1s",
    "PT9M59S, 9m59s",
    "PT10M, 10m",
    "PT10M59S, 10m",
    "PT179M59S, 179m",
    "PT3H, 3h",
    "PT3H1M, 3h1m",
    "PT7H59M59S, 7h59m",
    "PT8H, 8h",
    "PT8H59M, 8h",
    "PT47H59M, 47h",
    "PT48H, 2d",
    "PT49H, 2d1h",
    "PT191H, 7d23h",
    "PT192H, 8d",
    "P729DT23H, 729d",
    "P730D, 2y",
    "P731D, 2y1d",
    "P742D, 2y12d",
    "P2919D, 7y364d",
    "P2920D, 8y",
    "P4000D, 10y",
    "PT-0.5S, 0s",
    "PT-1.9S, 0s",
    "PT-2S, <invalid>",
    "PT-1H, <invalid>",
  })
  void spanIsWrittenAsKubectlDoes(String span, String text) {
    assertEquals(text, Ages.text(Duration.parse(span)));
  }

  @Test
  void noTimeIsUnknown() {
    assertEquals("<unknown>", Ages.since(null, Instant.EPOCH));
    assertEquals("5m", Ages.since(Instant.EPOCH, Instant.ofEpochSecond(300)));
  }
}
