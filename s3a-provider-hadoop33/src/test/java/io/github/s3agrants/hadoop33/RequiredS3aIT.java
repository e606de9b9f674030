package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** On an S3A that does not audit requests, as those of Hadoop 3.3.0 and 3.3.1, nothing starts. */
class RequiredS3aIT {
  /** S3A's auditing came with Hadoop 3.3.2. */
  private static final String AUDITING = "org.apache.hadoop.fs.s3a.audit.AuditIntegration";

  /** Loads this library's classes itself, and finds no auditing. */
  private static final class Older extends ClassLoader {
    Older() {
      super(RequiredS3aIT.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(AUDITING)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.github.s3agrants.hadoop33.")) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in =
          requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"), name)) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void the_provider_cannot_be_loaded_and_says_what_to_use() {
    LinkageError refused =
        assertThrows(
            LinkageError.class,
            () ->
                Class.forName(
                    AccessGrantsV1CredentialsProvider.class.getName(), true, new Older()));
    assertThat(refused)
        .hasMessageContaining("needs S3A of Hadoop 3.3.2 to 3.3.6")
        .hasMessageContaining("Use Hadoop 3.4 with s3a-access-grants");
  }
}
