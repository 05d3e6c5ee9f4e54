package io.kybern.apiserver.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.Kinds;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Service;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  /** Each rule is for a message that some kind has, and binds to its fields. */
  @Test
  void everyRuleFits() {
    Map<String, MessageType<?>> types = new HashMap<>();
    for (ServedResource served : ApiFacts.load().resources()) {
      MessageType<?> type = Kinds.find(served.apiVersion(), served.kind());
      if (type != null) {
        collect(type, types);
      }
    }
    TreeSet<String> unknown = new TreeSet<>(DefaultRules.names());
    unknown.removeAll(types.keySet());
    assertEquals(new TreeSet<>(), unknown);
    int rules = 0;
    for (String name : DefaultRules.names()) {
      for (String line : DefaultRules.lines(types.get(name))) {
        DefaultRules.Rule.bind(types.get(name), line).apply(empty(types.get(name)));
        rules++;
      }
    }
    assertTrue(rules > 100, rules + " rules");
  }

  private static Message empty(MessageType<?> type) {
    return type.empty();
  }

  private static void collect(MessageType<?> type, Map<String, MessageType<?>> types) {
    if (types.putIfAbsent(DefaultRules.shortName(type), type) == null) {
      for (Field field : type.fields()) {
        if (field.kind() == FieldKind.MESSAGE) {
          collect(field.messageType(), types);
        }
      }
    }
  }

  private static <M extends Message> M read(MessageType<M> type, String json) {
    return Codec.eager()
        .read(type, WireFormat.JSON, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsSetStays() {
    Pod pod =
        Defaults.apply(
            read(
                Pod.TYPE,
                "{'spec':{'restartPolicy':'Never','terminationGracePeriodSeconds':0,"
                    + "'containers':[{'image':'a/b:latest','livenessProbe':{'httpGet':{'port':1},"
                    + "'timeoutSeconds':7}},{'image':'a:5000/b@sha256:x'},{'image':'a:5000/b'}],"
                    + "'volumes':[{'name':'v'},{'name':'w','hostPath':{'path':'/'}}]}}"));
    assertEquals("Never", pod.spec().restartPolicy());
    assertEquals(0L, pod.spec().terminationGracePeriodSeconds());
    assertEquals("Always", pod.spec().containers().get(0).imagePullPolicy());
    assertEquals(7, pod.spec().containers().get(0).livenessProbe().timeoutSeconds());
    assertEquals(10, pod.spec().containers().get(0).livenessProbe().periodSeconds());
    assertEquals("HTTP", pod.spec().containers().get(0).livenessProbe().httpGet().scheme());
    assertEquals("IfNotPresent", pod.spec().containers().get(1).imagePullPolicy());
    assertEquals("Always", pod.spec().containers().get(2).imagePullPolicy());
    assertTrue(pod.spec().volumes().get(0).hasEmptyDir());
    assertEquals(false, pod.spec().volumes().get(1).hasEmptyDir());
    assertEquals(pod, Defaults.apply(pod));
  }

  @Test
  void conditionsCount() {
    Service external =
        Defaults.apply(read(Service.TYPE, "{'spec':{'type':'ExternalName','externalName':'x'}}"));
    assertEquals(null, external.spec().internalTrafficPolicy());
    Service plain = Defaults.apply(read(Service.TYPE, "{'spec':{}}"));
    assertEquals("Cluster", plain.spec().internalTrafficPolicy());
    assertEquals(null, plain.spec().externalTrafficPolicy());
    ConfigMap map = read(ConfigMap.TYPE, "{'data':{'a':'b'}}");
    assertSame(map, Defaults.apply(map));
  }
}
