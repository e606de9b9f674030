package io.github.s3agrants.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The source of a copy, in the two forms in which SDKs pass it. */
class CopySourceTest {
  @ParameterizedTest
  @CsvSource({
    "b/src/a%20b%2Bc%25, b, src/a b+c%",
    "/b/dst/a, b, dst/a",
    "b/dst/a?versionId=3, b, dst/a",
    "b/dst/a+b, b, dst/a+b",
    "b/dst/k%2B1, b, dst/k+1",
    "b//k, b, /k",
    "b/k?x, b, k?x",
  })
  void a_header_is_decoded_and_a_plus_is_a_plus(String header, String bucket, String key)
      throws Exception {
    CopySource source = CopySource.of(null, null, header);
    assertEquals(bucket, source.bucket());
    assertEquals(key, source.key());
  }

  @Test
  void bucket_and_key_are_taken_raw_and_before_the_header() throws Exception {
    CopySource source = CopySource.of("b", "a%20", "other/k");
    assertThat(source.bucket()).isEqualTo("b");
    assertThat(source.key()).isEqualTo("a%20");
    assertThat(CopySource.of("b", null, "other/k").bucket()).isEqualTo("other");
    assertThat(CopySource.of(null, "k", "other/q").key()).isEqualTo("q");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"b", "b/", "/", "//k", "b/dst/%zz", "b/%"})
  void what_names_no_source_is_refused(String header) {
    UngrantableException e =
        assertThrows(UngrantableException.class, () -> CopySource.of(null, null, header));
    assertThat(e.reason()).isEqualTo(UngrantableException.Reason.BAD_REQUEST);
  }
}
