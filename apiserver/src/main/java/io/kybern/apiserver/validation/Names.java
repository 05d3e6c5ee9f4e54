package io.kybern.apiserver.validation;

import java.util.ArrayList;
import java.util.List;

/** Which names, labels and keys are valid, with kube-apiserver's words for those that are not. */
public final class Names {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String LONG = "must be no more than 253 characters";
  private static final String KEY_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

  private static final String DATA_KEY = "[-._a-zA-Z0-9]+";
  private static final String SEARCH_LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String SEARCH_DOMAIN = SEARCH_LABEL + "(\\." + SEARCH_LABEL + ")*";

  private static final Characters SEARCH = Characters.LOWER_WITH_DASH.with("_");

  private Names() {}

  /** A rule for the names of a kind. */
  public enum Rule {
    /** Dots allowed, 253 characters; what most kinds have. */
    SUBDOMAIN {
      @Override
      public List<String> problems(String name) {
        return Names.subdomain(name);
      }
    },
    /** No dots, 63 characters. */
    LABEL {
      @Override
      public List<String> problems(String name) {
        List<String> problems = Names.label(name);
        return isSubdomain(name) && name.contains(".")
            ? List.of("must not contain dots")
            : problems;
      }
    },
    /** No dots, 63 characters, begins with a letter. */
    LABEL_1035 {
      @Override
      public List<String> problems(String name) {
        return Names.label1035(name);
      }
    },
    /** Whatever can stand in a path. */
    PATH_SEGMENT {
      @Override
      public List<String> problems(String name) {
        return Names.pathSegment(name);
      }
    };

    /** What is wrong with {@code name}; empty if it is valid. */
    public abstract List<String> problems(String name);

    /** As {@link #problems} for a prefix to which random characters will be added. */
    public List<String> problemsOfPrefix(String prefix) {
      boolean dash = this != PATH_SEGMENT && prefix.length() > 1 && prefix.endsWith("-");
      return problems(dash ? prefix.substring(0, prefix.length() - 1) + "a" : prefix);
    }
  }

  public static List<String> subdomain(String text) {
    List<String> problems = new ArrayList<>();
    if (text.length() > 253) {
      problems.add(LONG);
    }
    if (!isSubdomain(text)) {
      problems.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
              + " '-' or"
              + " '.', and must start and end with an alphanumeric character"
              + " (e.g. 'example.com', regex used for validation is '"
              + SUBDOMAIN
              + "')");
    }
    return problems;
  }

  /** Whether a text is one or more labels with dots between them, however long. */
  static boolean isSubdomain(String text) {
    return Characters.LOWER_WITH_DASH.dotted(Characters.LOWER_OR_DIGITS, text);
  }

  public static List<String> label(String text) {
    List<String> problems = new ArrayList<>();
    if (text.length() > 63) {
      problems.add("must be no more than 63 characters");
    }
    if (!Characters.LOWER_WITH_DASH.between(Characters.LOWER_OR_DIGITS, text)) {
      problems.add(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
              + " and"
              + " must start and end with an alphanumeric character"
              + " (e.g. 'my-name',  or '123-abc', regex used for validation is '"
              + LABEL
              + "')");
    }
    return problems;
  }

  public static List<String> label1035(String text) {
    List<String> problems = new ArrayList<>();
    if (text.length() > 63) {
      problems.add("must be no more than 63 characters");
    }
    if (!Characters.LOWER_WITH_DASH.between(Characters.LOWER_OR_DIGITS, text)
        || !Characters.LOWER_LETTERS.contains(text.charAt(0))) {
      problems.add(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
              + " with an"
              + " alphabetic character, and end with an alphanumeric character"
              + " (e.g. 'my-name',  or 'abc-123', regex used for validation is '"
              + LABEL_1035
              + "')");
    }
    return problems;
  }

  public static List<String> pathSegment(String text) {
    if (text.equals(".") || text.equals("..")) {
      return List.of("may not be '" + text + "'");
    }
    List<String> problems = new ArrayList<>();
    for (String part : List.of("/", "%")) {
      if (text.contains(part)) {
        problems.add("may not contain '" + part + "'");
      }
    }
    return problems;
  }

  /** A label or annotation key: a name with an optional DNS prefix. */
  public static List<String> qualified(String text) {
    List<String> problems = new ArrayList<>();
    String name = text;
    int slash = text.indexOf('/');
    if (slash >= 0) {
      String prefix = text.substring(0, slash);
      name = text.substring(slash + 1);
      if (name.indexOf('/') >= 0) {
        return List.of(
            "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must"
                + " start"
                + " and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                + " '123-abc', regex used for validation is '"
                + KEY_NAME
                + "') with an optional"
                + " DNS"
                + " subdomain prefix and '/' (e.g. 'example.com/MyName')");
      }
      if (prefix.isEmpty()) {
        problems.add("prefix part must be non-empty");
      } else {
        subdomain(prefix).forEach(problem -> problems.add("prefix part " + problem));
      }
    }
    if (name.isEmpty()) {
      problems.add("name part must be non-empty");
    } else if (name.length() > 63) {
      problems.add("name part must be no more than 63 bytes");
    }
    if (!Characters.OF_NAMES.between(Characters.ALPHANUMERIC, name)) {
      problems.add(
          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start"
              + " and end"
              + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
              + " regex"
              + " used for validation is '"
              + KEY_NAME
              + "')");
    }
    return problems;
  }

  public static List<String> labelValue(String text) {
    List<String> problems = new ArrayList<>();
    if (text.length() > 63) {
      problems.add("must be no more than 63 bytes");
    }
    if (!text.isEmpty() && !Characters.OF_NAMES.between(Characters.ALPHANUMERIC, text)) {
      problems.add(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
              + " 'my_value',  or '12345', regex used for validation is '("
              + KEY_NAME
              + ")?')");
    }
    return problems;
  }

  /** The name of a port of a container. */
  public static List<String> portName(String name) {
    List<String> problems = new ArrayList<>();
    if (name.length() > 15) {
      problems.add("must be no more than 15 characters");
    }
    if (!Characters.LOWER_WITH_DASH.all(name)) {
      problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      problems.add("must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      problems.add("must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      problems.add("must not begin or end with a hyphen");
    }
    return problems;
  }

  /** A key of a config map or secret. */
  public static List<String> dataKey(String key) {
    List<String> problems = new ArrayList<>();
    if (key.length() > 253) {
      problems.add(LONG);
    }
    if (key.isEmpty() || !Characters.OF_NAMES.all(key)) {
      problems.add(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
              + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
              + DATA_KEY
              + "')");
    }
    if (key.equals(".") || key.equals("..")) {
      problems.add("must not be '" + key + "'");
    } else if (key.startsWith("..")) {
      problems.add("must not start with '..'");
    }
    return problems;
  }

  /** The name of a variable in a container's environment. */
  public static List<String> variable(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=')
        ? List.of()
        : List.of(
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
  }

  /** A domain in which a search for hosts goes on. */
  static List<String> searchDomain(String text) {
    List<String> problems = new ArrayList<>();
    if (text.length() > 253) {
      problems.add(LONG);
    }
    if (!SEARCH.dotted(Characters.LOWER_OR_DIGITS, "_", text)) {
      problems.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_',"
              + " '-' or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SEARCH_DOMAIN
              + "')");
    }
    return problems;
  }
}
