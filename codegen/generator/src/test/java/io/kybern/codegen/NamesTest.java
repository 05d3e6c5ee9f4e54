package io.kybern.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.codegen.SchemaPackage.FieldDef;
import io.kybern.codegen.SchemaPackage.TypeRef;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "containers, container",
    "ingresses, ingress",
    "policies, policy",
    "addresses, address",
    "hostAliases, hostAlias",
    "conditions, condition",
    "env, env",
    "status, status",
    "args, arg",
    "matchLabels, matchLabel",
    "data, data",
    "containerStatuses, containerStatus",
  })
  void singular_ofPlural(String plural, String singular) {
    assertEquals(singular, Names.singular(plural));
  }

  @ParameterizedTest
  @CsvSource({
    "continue, Continue, continue_",
    "default, Default, default_",
    "$ref, Ref, ref",
    "x-kubernetes-list-type, XListType, xListType",
    "wait, Wait, wait_",
    "clusterIP, ClusterIP, clusterIP",
  })
  void member_isAnIdentifierThatHidesNothing(String json, String go, String member) {
    assertEquals(member, Names.member(field(json, Map.of("go", go))));
  }

  @Test
  void member_withoutJavaName_isRefused() {
    assertThrows(SchemaException.class, () -> Names.member(field("x-y", Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "String, @Nullable String",
    "io.kybern.api.meta.v1.Status, io.kybern.api.meta.v1.@Nullable Status",
    "List<io.kybern.api.core.v1.Pod>, @Nullable List<io.kybern.api.core.v1.Pod>",
  })
  void nullable_standsBeforeTheSimpleName(String type, String annotated) {
    assertEquals(annotated, Names.nullable(type));
  }

  private static FieldDef field(String name, Map<String, String> attributes) {
    return new FieldDef(name, "1", TypeRef.parse("string"), attributes);
  }
}
