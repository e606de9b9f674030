package io.github.s3agrants.hadoop33;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A class path without modules of version 2 of the AWS SDK is refused when S3A is opened. */
class MissingSdkIT {
  private static final String ALL_IS_NEEDED =
      "Add s3, s3control, sts and apache-client of software";

  @ParameterizedTest
  @CsvSource({
    "software/amazon/awssdk/.*, " + ALL_IS_NEEDED,
    "software/amazon/awssdk/sdk-core/.*, " + ALL_IS_NEEDED,
    "software/amazon/awssdk/s3/.*, " + ALL_IS_NEEDED,
    "software/amazon/awssdk/apache-client/.*, " + ALL_IS_NEEDED,
    "software/amazon/awssdk/s3control/.*, awssdk:s3control is not on the class path",
    "software/amazon/awssdk/sts/.*, awssdk:sts is not on the class path",
  })
  void is_refused(String missing, String message) throws Exception {
    try (URLClassLoader loader = without(Pattern.compile(".*/" + missing))) {
      Class<?> configuration = loader.loadClass(Configuration.class.getName());
      Class<?> provider = loader.loadClass(AccessGrantsV1CredentialsProvider.class.getName());
      Object conf = configuration.getConstructor(boolean.class).newInstance(false);

      InvocationTargetException refused =
          assertThrows(
              InvocationTargetException.class,
              () ->
                  provider
                      .getConstructor(URI.class, configuration)
                      .newInstance(URI.create("s3a://lake"), conf));

      assertThat(refused.getCause()).isInstanceOf(IOException.class).hasMessageContaining(message);
    }
  }

  /** The class path of the tests without some of its jars. */
  private static URLClassLoader without(Pattern missing) {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    URL[] urls =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(all)
            .filter(entry -> !missing.matcher(entry.replace(File.separatorChar, '/')).matches())
            .map(MissingSdkIT::url)
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
