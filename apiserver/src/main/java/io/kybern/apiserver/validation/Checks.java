package io.kybern.apiserver.validation;

import io.kybern.apiserver.facts.Parts;
import io.kybern.model.IntOrString;
import io.kybern.model.KubernetesObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the fields of one object; the checks that many kinds share. */
public final class Checks {
  public static final String NOT_NEGATIVE = "must be greater than or equal to 0";
  public static final String IMMUTABLE = "field is immutable";
  private static final int MAX_PORT = 65535;
  private static final int MAX_MODE = 0777;
  private static final String ADDRESS =
      "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
  private static final Pattern IPV4 =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
  private static final Pattern LEADING_ZERO =
      Pattern.compile("(?=.*\\b0\\d)\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern MAPPED = Pattern.compile("(?i)::ffff:[0-9.]+");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final List<FieldError> errors;

  public Checks(List<FieldError> errors) {
    this.errors = errors;
  }

  public List<FieldError> errors() {
    return errors;
  }

  public void add(FieldError error) {
    errors.add(error);
  }

  /** Adds that a field has a value it cannot have. */
  public void invalid(String path, @Nullable Object value, String why) {
    errors.add(FieldError.invalid(path, value, why));
  }

  /** Adds that a field must not be there. */
  public void forbidden(String path, String why) {
    errors.add(FieldError.forbidden(path, why));
  }

  /** Adds that a field has a value that another one has already. */
  public void duplicate(String path, Object value) {
    errors.add(FieldError.duplicate(path, value));
  }

  /** Adds that a field names what is not there. */
  public void notFound(String path, Object value) {
    errors.add(FieldError.notFound(path, value));
  }

  /** A text, list, map or message that must be there; whether it is. */
  public boolean required(String path, @Nullable Object value, String why) {
    boolean missing =
        value == null
            || value.equals("")
            || (value instanceof List<?> list && list.isEmpty())
            || (value instanceof Map<?, ?> map && map.isEmpty());
    if (missing) {
      errors.add(FieldError.required(path, why));
    }
    return !missing;
  }

  public boolean required(String path, @Nullable Object value) {
    return required(path, value, "");
  }

  /** A text that, if it is there, must be one of some. */
  public void oneOf(String path, @Nullable Object value, String... supported) {
    String text = Parts.text(value);
    if (!text.isEmpty() && !List.of(supported).contains(text)) {
      errors.add(FieldError.notSupported(path, text, List.of(supported)));
    }
  }

  /** A text that must be one of some, where none is none of them. */
  public void memberOf(String path, @Nullable Object value, String... supported) {
    String text = Parts.text(value);
    if (!List.of(supported).contains(text)) {
      errors.add(FieldError.notSupported(path, text, List.of(supported)));
    }
  }

  /** A number that, if it is there, must be above zero. */
  public void positive(String path, @Nullable Object value) {
    if (value instanceof Number number && number.longValue() <= 0) {
      invalid(path, number, "must be greater than 0");
    }
  }

  /** A number that, if it is there, must be between two, which it may be. */
  public void range(String path, @Nullable Object value, long least, long most) {
    if (value instanceof Number number
        && (number.longValue() < least || number.longValue() > most)) {
      invalid(path, number, "must be between " + least + " and " + most + ", inclusive");
    }
  }

  /** A number of a user or group. */
  public void id(String path, @Nullable Object value) {
    range(path, value, 0, Integer.MAX_VALUE);
  }

  /** A number that, if it is there, must not be negative. */
  public void notNegative(String path, @Nullable Object value) {
    if (value instanceof Number number && number.longValue() < 0) {
      invalid(path, number, NOT_NEGATIVE);
    }
  }

  /** A number of a port. */
  public void port(String path, int port) {
    range(path, port, 1, MAX_PORT);
  }

  /** A port by its number or its name. */
  public void port(String path, @Nullable IntOrString port) {
    if (port == null) {
      port(path, 0);
    } else if (port.isString()) {
      name(path, port.stringValue(), Names.portName(port.stringValue()));
    } else {
      port(path, port.intValue());
    }
  }

  /** A path below some folder, which it does not leave. */
  public void localPath(String path, String value) {
    if (value.startsWith("/")) {
      invalid(path, value, "must be a relative path");
    }
    noBacksteps(path, value);
  }

  /** A local path whose first part is not kept for other use. */
  public void unreservedPath(String path, String value) {
    int before = errors.size();
    localPath(path, value);
    if (errors.size() == before && value.startsWith("..")) {
      invalid(path, value, "must not start with '..'");
    }
  }

  /** A path none of whose parts is {@code ..}. */
  public void noBacksteps(String path, String value) {
    if (hasBacksteps(value)) {
      invalid(path, value, "must not contain '..'");
    }
  }

  /** Whether a part of a path is {@code ..}. */
  static boolean hasBacksteps(String path) {
    return List.of(path.split("/")).contains("..");
  }

  /** The mode of a file. */
  public void mode(String path, @Nullable Integer mode) {
    if (mode != null && (mode < 0 || mode > MAX_MODE)) {
      invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }

  /** A name that must be valid by some rule. */
  public void name(String path, String name, List<String> problems) {
    problems.forEach(problem -> invalid(path, name, problem));
  }

  /** Keys and values of labels, or of a selector that is a map of them. */
  public void labels(String path, Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          name(path, key, Names.qualified(key));
          name(path, value, Names.labelValue(value));
        });
  }

  /** An address of IP version 4 or 6. */
  public void address(String path, String address) {
    if (LEADING_ZERO.matcher(address).matches()) {
      invalid(path, address, "must not have leading 0s");
    } else if (!isAddress(address)) {
      invalid(path, address, ADDRESS);
    } else if (MAPPED.matcher(address).matches()) {
      invalid(path, address, "must not be an IPv4-mapped IPv6 address");
    }
  }

  public static boolean isAddress(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  /** A field that an update may not change; shows the new value. */
  public void unchanged(KubernetesObject object, KubernetesObject old, String... path) {
    Object now = Parts.get(object, path);
    Object before = Parts.get(old, path);
    if (!Parts.text(now).equals(Parts.text(before)) && !Parts.same(now, before)) {
      invalid(String.join(".", path), now, IMMUTABLE);
    }
  }

  /** As {@link #unchanged}, for kinds whose errors do not show the value. */
  public void unchangedUnshown(KubernetesObject object, KubernetesObject old, String path) {
    if (!Parts.same(Parts.get(object, path), Parts.get(old, path))) {
      invalid(path, null, IMMUTABLE);
    }
  }
}
