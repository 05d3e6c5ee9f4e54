package io.kybern.apiserver.facts;

import java.util.List;

/**
 * One file of the schema.
 *
 * @param name name in the schema, such as {@code core.v1}
 * @param openApiName name in OpenAPI, such as {@code io.k8s.api.core.v1}
 * @param groupVersion group and version of its kinds
 * @param kinds the kinds it has, by name
 * @param messages its messages, by name
 */
public record PackageFacts(
    String name,
    String openApiName,
    GroupVersion groupVersion,
    List<KindFacts> kinds,
    List<MessageFacts> messages) {}
