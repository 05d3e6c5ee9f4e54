package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Secret;
import io.kybern.apiserver.facts.Parts;
import io.kybern.error.DecodeException;
import io.kybern.model.Bytes;
import io.kybern.model.wire.Codec;

/** What secrets of well-known types must hold. */
public final class SecretChecks {
  private SecretChecks() {}

  public static void validate(Secret secret, Checks checks) {
    switch (Parts.text(secret.type())) {
      case "kubernetes.io/service-account-token" ->
          checks.required(
              "metadata.annotations[kubernetes.io/service-account.name]",
              secret.annotations().get("kubernetes.io/service-account.name"));
      case "kubernetes.io/dockercfg" -> json(secret, ".dockercfg", checks);
      case "kubernetes.io/dockerconfigjson" -> json(secret, ".dockerconfigjson", checks);
      case "kubernetes.io/basic-auth" -> {
        if (!secret.data().containsKey("username") && !secret.data().containsKey("password")) {
          checks.required("data[username]", null);
          checks.required("data[password]", null);
        }
      }
      case "kubernetes.io/ssh-auth" -> key(secret, "ssh-privatekey", checks);
      case "kubernetes.io/tls" -> {
        key(secret, "tls.crt", checks);
        key(secret, "tls.key", checks);
      }
      default -> {
        // anything goes
      }
    }
  }

  private static void key(Secret secret, String key, Checks checks) {
    if (!secret.data().containsKey(key)) {
      checks.required("data[" + key + "]", null);
    }
  }

  private static void json(Secret secret, String key, Checks checks) {
    key(secret, key, checks);
    Bytes content = secret.data().get(key);
    if (content == null) {
      return;
    }
    try {
      Codec.jsonToTree(content.toByteArray());
    } catch (DecodeException e) {
      checks.invalid(
          "data[" + key + "]", "<secret contents redacted>", "the content is no valid JSON");
    }
  }
}
