package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.Method;
import io.kybern.codegen.SchemaPackage.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one method beyond the common verbs. Goes by the shape of the method line, not by its name;
 * a shape that is not known ends the generation.
 */
final class ClientMethodWriter {
  private static final Pattern PROXY =
      Pattern.compile(
          "/(apis?/.+)/namespaces/\\{namespace}/([a-z]+)"
              + "/\\{scheme}:\\{name}:\\{port}/proxy/\\{path}");
  private static final Pattern SUBRESOURCE =
      Pattern.compile("/(apis?/.+)/namespaces/\\{namespace}/([a-z]+)/\\{name}/([a-z]+)");

  private final ClientGenerator generator;
  private final Resource resource;
  private final Method method;
  private final String kind;
  private final String ownType;
  private final String where;
  private final StringBuilder out = new StringBuilder();

  ClientMethodWriter(
      ClientGenerator generator,
      SchemaPackage schema,
      Resource resource,
      Method method,
      String kind) {
    this.generator = generator;
    this.resource = resource;
    this.method = method;
    this.kind = kind;
    this.ownType = schema.java() + "." + resource.kind();
    this.where = schema.file() + ": method " + method.name() + " of resource " + resource.plural();
  }

  String write() {
    Map<String, String> attributes = new LinkedHashMap<>(method.attributes());
    String returns = take(attributes, "returns");
    String verb = take(attributes, "verb");
    String sub = attributes.remove("sub");
    String path = attributes.remove("path");
    String patch = attributes.remove("patch");
    Map<String, String> arguments = arguments(attributes);
    if (sub != null && path == null) {
      subresource(verb, sub, returns, patch, arguments);
    } else if (path != null && sub == null && patch == null) {
      path(verb, path, returns, arguments);
    } else if (sub == null && path == null) {
      expansion(verb, returns, patch, arguments);
    } else {
      throw unknown("sub with path");
    }
    return out.toString();
  }

  /** The one attribute that is left is the list of arguments: {@code name=string,scale=…}. */
  private Map<String, String> arguments(Map<String, String> attributes) {
    if (attributes.size() != 1) {
      throw unknown("attributes " + attributes.keySet());
    }
    Map.Entry<String, String> entry = attributes.entrySet().iterator().next();
    Map<String, String> arguments = new LinkedHashMap<>();
    if (entry.getValue().isEmpty() && entry.getKey().equals("-")) {
      return arguments;
    }
    for (String argument : (entry.getKey() + "=" + entry.getValue()).split(",")) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw unknown("argument " + argument);
      }
      arguments.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return arguments;
  }

  private void subresource(
      String verb, String sub, String returns, String patch, Map<String, String> arguments) {
    boolean named = "string".equals(arguments.remove("name"));
    String options = arguments.remove("options");
    String client =
        returns.equals("-") || returns.equals("stream") || returns.equals(ownType)
            ? "resources.subresource(\"" + sub + "\")"
            : "resources.subresource(\"" + sub + "\", " + type(returns) + ".TYPE)";
    String name = Names.lowerFirst(method.name());
    if (verb.equals("get") && named && arguments.isEmpty() && returns.equals("stream")) {
      stream(name, client, options);
    } else if (verb.equals("get") && named && arguments.isEmpty() && patch == null) {
      expect(options, "meta.v1.GetOptions");
      scaleOrGet(name, sub, client, returns);
    } else if (verb.equals("patch") && named && "strategic".equals(patch)) {
      expect(options, null);
      expectArguments(arguments, "bytes");
      String data = arguments.keySet().iterator().next();
      text("Changes the objects' {@code " + sub + "} by a strategic merge patch");
      method(
          type(returns),
          name + "(String name, byte[] " + data + ")",
          "return " + client + ".patch(name, Patch.strategic(" + data + "))");
    } else if (arguments.size() == 1 && patch == null) {
      Map.Entry<String, String> body = arguments.entrySet().iterator().next();
      body(verb, sub, returns, client, named, body.getKey(), body.getValue(), options);
    } else {
      throw unknown(verb + " of a subresource");
    }
  }

  private void stream(String name, String client, String options) {
    text("The answer as it arrives; the caller closes it");
    method("InputStream", name + "(String name)", "return " + client + ".stream(name, Map.of())");
    text("The answer as it arrives; the caller closes it");
    method(
        "InputStream",
        name + "(String name, " + type(options) + " options)",
        "return " + client + ".stream(name, options)");
  }

  private void scaleOrGet(String name, String sub, String client, String returns) {
    boolean scale = method.name().equals("GetScale") && sub.equals("scale");
    text("The {@code " + sub + "} of the object called {@code name}");
    method(
        type(returns),
        (scale ? "scale" : name) + "(String name)",
        "return " + client + ".get(name)");
    if (scale) {
      text("Makes the object have {@code replicas} replicas");
      method(
          type(returns),
          "scale(String name, int replicas)",
          "return " + client + ".patch(name, Patch.replicas(replicas))");
    }
  }

  private void body(
      String verb,
      String sub,
      String returns,
      String client,
      boolean named,
      String body,
      String bodyType,
      String options) {
    String name = Names.lowerFirst(method.name());
    String parameters = (named ? "String name, " : "") + type(bodyType) + " " + body;
    String target = named ? "name, " + body : body;
    String what = "the {@code " + sub + "} of the object";
    switch (verb) {
      case "apply" -> {
        expect(options, "meta.v1.ApplyOptions");
        text("Server-side apply of what is set, to " + what);
        method(
            type(returns),
            name + "(" + parameters + ", Apply options)",
            "return " + client + ".apply(" + target + ", options)");
      }
      case "update" -> {
        expect(options, "meta.v1.UpdateOptions");
        if (!returns.equals(bodyType)) {
          throw unknown("update that returns " + returns);
        }
        both("Replaces " + what, name, type(returns), parameters, client + ".update(" + target);
      }
      case "create" -> {
        if (options != null) {
          expect(options, "meta.v1.CreateOptions");
        }
        String object = named ? "name" : nameOf(body, bodyType);
        if (returns.equals("-")) {
          String call = "submit(" + object + ", " + body;
          String place =
              named || !generator.isObject(bodyType)
                  ? client
                  : "Subject.namespace(resources, " + body + ").subresource(\"" + sub + "\")";
          both("Posts to " + what, name, "void", parameters, place + "." + call);
        } else if (returns.equals(bodyType)) {
          both(
              "Posts to " + what,
              name,
              type(returns),
              parameters,
              client + ".create(" + object + ", " + body);
        } else {
          throw unknown("create that returns " + returns);
        }
      }
      default -> throw unknown(verb + " with a body");
    }
  }

  /** How to get the name of the object out of a body that names it. */
  private String nameOf(String body, String bodyType) {
    if (generator.isObject(bodyType)) {
      return body + ".name()";
    }
    if (generator.isNamed(bodyType)) {
      return "Subject.name(" + body + ".name())";
    }
    throw unknown("body without a name");
  }

  private void path(String verb, String path, String returns, Map<String, String> arguments) {
    Matcher proxy = PROXY.matcher(path);
    Matcher subresource = SUBRESOURCE.matcher(path);
    String name = Names.lowerFirst(method.name());
    if (proxy.matches()) {
      generator.resourceConstant(proxy.group(1), proxy.group(2), where);
      if (!verb.equals("get")
          || !returns.equals("stream")
          || !proxy.group(2).equals(resource.plural())
          || !String.join(",", arguments.keySet()).equals("scheme,name,port,path,params")) {
        throw unknown("proxy");
      }
      text("The answer of a GET through the API server's proxy; the caller closes it");
      method(
          "InputStream",
          name
              + "(String scheme, String name, String port, String path,"
              + " Map<String, String> params)",
          "return Proxies.get(resources, scheme, name, port, path, params)");
    } else if (subresource.matches() && verb.equals("create") && returns.equals("-")) {
      expectArguments(arguments, ownType);
      String body = arguments.keySet().iterator().next();
      String constant =
          generator.resourceConstant(subresource.group(1), subresource.group(2), where);
      String other = "kubernetes.resources(" + constant + ")";
      both(
          "Posts to the {@code "
              + subresource.group(3)
              + "} of one of the {@code "
              + subresource.group(2)
              + "}",
          name,
          "void",
          kind + " " + body,
          "Subject.namespace("
              + other
              + ", resources, "
              + body
              + ").subresource(\""
              + subresource.group(3)
              + "\").submit("
              + body
              + ".name(), "
              + body);
    } else {
      throw unknown("path " + path);
    }
  }

  /** Methods that are no request of their own. */
  private void expansion(String verb, String returns, String patch, Map<String, String> arguments) {
    String name = Names.lowerFirst(method.name());
    String shape = verb + " " + String.join(",", arguments.values()) + " " + returns;
    boolean own = returns.equals(ownType) && method.name().endsWith("WithEventNamespace");
    if (own && patch == null && (shape.startsWith("create ") || shape.startsWith("update "))) {
      expectArguments(arguments, ownType);
      text("As {@code " + verb + "}, in the namespace that the event names");
      method(
          kind,
          name + "(" + kind + " event)",
          "return Subject.namespace(resources, event)." + verb + "(event)");
    } else if (own && verb.equals("patch") && "strategic".equals(patch)) {
      expectArguments(arguments, ownType, "bytes");
      text("Changes an event by a strategic merge patch, in the namespace that the event names");
      method(
          kind,
          name + "(" + kind + " event, byte[] data)",
          "return Subject.namespace(resources, event).patch(event.name(), Patch.strategic(data))");
    } else if (shape.equals("list object " + ownType + "List")) {
      text("The events about an object");
      method(
          "Listing<" + kind + ">",
          name + "(io.kybern.model.KubernetesObject object)",
          "return EventSearch.search(resources, object)");
    } else if (shape.equals("- *string,*string,*string,*string fieldselector")
        && String.join(",", arguments.keySet()).equals("name,namespace,kind,uid")) {
      text("A field selector for events about an object; {@code null} for what is not known of it");
      method(
          "String",
          name
              + "(@Nullable String name, @Nullable String namespace, @Nullable String kind,"
              + " @Nullable String uid)",
          "return EventSearch.fieldSelector(name, namespace, kind, uid)");
    } else {
      throw unknown(shape);
    }
  }

  private String take(Map<String, String> attributes, String name) {
    String value = attributes.remove(name);
    if (value == null) {
      throw unknown("no " + name);
    }
    return value;
  }

  private void expect(@Nullable String options, @Nullable String expected) {
    if (expected == null ? options != null : !expected.equals(options)) {
      throw unknown("options " + options + ", expected " + expected);
    }
  }

  private void expectArguments(Map<String, String> arguments, String... types) {
    if (!String.join(",", arguments.values()).equals(String.join(",", types))) {
      throw unknown("arguments " + arguments);
    }
  }

  private SchemaException unknown(String what) {
    return new SchemaException(where + ": no code is known for this shape: " + what);
  }

  private String type(String type) {
    return generator.javaType(type, where);
  }

  /** Two methods: with options and without. {@code call} lacks its last argument. */
  private void both(String text, String name, String result, String parameters, String call) {
    String give = result.equals("void") ? "" : "return ";
    text(text);
    method(result, name + "(" + parameters + ")", give + call + ", Write.plain())");
    text(text);
    method(result, name + "(" + parameters + ", Write options)", give + call + ", options)");
  }

  private void text(String text) {
    out.append("\n    /** ").append(text).append(". */\n");
  }

  private void method(String result, String signature, String statement) {
    out.append("    public ").append(result).append(' ').append(signature).append(" {\n");
    out.append("      ").append(statement).append(";\n    }\n");
  }
}
