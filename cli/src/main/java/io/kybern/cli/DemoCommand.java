package io.kybern.cli;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.Kubernetes;
import io.kybern.client.config.Kubeconfig;
import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kybern demo}. */
@Command(
    name = "kybern demo",
    description = {
      "Watch a client and a server of Kybern run an application of 20 objects.",
      "",
      "Starts an API server of its own, or uses the cluster of a kubeconfig, there in a namespace"
          + " of its own which is deleted at the end, also after a failure or Ctrl-C. Succeeds only"
          + " if every step was found to be done by reading the server back.",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 8;

  private final Console console;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Use the cluster of this kubeconfig.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Use this context of the kubeconfig, or of KUBECONFIG and ~/.kube/config.")
  private @Nullable String context;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (kubeconfig == null && context == null) {
      embedded();
    } else {
      cluster();
    }
    return Kybern.OK;
  }

  private void embedded() {
    Story story = new Story(console);
    story.say("Kybern's client runs a shop on Kybern's API server, both in this process.");
    story.say("");
    try (ApiServer server = ApiServer.start()) {
      RestConfig config = start(story, server);
      run(story, config, "shop");
    }
    finish(story);
  }

  private static RestConfig start(Story story, ApiServer server) {
    story.step(
        "start the API server",
        () -> {
          try (Kubernetes k8s = Kubernetes.connect(configOf(server))) {
            return "Started API server " + k8s.version() + " at " + server.url();
          }
        });
    return configOf(server);
  }

  private void cluster() {
    Kubeconfig file =
        kubeconfig == null ? Kubeconfig.load() : Kubeconfig.load(console.resolve(kubeconfig));
    RestConfig config = context == null ? file.config() : file.config(context);
    Story story = new Story(console);
    story.say("Kybern's client runs a shop on the cluster at " + config.server() + ".");
    story.say("");
    story.step(
        "reach the API server",
        () -> {
          try (Kubernetes k8s = Kubernetes.connect(config)) {
            return "Reached API server " + k8s.version();
          }
        });
    run(story, config, "kybern-demo-" + suffix());
    finish(story);
  }

  private void run(Story story, RestConfig config, String name) {
    try (Kubernetes k8s = Kubernetes.connect(config)) {
      DemoNamespace namespace = new DemoNamespace(console, k8s, name);
      Demo demo = new Demo(console, story, k8s, namespace);
      try {
        demo.run();
      } finally {
        namespace.cleanUp(demo.items());
      }
    }
  }

  private static void finish(Story story) {
    story.say("");
    story.say(
        "All "
            + story.verified()
            + " steps were verified by reading the server back, in "
            + story.time()
            + ".");
  }

  /** How to reach the embedded server. */
  private static RestConfig configOf(ApiServer server) {
    return RestConfig.builder(server.url().toString())
        .certificateAuthority(pem(server.caCertificatePem()))
        .clientCertificate(pem(server.clientCertificatePem()), pem(server.clientKeyPem()))
        .build();
  }

  private static Pem pem(String text) {
    return Pem.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Letters that make a name unique, as a server that generates names takes them. */
  private static String suffix() {
    SecureRandom random = new SecureRandom();
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
    }
    return suffix.toString();
  }
}
