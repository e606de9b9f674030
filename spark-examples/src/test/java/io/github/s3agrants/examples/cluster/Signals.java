package io.github.s3agrants.examples.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files in a local folder by which tasks and the test wait for one another. They work while the
 * driver does not.
 */
final class Signals implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String folder;

  Signals(String folder) {
    this.folder = folder;
  }

  /** Gives a signal, with a text that may be empty and has no slash. */
  void give(String name, String text) throws IOException {
    Files.createFile(Path.of(folder, name + "=" + text));
  }

  /** The texts with which a signal was given so far. */
  List<String> given(String name) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .map(file -> file.getFileName().toString().split("=", 2))
          .filter(parts -> parts[0].equals(name))
          .map(parts -> parts[1])
          .sorted()
          .toList();
    }
  }

  /** Waits until a signal has been given so many times, and returns their texts. */
  List<String> await(String name, int times) throws IOException, InterruptedException {
    return Deadline.await(
        name, () -> Optional.of(given(name)).filter(texts -> texts.size() >= times));
  }

  /**
   * Waits for other tasks that come to the same place. Tasks that meet run at the same time, so on
   * executors with one core each runs on another executor.
   */
  void meet(String place, int tasks) throws IOException, InterruptedException {
    give(place, UUID.randomUUID().toString());
    await(place, tasks);
  }
}
