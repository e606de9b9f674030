package io.github.s3agrants.mistakes;

import java.time.Duration;
import java.util.List;

/**
 * A set-up that is wrong in one way.
 *
 * @param name what is wrong, in a few words
 * @param setup makes it so
 * @param failure the class of the exception that a job gets
 * @param bound the longest time until it gets it, with S3A's default retries
 * @param words texts in its messages, and in docs/troubleshooting.md: the key, or the action to
 *     take
 * @param details texts in its messages alone
 */
public record Mistake(
    String name,
    Setup setup,
    Class<? extends Throwable> failure,
    Duration bound,
    List<String> words,
    List<String> details) {
  /** Makes a set-up wrong. */
  @FunctionalInterface
  public interface Setup {
    /** Changes what is right, and adds what must be closed. */
    void prepare(Scene scene) throws Exception;
  }

  public Mistake {
    words = List.copyOf(words);
    details = List.copyOf(details);
  }

  /** Prepares the set-up. The caller closes it. */
  public Scene prepare() throws Exception {
    Scene scene = new Scene();
    try {
      setup.prepare(scene);
      return scene;
    } catch (Exception | Error e) {
      scene.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
