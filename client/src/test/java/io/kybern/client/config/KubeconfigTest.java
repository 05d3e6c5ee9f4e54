package io.kybern.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.ConfigException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
  @TempDir Path folder;

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** A file with one context; cluster and user are given as flow mappings. */
  private Kubeconfig one(String cluster, String user) throws IOException {
    return Kubeconfig.load(
        write(
            "config",
            """
            apiVersion: v1
            kind: Config
            current-context: ctx
            contexts:
            - {name: ctx, context: {cluster: c, user: u, namespace: shop}}
            clusters:
            - {name: c, cluster: %s}
            users:
            - {name: u, user: %s}
            """
                .formatted(cluster, user)));
  }

  @Test
  void everythingThatAContextSays() throws IOException {
    write("ca.pem", "CA");
    write("certs/me.crt", "CERT");
    RestConfig config =
        one(
                "{server: 'https://a:6443/base', certificate-authority: ca.pem, "
                    + "tls-server-name: other, disable-compression: true, "
                    + "proxy-url: 'socks5://p:1'}",
                "{client-certificate: certs/me.crt, client-key-data: S0VZ, token: tok, "
                    + "as: boss, as-uid: '7', as-groups: [g1, g2], as-user-extra: {k: [v]}}")
            .config();
    assertEquals("https://a:6443/base", config.server().toString());
    assertEquals(
        "CA",
        new String(config.certificateAuthority().orElseThrow().read(), StandardCharsets.UTF_8));
    assertEquals(
        "CERT",
        new String(config.clientCertificate().orElseThrow().read(), StandardCharsets.UTF_8));
    assertEquals(
        "KEY", new String(config.clientKey().orElseThrow().read(), StandardCharsets.UTF_8));
    assertEquals("other", config.tlsServerName().orElseThrow());
    assertEquals("tok", config.token().orElseThrow());
    assertEquals("shop", config.namespace());
    assertEquals("socks5://p:1", config.proxy().orElseThrow().toString());
    assertFalse(config.compression());
    assertEquals(
        new Impersonation("boss", "7", List.of("g1", "g2"), Map.of("k", List.of("v"))),
        config.impersonation().orElseThrow());
  }

  @Test
  void otherWaysToLogIn() throws IOException {
    Path token = write("token", "t");
    RestConfig file = one("{server: 'https://a'}", "{tokenFile: token}").config();
    assertEquals(token.toAbsolutePath(), file.tokenFile().orElseThrow());
    RestConfig basic = one("{server: 'https://a'}", "{username: u, password: p}").config();
    assertEquals("u", basic.username().orElseThrow());
    assertEquals("p", basic.password().orElseThrow());
    assertTrue(one("{server: 'https://a'}", "{}").config().token().isEmpty());
  }

  @Test
  void credentialsAreNotSentInTheClear() throws IOException {
    RestConfig config = one("{server: 'http://a'}", "{token: tok}").config();
    assertTrue(config.token().isEmpty());
    assertEquals("shop", config.namespace());
  }

  @Test
  void theFirstFileOwnsAnEntry() throws IOException {
    write("sub/ca.pem", "CA");
    Path first =
        write(
            "sub/first",
            """
            clusters:
            - name: c
              cluster: {server: 'https://first', certificate-authority: ca.pem}
            contexts:
            - {name: a, context: {cluster: c}}
            """);
    Path second =
        write(
            "second",
            """
            current-context: b
            clusters:
            - name: c
              cluster: {server: 'https://second', tls-server-name: x}
            contexts:
            - {name: a, context: {cluster: nowhere}}
            - {name: b, context: {cluster: c, user: u}}
            users:
            - {name: u, user: {token: t}}
            """);
    Path third = write("third", "current-context: a\n");
    Kubeconfig merged =
        Kubeconfig.load(
            Map.of(
                "KUBECONFIG",
                String.join(
                    File.pathSeparator,
                    "",
                    first.toString(),
                    folder.resolve("missing").toString(),
                    second.toString(),
                    third.toString(),
                    first.toString())));
    assertEquals(Set.of("a", "b"), merged.contexts());
    assertEquals("b", merged.currentContext().orElseThrow());
    RestConfig config = merged.config();
    assertEquals("https://first", config.server().toString());
    assertEquals("t", config.token().orElseThrow());
    assertTrue(config.tlsServerName().isEmpty());
    assertEquals(
        folder.resolve("sub/ca.pem").toAbsolutePath(),
        config.certificateAuthority().orElseThrow().file().orElseThrow());
    assertEquals("https://first", merged.config("a").server().toString());
    assertEquals("default", merged.config("a").namespace());
  }

  @Test
  void homeIsTheDefault() throws IOException {
    write(".kube/config", "contexts: [{name: home, context: {}}]");
    assertEquals(Set.of("home"), Kubeconfig.load(Map.of("HOME", folder.toString())).contexts());
  }

  @Test
  void jsonIsYamlToo() throws IOException {
    Path file =
        write(
            "json",
            "{\"current-context\":\"x\",\"contexts\":[{\"name\":\"x\",\"context\":{\"cluster\":\"y\"}}],"
                + "\"clusters\":[{\"name\":\"y\",\"cluster\":{\"server\":\"https://z\"}}]}");
    assertEquals("https://z", Kubeconfig.load(file).config().server().toString());
  }

  @Test
  void emptyFilesAreEmpty() throws IOException {
    assertTrue(Kubeconfig.load(write("empty", " \n")).isEmpty());
    assertTrue(Kubeconfig.load(write("comment", "# nothing\n")).isEmpty());
    assertThrows(ConfigException.class, () -> Kubeconfig.load(folder.resolve("missing")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {} | cluster \"c\": server: expected",
        "{server: 7} | {} | cluster \"c\": server: expected a string",
        "{server: 'ftp://a'} | {} | cluster \"c\": server",
        "{server: a, certificate-authority: nope} | {} | cluster \"c\": certificate-authority: expected a file",
        "{server: a, certificate-authority-data: '***'} | {} | certificate-authority-data: expected base64",
        "{server: a, certificate-authority: config, certificate-authority-data: AA==} | {} | not both",
        "{server: a, insecure-skip-tls-verify: 'yes'} | {} | expected true or false",
        "{server: a, insecure-skip-tls-verify: true, certificate-authority-data: AA==} | {} | cluster \"c\": expected either",
        "{server: a, proxy-url: 'ftp://x'} | {} | cluster \"c\": proxy-url",
        "{server: 'https://a'} | {token: 5} | user \"u\": token: expected a string",
        "{server: 'https://a'} | {token: hunter2, username: u, password: p} | user \"u\": expected either",
        "{server: 'https://a'} | {client-certificate-data: AA==} | user \"u\": expected a client certificate together",
        "{server: 'https://a'} | {exec: {command: x}} | user \"u\": exec: credential plugins are not supported yet",
        "{server: 'https://a'} | {auth-provider: {name: oidc}} | user \"u\": auth-provider: authentication providers are not",
        "{server: 'https://a'} | {exec: {command: x}, auth-provider: {name: y}} | not both",
        "{server: 'https://a'} | {as: x, as-groups: y} | user \"u\": as-groups: expected a list",
      })
  void problemsNameFileEntryAndField(String cluster, String user, String expected)
      throws IOException {
    Kubeconfig kubeconfig = one(cluster, user);
    ConfigException e = assertThrows(ConfigException.class, kubeconfig::config);
    assertTrue(e.getMessage().startsWith(folder.resolve("config") + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clusters: 7 | clusters: expected a list",
        "clusters: [7] | clusters[0]: expected a mapping",
        "users: [{user: {}}] | users[0]: name: expected a string",
        "users: [{name: x, user: []}] | users[0] \"x\": user: expected a mapping",
        "users: [{name: x}, {name: x}] | users: the name \"x\" comes twice",
        "kind: Pod | expected kind Config",
        "current-context: 5 | current-context: expected a string",
        "[1] | expected a kubeconfig",
        "'a: b: c' | expected a kubeconfig in YAML",
      })
  void filesThatAreNone(String content, String expected) throws IOException {
    Path file = write("bad", content.equals("'a: b: c'") ? "a: b: c" : content);
    ConfigException e = assertThrows(ConfigException.class, () -> Kubeconfig.load(file));
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  @Test
  void pluginsDoNotMatterWhereSomethingElseLogsIn() throws IOException {
    RestConfig config = one("{server: 'https://a'}", "{token: t, exec: {command: x}}").config();
    assertEquals("t", config.token().orElseThrow());
  }

  @Test
  void missingNames() throws IOException {
    Kubeconfig kubeconfig = one("{server: a}", "{}");
    ConfigException e = assertThrows(ConfigException.class, () -> kubeconfig.config("production"));
    assertTrue(
        e.getMessage().contains("no context \"production\"; contexts are [ctx]"), e.getMessage());
    Kubeconfig dangling =
        Kubeconfig.load(
            write(
                "dangling",
                "contexts: [{name: x, context: {cluster: gone}}, "
                    + "{name: w, context: {cluster: k, user: gone}}]\n"
                    + "clusters: [{name: k, cluster: {server: a}}]"));
    assertTrue(
        assertThrows(ConfigException.class, () -> dangling.config("x"))
            .getMessage()
            .contains("context \"x\": cluster: no cluster \"gone\""));
    assertTrue(
        assertThrows(ConfigException.class, () -> dangling.config("w"))
            .getMessage()
            .contains("context \"w\": user: no user \"gone\""));
    assertTrue(
        assertThrows(ConfigException.class, dangling::config)
            .getMessage()
            .contains("expected a current-context; contexts are [x, w]"));
  }
}
