package io.kybern.apiserver.decoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.apiextensions.v1.CustomResourceDefinition;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.authorization.v1.SubjectAccessReview;
import io.kybern.api.coordination.v1.Lease;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of objects that do not fit: all texts are those of kube-apiserver 1.37.1. */
class GoDecoderTest {
  private static final ApiFacts FACTS = ApiFacts.load();
  private static final String FIELD =
      "json: cannot unmarshal %s into Go struct field %s of type %s";
  private static final String TIME = "2006-01-02T15:04:05Z07:00";

  private static Object tree(String json) {
    return Codec.jsonToTree(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static void check(MessageType<?> type, Map<String, String> cases) {
    cases.forEach(
        (json, problem) ->
            assertEquals(problem, GoDecoder.problem(FACTS, type.name(), tree(json)), json));
  }

  private static void mismatch(
      MessageType<?> type, String json, String found, String field, String wanted) {
    assertEquals(
        String.format(FIELD, found, field, wanted),
        GoDecoder.problem(FACTS, type.name(), tree(json)),
        json);
  }

  @Test
  void namesTheStructThePathAndTheType() {
    mismatch(ConfigMap.TYPE, "{'metadata':[]}", "array", "ConfigMap.metadata", "v1.ObjectMeta");
    mismatch(
        ConfigMap.TYPE,
        "{'metadata':{'labels':5}}",
        "number",
        "ObjectMeta.metadata.labels",
        "map[string]string");
    mismatch(
        ConfigMap.TYPE,
        "{'metadata':{'labels':{'a':{}}}}",
        "object",
        "ObjectMeta.metadata.labels",
        "string");
    mismatch(
        ConfigMap.TYPE,
        "{'metadata':{'ownerReferences':[{'controller':'x'}]}}",
        "string",
        "OwnerReference.metadata.ownerReferences.controller",
        "bool");
    mismatch(
        ConfigMap.TYPE,
        "{'metadata':{'ownerReferences':[1]}}",
        "number",
        "ObjectMeta.metadata.ownerReferences",
        "v1.OwnerReference");
    mismatch(ConfigMap.TYPE, "{'binaryData':{'a':5}}", "number", "ConfigMap.binaryData", "[]uint8");
    mismatch(
        ConfigMap.TYPE, "{'binaryData':5}", "number", "ConfigMap.binaryData", "map[string][]uint8");
    mismatch(
        Pod.TYPE,
        "{'spec':{'containers':{}}}",
        "object",
        "PodSpec.spec.containers",
        "[]v1.Container");
    mismatch(
        SubjectAccessReview.TYPE,
        "{'spec':{'extra':{'a':5}}}",
        "number",
        "SubjectAccessReviewSpec.spec.extra",
        "v1.ExtraValue");
    mismatch(
        CustomResourceDefinition.TYPE,
        "{'spec':{'versions':[{'schema':{'openAPIV3Schema':{'maximum':'x'}}}]}}",
        "string",
        "JSONSchemaProps.spec.versions.schema.openAPIV3Schema.maximum",
        "float64");
  }

  @Test
  void pathsGoThroughStructsThatJsonFlattens() {
    mismatch(
        Pod.TYPE,
        "{'spec':{'volumes':[{'name':'a','emptyDir':5}]}}",
        "number",
        "Volume.spec.volumes.VolumeSource.emptyDir",
        "v1.EmptyDirVolumeSource");
    mismatch(
        Pod.TYPE,
        "{'spec':{'containers':[{'livenessProbe':{'httpGet':{'port':true}}}]}}",
        "bool",
        "HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.port",
        "int32");
    mismatch(
        Pod.TYPE,
        "{'spec':{'containers':[{'resources':{'limits':[]}}]}}",
        "array",
        "ResourceRequirements.spec.containers.resources.limits",
        "v1.ResourceList");
  }

  @Test
  void numbersShowTheirDigits() {
    mismatch(
        Deployment.TYPE,
        "{'spec':{'replicas':1.5}}",
        "number 1.5",
        "DeploymentSpec.spec.replicas",
        "int32");
    mismatch(
        Deployment.TYPE,
        "{'spec':{'replicas':99999999999}}",
        "number 99999999999",
        "DeploymentSpec.spec.replicas",
        "int32");
    mismatch(
        ConfigMap.TYPE,
        "{'metadata':{'generation':1.5}}",
        "number 1.5",
        "ObjectMeta.metadata.generation",
        "int64");
  }

  @Test
  void textsOfOtherTypesHaveProblemsOfTheirOwn() {
    String time = "{'metadata':{'creationTimestamp':'%s'}}";
    check(
        ConfigMap.TYPE,
        Map.of(
            String.format(time, "yesterday"),
            "parsing time \"yesterday\" as \""
                + TIME
                + "\": cannot parse \"yesterday\" as \"2006\"",
            String.format(time, ""),
            "parsing time \"\" as \"" + TIME + "\": cannot parse \"\" as \"2006\"",
            String.format(time, "2020-01-01T00:00:00"),
            "parsing time \"2020-01-01T00:00:00\" as \""
                + TIME
                + "\": cannot parse \"\" as \"Z07:00\"",
            String.format(time, "2020-13-01T00:00:00Z"),
            "parsing time \"2020-13-01T00:00:00Z\": month out of range",
            String.format(time, "2021-02-29T00:00:00Z"),
            "parsing time \"2021-02-29T00:00:00Z\": day out of range",
            String.format(time, "2020-01-01T00:00:00.5+02:00"),
            "",
            "{'binaryData':{'a':'x'}}",
            "illegal base64 data at input byte 0",
            "{'binaryData':{'a':'YQ=x'}}",
            "illegal base64 data at input byte 2",
            "{'binaryData':{'a':'YQ=='}}",
            ""));
    check(
        Lease.TYPE,
        Map.of(
            "{'spec':{'renewTime':'2020-01-01T00:00:00Z'}}",
            "parsing time \"2020-01-01T00:00:00Z\" as \"2006-01-02T15:04:05.000000Z07:00\":"
                + " cannot parse \"Z\" as \".000000\"",
            "{'spec':{'renewTime':'2020-01-01T00:00:00.123456Z'}}",
            ""));
    String limit = "{'spec':{'volumes':[{'emptyDir':{'sizeLimit':%s}}]}}";
    for (String bad : new String[] {"'x'", "''", "'1Q'", "'1.2.3'", "true", "{}"}) {
      check(Pod.TYPE, Map.of(String.format(limit, bad), GoWords.NO_QUANTITY));
    }
    for (String good : new String[] {"'1'", "1", "'.5'", "'-1e3'", "'1E-3'", "'5Gi'", "null"}) {
      check(Pod.TYPE, Map.of(String.format(limit, good), ""));
    }
    check(Pod.TYPE, Map.of(String.format(limit, "'1kk'"), "unable to parse quantity's suffix"));
  }

  @Test
  void strategicPatchesAreConvertedByOtherMeans() {
    Map.of(
            "{'kind':5}", "cannot convert int64 to string",
            "{'data':{'a':true}}", "unrecognized type: string",
            "{'data':'x'}", "cannot restore map from string",
            "{'binaryData':{'a':'x'}}",
                "error decoding from json: illegal base64 data at input byte 0",
            "{'immutable':1}", "unrecognized type: bool",
            "{'metadata':5}", "cannot restore struct from: int64",
            "{'metadata':{'finalizers':5}}", "cannot restore slice from int64",
            "{'metadata':{'creationTimestamp':5}}",
                "json: cannot unmarshal number into Go value of type string")
        .forEach(
            (json, problem) ->
                assertEquals(
                    problem, GoConverter.problem(FACTS, ConfigMap.TYPE.name(), tree(json)), json));
    assertEquals(
        "cannot convert float64 to int32",
        GoConverter.problem(FACTS, Deployment.TYPE.name(), tree("{'spec':{'replicas':1.5}}")));
  }
}
