package io.kybern.model.wire;

/**
 * One object of a manifest.
 *
 * @param object a generated {@link io.kybern.model.Message} or an {@link
 *     io.kybern.model.Unstructured}
 * @param document number of the document in the manifest, from 1
 * @param line line on which the document starts, from 1
 */
public record ManifestObject(Object object, int document, int line) {}
