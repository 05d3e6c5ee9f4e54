package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.access.Attempt;
import io.kybern.apiserver.access.Rbac;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.Names;
import io.kybern.error.ForbiddenException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests in the name of somebody else. Who may do that says so by one of two rights: {@code
 * impersonate:MODE} for the identity together with {@code impersonate-on:MODE:VERB} for what is
 * done with it, or the older {@code impersonate}, which goes for everything.
 */
final class Impersonation {
  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String EXTRA = "impersonate-extra-";
  private static final String NODE = "system:node:";
  private static final String AUTHENTICATION = "authentication.k8s.io";

  private static final int MAX_REMEMBERED = 10_000;

  private final Rbac rbac;

  /** Users who impersonated by the older right the last time; what they are told begins with it. */
  private final Set<String> older = ConcurrentHashMap.newKeySet();

  Impersonation(Rbac rbac) {
    this.rbac = rbac;
  }

  /**
   * The request as of the user that its headers name, or as it is if they name none.
   *
   * @param path what its path names, {@code null} if that is no resource
   * @throws ForbiddenException if the user may not do that
   */
  ApiRequest apply(ApiRequest request, @Nullable RequestPath path) {
    String name = Parts.text(request.header("Impersonate-User"));
    String uid = Parts.text(request.header("Impersonate-Uid"));
    List<String> groups = request.headers("Impersonate-Group");
    Map<String, List<String>> extra = extra(request);
    if (name.isEmpty()) {
      if (!uid.isEmpty() || !groups.isEmpty() || !extra.isEmpty()) {
        throw ApiErrors.badRequest(nameless(uid, groups, extra));
      }
      return request;
    }
    Wanted wanted = new Wanted(request.user(), name, uid, groups, extra);
    List<String> modes = new ArrayList<>();
    if (!wanted.mode().isEmpty()) {
      modes.add(wanted.mode());
    }
    // The older right comes last, unless it was the one that this user needed before.
    modes.add(older.contains(request.user().name()) ? 0 : modes.size(), "");
    ForbiddenException first = null;
    for (String mode : modes) {
      try {
        require(request, path, wanted, mode);
        remember(request.user().name(), mode);
        return request.as(wanted.user(mode));
      } catch (ForbiddenException e) {
        first = first == null ? e : first;
      }
    }
    throw Objects.requireNonNull(first);
  }

  private void remember(String user, String mode) {
    if (!mode.isEmpty()) {
      older.remove(user);
    } else if (older.size() < MAX_REMEMBERED) {
      older.add(user);
    }
  }

  private void require(ApiRequest request, @Nullable RequestPath path, Wanted wanted, String mode) {
    if (!mode.isEmpty()) {
      Attempt attempt = Access.attempt(request, path);
      Access.require(rbac, attempt.withVerb("impersonate-on:" + mode + ":" + attempt.verb()));
    }
    requireIdentity(wanted, mode);
  }

  private static Map<String, List<String>> extra(ApiRequest request) {
    Map<String, List<String>> extra = new TreeMap<>();
    for (String header : request.headerNames()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith(EXTRA)) {
        extra.put(decoded(lower.substring(EXTRA.length())), request.headers(header));
      }
    }
    return extra;
  }

  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Kubernetes takes what has no valid escapes as it is.
      return key;
    }
  }

  /** The message for somebody without a name, who is shown as Go prints one. */
  private static String nameless(String uid, List<String> groups, Map<String, List<String>> extra) {
    List<String> entries = new ArrayList<>();
    extra.forEach((key, values) -> entries.add(FieldError.quoted(key) + ":" + texts(values)));
    return "requested &user.DefaultInfo{Name:\"\", UID:"
        + FieldError.quoted(uid)
        + ", Groups:"
        + texts(groups)
        + ", Extra:map[string][]string"
        + (entries.isEmpty() ? "(nil)" : "{" + String.join(", ", entries) + "}")
        + "} without impersonating a user name";
  }

  private static String texts(List<String> texts) {
    return "[]string"
        + (texts.isEmpty()
            ? "(nil)"
            : "{" + String.join(", ", texts.stream().map(FieldError::quoted).toList()) + "}");
  }

  /**
   * @param mode empty for the older right
   */
  private void requireIdentity(Wanted wanted, String mode) {
    String verb = mode.isEmpty() ? "impersonate" : "impersonate:" + mode;
    String group = mode.isEmpty() ? "" : AUTHENTICATION;
    User by = wanted.by();
    int colon = wanted.accountNameAt();
    if (mode.equals("arbitrary-node")) {
      Access.require(
          rbac,
          Attempt.onCluster(by, verb, group, "nodes", wanted.name().substring(NODE.length())));
    } else if (colon >= 0) {
      Access.require(
          rbac,
          new Attempt(
              by,
              verb,
              group,
              "serviceaccounts",
              "",
              wanted.accountNamespace(),
              wanted.name().substring(colon),
              ""));
    } else {
      Access.require(rbac, Attempt.onCluster(by, verb, group, "users", wanted.name()));
    }
    if (!wanted.uid().isEmpty()) {
      Access.require(rbac, Attempt.onCluster(by, verb, AUTHENTICATION, "uids", wanted.uid()));
    }
    for (String asked : wanted.groups()) {
      Attempt attempt = Attempt.onCluster(by, verb, group, "groups", asked);
      if (!mode.isEmpty() && (asked.isEmpty() || asked.equals(Rbac.MASTERS))) {
        throw Access.denied(
            attempt,
            "impersonating the "
                + (asked.isEmpty() ? "empty string" : asked)
                + " group is not allowed");
      }
      Access.require(rbac, attempt);
    }
    wanted
        .extra()
        .forEach(
            (key, values) ->
                values.forEach(
                    value ->
                        Access.require(
                            rbac,
                            new Attempt(
                                by, verb, AUTHENTICATION, "userextras", key, "", value, ""))));
  }

  /** Who wants to be whom. */
  private record Wanted(
      User by, String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    /** Which of the newer rights there is for this identity; empty for none. */
    String mode() {
      boolean onlyName = uid.isEmpty() && groups.isEmpty() && extra.isEmpty();
      if (accountNameAt() >= 0) {
        return onlyName ? "serviceaccount" : "";
      }
      if (name.startsWith(NODE) && Names.subdomain(name.substring(NODE.length())).isEmpty()) {
        return onlyName ? "arbitrary-node" : "";
      }
      return "user-info";
    }

    /** Where the name of a service account begins in its user name; negative if it is none. */
    int accountNameAt() {
      if (!name.startsWith(ACCOUNT)) {
        return -1;
      }
      int colon = name.indexOf(':', ACCOUNT.length());
      return colon > ACCOUNT.length() && name.indexOf(':', colon + 1) < 0 ? colon + 1 : -1;
    }

    String accountNamespace() {
      return name.substring(ACCOUNT.length(), accountNameAt() - 1);
    }

    User user(String mode) {
      List<String> all = new ArrayList<>(groups);
      if (mode.equals("arbitrary-node")) {
        all.add("system:nodes");
      } else if (accountNameAt() >= 0 && groups.isEmpty()) {
        all.add("system:serviceaccounts");
        all.add("system:serviceaccounts:" + accountNamespace());
      }
      if (name.equals(User.ANONYMOUS.name())) {
        add(all, "system:unauthenticated");
      } else if (!all.contains("system:unauthenticated")) {
        add(all, "system:authenticated");
      }
      return new User(name, uid, all, extra);
    }

    private static void add(List<String> groups, String group) {
      if (!groups.contains(group)) {
        groups.add(group);
      }
    }
  }
}
