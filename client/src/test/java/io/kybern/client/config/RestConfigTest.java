package io.kybern.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.ConfigException;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestConfigTest {
  private static final Pem PEM = Pem.of("top secret".getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource({
    "'', false, http://localhost",
    "'', true, https://localhost",
    "10.0.0.1, false, http://10.0.0.1",
    "10.0.0.1:6443, true, https://10.0.0.1:6443",
    "localhost:8080, false, http://localhost:8080",
    "localhost:8080/, false, http://localhost:8080",
    "[::1]:6443, true, https://[::1]:6443",
    "http://a, true, http://a",
    "my_host_1:80, false, http://my_host_1:80",
    "https://a/, false, https://a",
    "https://a:1/k8s/clusters/c-1/, false, https://a:1/k8s/clusters/c-1"
  })
  void servers(String server, boolean tls, String expected) {
    RestConfig config = RestConfig.builder(server).insecure(tls).build();
    assertEquals(expected, config.server().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1:6443/base",
        "ftp://a",
        "https://",
        "https://a?b=c",
        "https://a#b",
        "a b",
        "https://user:hunter2@a"
      })
  void noServers(String server) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> RestConfig.builder(server).build());
    assertTrue(e.getMessage().contains("expected http://HOST"), e.getMessage());
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
  }

  @Test
  void anythingAboutTlsMakesItHttps() {
    assertEquals(
        "https", RestConfig.builder("a").certificateAuthority(PEM).build().server().getScheme());
    assertEquals(
        "https", RestConfig.builder("a").clientCertificate(PEM, PEM).build().server().getScheme());
  }

  @Test
  void contradictions() {
    RestConfig.Builder both = RestConfig.builder("a").certificateAuthority(PEM).insecure(true);
    assertThrows(ConfigException.class, both::build);
    assertThrows(
        ConfigException.class, () -> RestConfig.builder("a").clientCertificate(PEM, null).build());
    assertThrows(
        ConfigException.class, () -> RestConfig.builder("a").token("t").basic("u", "p").build());
    assertThrows(ConfigException.class, () -> RestConfig.builder("a").basic("u", null).build());
    assertThrows(ConfigException.class, () -> RestConfig.builder("a").namespace("No_Good"));
  }

  @Test
  void credentialsAreNeverShown() {
    RestConfig config =
        RestConfig.builder("https://a")
            .certificateAuthority(PEM)
            .clientCertificate(PEM, PEM)
            .token("token-secret")
            .proxy("http://user:proxy-secret@proxy:3128")
            .build();
    String text =
        config + config.toBuilder().token(null).basic("u", "password-secret").build().toString();
    assertFalse(text.contains("secret"), text);
    assertTrue(text.contains("proxy http://***@proxy:3128"), text);
  }

  @Test
  void buildersKeepEverything() {
    RestConfig config =
        RestConfig.builder("https://a")
            .certificateAuthority(PEM)
            .tlsServerName("b")
            .clientCertificate(PEM, PEM)
            .tokenFile(Path.of("/t"))
            .impersonation(new Impersonation("x", "1", List.of("g"), Map.of("k", List.of("v"))))
            .namespace("shop")
            .proxy("socks5://proxy")
            .userAgent("me")
            .compression(false)
            .format(WireFormat.CBOR)
            .timeout(Duration.ofSeconds(3))
            .build();
    RestConfig copy = config.toBuilder().build();
    assertEquals(config.toString(), copy.toString());
    assertEquals(config.impersonation(), copy.impersonation());
    assertEquals("me", copy.userAgent());
    assertFalse(copy.compression());
    assertEquals(WireFormat.CBOR, copy.format());
    assertEquals(Duration.ofSeconds(3), copy.timeout());
    RestConfig anonymous = config.toBuilder().anonymous().build();
    assertTrue(anonymous.clientCertificate().isEmpty());
    assertTrue(anonymous.tokenFile().isEmpty());
    assertTrue(anonymous.impersonation().isEmpty());
    assertEquals("b", anonymous.tlsServerName().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a", "proxy:3128", "http://", "::", "http://u:hunter2@ bad"})
  void noProxies(String url) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> RestConfig.builder("a").proxy(url));
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
  }
}
