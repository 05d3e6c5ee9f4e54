package io.kybern.cli;

import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kybern convert}: files of any format in one format. */
@Command(
    name = "kybern convert",
    description = {
      "Convert files with Kubernetes objects to another format.",
      "",
      "Format and kind of each file are taken from its content. A file that cannot be converted is"
          + " named with the reason, and the others are converted all the same."
    },
    footer = {
      "",
      "Examples:",
      "  # Print a manifest as JSON, one object per line",
      "  kybern convert --to json deployment.yaml",
      "",
      "  # Convert many files of any format; each NAME.ext becomes out/NAME.pb",
      "  kybern convert --to protobuf --out out *.yaml *.json"
    })
final class ConvertCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "Format to convert to: json, yaml, protobuf or cbor.")
  @SuppressWarnings("NullAway.Init")
  private String to;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write a file NAME.json, .yaml, .pb or .cbor here for each NAME.ext.")
  private @Nullable String out;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files to convert; - for standard input.")
  private List<String> files = List.of();

  private boolean failed;

  ConvertCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    WireFormat format =
        switch (to) {
          case "json" -> WireFormat.JSON;
          case "yaml" -> WireFormat.YAML;
          case "protobuf" -> WireFormat.PROTOBUF;
          case "cbor" -> WireFormat.CBOR;
          default ->
              throw new Failure("--to must be json, yaml, protobuf or cbor, not \"" + to + "\"");
        };
    Converter converter = new Converter(format);
    if (out != null) {
      toDirectory(converter, format, console.resolve(out));
    } else if (Converter.isBinary(format) && files.size() > 1) {
      throw new Failure(
          "standard output takes one object in "
              + to
              + ", not "
              + files.size()
              + " files; use --out DIR");
    } else {
      toStandardOutput(converter);
    }
    return failed ? 1 : 0;
  }

  private void toStandardOutput(Converter converter) {
    boolean first = true;
    for (String file : files) {
      try {
        byte[] converted = convert(converter, file);
        if (!first) {
          console.out().writeBytes(converter.separator());
        }
        console.out().writeBytes(converted);
        first = false;
      } catch (Failure failure) {
        fail(file, failure);
      }
    }
  }

  private void toDirectory(Converter converter, WireFormat format, Path directory) {
    Map<String, List<String>> sources = sources(format);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw Sources.failure(String.valueOf(out), e);
    }
    for (Map.Entry<String, List<String>> target : sources.entrySet()) {
      List<String> inputs = target.getValue();
      if (inputs.size() > 1) {
        fail(
            String.join(", ", inputs),
            new Failure("all would become " + directory.resolve(target.getKey())));
        continue;
      }
      try {
        byte[] converted = convert(converter, inputs.get(0));
        AtomicFile.write(directory.resolve(target.getKey()), converted);
      } catch (Failure failure) {
        fail(inputs.get(0), failure);
      }
    }
  }

  /** Which inputs become which file. A file that is named twice is converted once. */
  private Map<String, List<String>> sources(WireFormat format) {
    String extension = format == WireFormat.PROTOBUF ? ".pb" : "." + to;
    Map<String, List<String>> sources = new LinkedHashMap<>();
    for (String file : files) {
      List<String> inputs =
          sources.computeIfAbsent(stem(file) + extension, name -> new ArrayList<>());
      if (!inputs.contains(file)) {
        inputs.add(file);
      }
    }
    return sources;
  }

  /** The name of a file without directory and last extension; a leading dot starts none. */
  static String stem(String file) {
    if (file.equals(Sources.STANDARD_INPUT)) {
      return "stdin";
    }
    Path name = Path.of(file).getFileName();
    String text = name == null ? file : name.toString();
    int dot = text.lastIndexOf('.');
    return dot > 0 ? text.substring(0, dot) : text;
  }

  private byte[] convert(Converter converter, String file) {
    return converter.convert(
        Sources.read(console, file),
        warning -> console.message("Warning: " + file + ": " + warning));
  }

  private void fail(String file, Failure failure) {
    failed = true;
    console.message("error: " + file + ": " + failure.text());
  }
}
