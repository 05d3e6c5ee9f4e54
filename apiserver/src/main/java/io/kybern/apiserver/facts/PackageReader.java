package io.kybern.apiserver.facts;

import java.util.ArrayList;
import java.util.List;

/** Reads the kinds and messages of one schema file. The build has checked the file before. */
final class PackageReader {
  private final List<KindFacts> kinds = new ArrayList<>();
  private final List<MessageFacts> messages = new ArrayList<>();

  private PackageReader() {}

  static PackageFacts read(FactsIndex.Entry entry, String text) {
    PackageReader reader = new PackageReader();
    List<String> block = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int newline = text.indexOf('\n', from);
      int end = newline < 0 ? text.length() : newline;
      String line = text.substring(from, end);
      if (!line.startsWith("  ")) {
        reader.block(entry, block);
        block.clear();
      }
      if (!line.isEmpty()) {
        block.add(line);
      }
      from = end + 1;
    }
    reader.block(entry, block);
    return new PackageFacts(
        entry.name(),
        entry.openApiName(),
        entry.groupVersion(),
        List.copyOf(reader.kinds),
        List.copyOf(reader.messages));
  }

  private void block(FactsIndex.Entry entry, List<String> block) {
    if (block.isEmpty()) {
      return;
    }
    List<String> words = SchemaText.words(block.get(0));
    switch (words.get(0)) {
      case "kind" -> kinds.add(new KindFacts(words.get(1), SchemaText.attributes(words, 2)));
      case "message" -> {
        List<FieldFacts> fields = new ArrayList<>(block.size() - 1);
        for (int i = 1; i < block.size(); i++) {
          List<String> field = SchemaText.words(block.get(i));
          fields.add(new FieldFacts(field.get(0), field.get(2), SchemaText.attributes(field, 3)));
        }
        List<String> flags = words.subList(2, words.size());
        String struct = SchemaText.attributes(words, 2).getOrDefault("struct", "");
        messages.add(
            new MessageFacts(
                entry.name().concat(".").concat(words.get(1)),
                entry.openApiName().concat(".").concat(words.get(1)),
                flags.contains("typemeta"),
                struct,
                List.copyOf(fields)));
      }
      default -> {
        // headers and resources are in the index
      }
    }
  }
}
