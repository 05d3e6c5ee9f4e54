package io.kybern.conformance.both;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A class-data archive (JEP 350) of what {@link Probe} loads, as a program would make it of itself
 * at build time.
 */
final class ArchivedClasses {
  private final Path archive;
  private final String classPath;

  private ArchivedClasses(Path archive, String classPath) {
    this.archive = archive;
    this.classPath = classPath;
  }

  /** Runs {@link Probe} once to see which classes it needs. */
  static ArchivedClasses make(Path folder, String mode) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path archive = folder.resolve(mode + ".jsa");
    Files.deleteIfExists(archive);
    ArchivedClasses made = new ArchivedClasses(archive, jarsOnly(folder));
    Process process = made.start("-XX:ArchiveClassesAtExit=" + archive, mode);
    process.getInputStream().readAllBytes();
    int code = process.waitFor();
    if (code != 0 || !Files.exists(archive)) {
      throw new IOException("no archive " + archive + ", exit code " + code);
    }
    return made;
  }

  Process start(String mode) throws IOException {
    return start("-XX:SharedArchiveFile=" + archive, mode);
  }

  private Process start(String flag, String mode) throws IOException {
    return FiguresTest.start(classPath, mode, new String[] {flag, "-Xshare:auto", "-Xlog:disable"});
  }

  /** The class path of this process; its folders, which cannot be archived, as jars. */
  private static String jarsOnly(Path folder) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(part);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve(parts.size() + ".jar");
        pack(path, jar);
        parts.add(jar.toString());
      } else if (Files.exists(path)) {
        parts.add(part);
      }
    }
    return String.join(File.pathSeparator, parts);
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(folder)) {
      for (Path one : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(
            new JarEntry(folder.relativize(one).toString().replace(File.separatorChar, '/')));
        Files.copy(one, out);
        out.closeEntry();
      }
    }
  }
}
