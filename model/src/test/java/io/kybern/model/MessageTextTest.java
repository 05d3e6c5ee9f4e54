package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.authentication.v1.TokenRequest;
import io.kybern.api.authentication.v1.TokenReview;
import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Secret;
import io.kybern.api.core.v1.SecretList;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of objects end up in logs. */
class MessageTextTest {
  private static final String PASSWORD = "hunter2hunter2";

  @Test
  void tellWhatIsSet() {
    assertEquals("Pod{}", Pod.TYPE.empty().toString());
    assertEquals(
        "Pod{metadata=ObjectMeta{name=a, labels={x=y, z=}}, spec=PodSpec{containers=[Container{name=c, args=[1, 2]}]}}",
        Pod.builder()
            .metadata(m -> m.name("a").label("z", "").label("x", "y"))
            .spec(s -> s.container(c -> c.name("c").args("1", "2")))
            .build()
            .toString());
  }

  @Test
  void areBounded() {
    assertTrue(Container.builder().image("x".repeat(1 << 20)).build().toString().length() < 2100);
    Pod.Builder pod = Pod.builder();
    for (int i = 0; i < 1000; i++) {
      String name = "container-" + i;
      pod.spec(s -> s.container(c -> c.name(name)));
    }
    assertTrue(pod.build().toString().length() < 2100);
    assertTrue(pod.build().toString().endsWith("…"));
  }

  @Test
  void showNoCredentials() {
    String base64 = Bytes.ofUtf8(PASSWORD).base64();
    Secret secret =
        Secret.builder()
            .metadata(
                m ->
                    m.name("s")
                        .annotation(
                            "kubectl.kubernetes.io/last-applied-configuration",
                            "{\"data\":{\"p\":\"" + base64 + "\"}}"))
            .data("p", Bytes.ofUtf8(PASSWORD))
            .stringData("q", PASSWORD)
            .build();
    for (Object object :
        List.of(
            secret,
            SecretList.builder().item(secret).build(),
            secret.metadata(),
            Codec.lazy()
                .read(Secret.TYPE, WireFormat.PROTOBUF, Codec.write(secret, WireFormat.PROTOBUF)),
            Codec.lazy().read(Secret.TYPE, WireFormat.JSON, Codec.write(secret, WireFormat.JSON)),
            TokenReview.builder().spec(s -> s.token(PASSWORD)).build(),
            TokenRequest.builder().status(s -> s.token(PASSWORD)).build(),
            Unstructured.from(secret),
            Bytes.ofUtf8(PASSWORD),
            RawJson.ofTree(Map.of("p", PASSWORD)),
            secret.toBuilder(),
            new UnknownFields(null, PASSWORD.getBytes(), null, null))) {
      String text = object.toString();
      assertFalse(text.contains(PASSWORD) || text.contains(base64), text);
      assertTrue(text.length() < 2100);
    }
    assertTrue(secret.toString().contains("name=s"));
    assertTrue(secret.toString().contains("data=***"));
  }

  @Test
  void ofObjectsWithoutATypeTellWhichOneItIs() {
    Unstructured object =
        Unstructured.of(
            Map.of(
                "apiVersion",
                "e/v1",
                "kind",
                "W",
                "metadata",
                Map.of("name", "n", "namespace", "s")));
    assertEquals("Unstructured[e/v1 W s/n]", object.toString());
    // What is wrong in it is no reason to fail in a log.
    for (Object metadata :
        List.of(7, "x", List.of(), Map.of("name", 7), Map.of("creationTimestamp", "x"))) {
      Unstructured odd = Unstructured.of(Map.of("kind", 7, "metadata", metadata));
      assertEquals("Unstructured[  /]", odd.toString());
    }
    assertTrue(Unstructured.of(Map.of("kind", "x".repeat(1 << 20))).toString().length() < 1000);
  }

  @Test
  void ofPartsThatCannotBeReadSaySo() {
    Pod pod =
        Codec.lazy()
            .read(
                Pod.TYPE,
                WireFormat.JSON,
                "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":7}}".getBytes());
    assertEquals("Pod{metadata=ObjectMeta{name=a}, spec=(unreadable)}", pod.toString());
  }
}
