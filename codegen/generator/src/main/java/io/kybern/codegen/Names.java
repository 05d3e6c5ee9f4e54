package io.kybern.codegen;

import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for what the schema names. */
final class Names {
  /** Methods that every object has and that a field must not hide. */
  private static final Set<String> TAKEN =
      Set.of(
          "getClass",
          "hashCode",
          "equals",
          "toString",
          "notify",
          "notifyAll",
          "wait",
          "clone",
          "finalize",
          "messageType",
          "isEmpty",
          "builder",
          "toBuilder",
          "build",
          "set",
          "slot",
          "create",
          "child");

  private static final Map<String, String> CLASS_NAMES = Map.of("List", "ObjectList");

  /** Words whose singular no rule finds. */
  private static final Map<String, String> SINGULARS =
      Map.ofEntries(
          Map.entry("addresses", "address"),
          Map.entry("notReadyAddresses", "notReadyAddress"),
          Map.entry("hostAliases", "hostAlias"),
          Map.entry("hostnames", "hostname"),
          Map.entry("matchExpressions", "matchExpression"),
          Map.entry("ingress", "ingress"),
          Map.entry("status", "status"),
          Map.entry("containerStatuses", "containerStatus"),
          Map.entry("initContainerStatuses", "initContainerStatus"),
          Map.entry("ephemeralContainerStatuses", "ephemeralContainerStatus"),
          Map.entry("resourceClaimStatuses", "resourceClaimStatus"),
          Map.entry("aliases", "alias"),
          Map.entry("dns", "dns"),
          Map.entry("causes", "cause"),
          Map.entry("caBundles", "caBundle"));

  private Names() {}

  static String className(String goName) {
    return CLASS_NAMES.getOrDefault(goName, goName);
  }

  /** Name of accessor and builder method of a field. */
  static String member(SchemaPackage.FieldDef field) {
    String name = field.name();
    if (!SourceVersion.isIdentifier(name) || name.indexOf('$') >= 0) {
      name = lowerFirst(field.attribute("go"));
      if (!SourceVersion.isIdentifier(name) || name.indexOf('$') >= 0) {
        throw new SchemaException("field " + field.name() + " needs a go= name for Java");
      }
    }
    return SourceVersion.isKeyword(name) || TAKEN.contains(name) ? name + "_" : name;
  }

  /**
   * The word for one element of a list or map called {@code plural}; the same word if there is
   * none.
   */
  static String singular(String plural) {
    String known = SINGULARS.get(plural);
    if (known != null) {
      return known;
    }
    String one = plural;
    if (plural.endsWith("ies") && plural.length() > 4) {
      one = plural.substring(0, plural.length() - 3) + "y";
    } else if (plural.endsWith("sses") || plural.endsWith("ches") || plural.endsWith("xes")) {
      one = plural.substring(0, plural.length() - 2);
    } else if (plural.endsWith("uses")) {
      one = plural.substring(0, plural.length() - 2);
    } else if (plural.endsWith("s") && !plural.endsWith("ss") && !plural.endsWith("us")) {
      one = plural.substring(0, plural.length() - 1);
    }
    return SourceVersion.isKeyword(one) || TAKEN.contains(one) ? plural : one;
  }

  /** {@code type} with the annotation where Java wants it: before the simple name. */
  static String nullable(String type) {
    int generic = type.indexOf('<');
    int dot = type.lastIndexOf('.', generic < 0 ? type.length() : generic);
    return type.substring(0, dot + 1) + "@Nullable " + type.substring(dot + 1);
  }

  static String upperFirst(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
