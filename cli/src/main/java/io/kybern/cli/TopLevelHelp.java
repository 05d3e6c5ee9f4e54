package io.kybern.cli;

import java.util.Arrays;

/** What {@code kybern} says about itself. */
final class TopLevelHelp {
  static final String HINT = "Run 'kybern --help' for usage.";

  private static final String TEXT =
      """
      kybern talks to Kubernetes clusters, and is one if need be.

      Without a cluster:
        demo            Watch a client and a server of Kybern run an application
        server          Run an API server on this machine until interrupted
        convert         Convert files with objects between JSON, YAML and protobuf

      With the cluster of the kubeconfig:
        get             Show one or many resources
        watch           Show changes of resources as they happen
        create          Create resources from files
        apply           Make resources what files say, creating or changing them
        delete          Delete resources by files, names or labels
        api-resources   Show what kinds of resources the server has
        version         Show the versions of this program and of the server

      Flags of all commands that use a cluster:
        -n, --namespace=NAME    Namespace to work in
            --kubeconfig=FILE   Kubeconfig to use instead of KUBECONFIG and ~/.kube/config
            --context=NAME      Context of the kubeconfig to use

      Use 'kybern COMMAND --help' for more about a command.
      """;

  private static final String[] NAMES = {
    "demo",
    "server",
    "convert",
    "get",
    "watch",
    "create",
    "apply",
    "delete",
    "api-resources",
    "version",
    "help"
  };

  private TopLevelHelp() {}

  static void print(Console console) {
    console.print(TEXT);
  }

  /** The message about a command that there is not, with the names that are nearly the same. */
  static String unknown(String name) {
    StringBuilder message = new StringBuilder("unknown command \"" + name + "\" for \"kybern\"\n");
    String[] similar =
        Arrays.stream(NAMES)
            .filter(known -> distance(name, known) <= 2 || known.startsWith(name))
            .toArray(String[]::new);
    if (similar.length > 0) {
      message.append("\nDid you mean this?\n");
      for (String known : similar) {
        message.append('\t').append(known).append('\n');
      }
      message.append('\n');
    }
    return message.append(HINT).toString();
  }

  /** How many letters must be added, removed or replaced to make one word of the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
