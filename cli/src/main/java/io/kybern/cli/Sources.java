package io.kybern.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Files that a command line names. */
final class Sources {
  /** What stands for standard input. */
  static final String STANDARD_INPUT = "-";

  private Sources() {}

  /**
   * The content of a file or of standard input.
   *
   * @throws Failure says why it cannot be read, without its name
   */
  static byte[] read(Console console, String file) {
    try {
      if (file.equals(STANDARD_INPUT)) {
        return console.in().readAllBytes();
      }
      Path path = console.resolve(file);
      if (Files.isDirectory(path)) {
        throw new Failure("is a directory");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new Failure(reason(e), e);
    }
  }

  /**
   * The files that are meant by what {@code -f} says: a directory stands for its files that end in
   * {@code .json}, {@code .yaml} or {@code .yml}, in the order of their names.
   *
   * @param recursive whether directories in directories count
   * @throws Failure if there is no such file or directory, or nothing in it
   */
  static List<String> manifests(Console console, List<String> names, boolean recursive) {
    List<String> files = new ArrayList<>();
    for (String name : names) {
      Path path = console.resolve(name);
      if (name.equals(STANDARD_INPUT)) {
        files.add(name);
      } else if (Files.isDirectory(path)) {
        int before = files.size();
        listed(name, path, recursive, files);
        if (files.size() == before) {
          throw new Failure(
              "error reading [" + name + "]: recognized file extensions are [.json .yaml .yml]");
        }
      } else if (Files.exists(path)) {
        files.add(name);
      } else {
        throw new Failure("the path \"" + name + "\" does not exist");
      }
    }
    return files;
  }

  private static void listed(String name, Path directory, boolean recursive, List<String> files) {
    try (Stream<Path> found = Files.walk(directory, recursive ? Integer.MAX_VALUE : 1)) {
      found
          .filter(file -> isManifest(file) && Files.isRegularFile(file))
          .map(file -> Path.of(name).resolve(directory.relativize(file)).toString())
          .sorted()
          .forEach(files::add);
    } catch (UncheckedIOException e) {
      throw failure(name, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  private static boolean isManifest(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** The failure that {@code e} is, with the name of the file. */
  static Failure failure(String file, IOException e) {
    return new Failure(file + ": " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "is not a directory";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
