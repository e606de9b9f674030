package io.github.s3agrants.request;

import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.http.Header;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Finds out how many bytes of an object a request transfers, as its headers announce them. */
final class TransferredBytes {
  /** The size of the object, if its upload is chunked (Signature Version 4 for chunked uploads). */
  private static final String DECODED_LENGTH = "x-amz-decoded-content-length";

  private TransferredBytes() {}

  /** The bytes of a successful request; 0 for one that transfers no object. */
  static long of(Context.ModifyHttpResponse context) {
    SdkHttpResponse response = context.httpResponse();
    if (!response.isSuccessful()) {
      return 0;
    }
    SdkRequest request = context.request();
    if (request instanceof GetObjectRequest) {
      return length(response.firstMatchingHeader(Header.CONTENT_LENGTH));
    }
    if (request instanceof PutObjectRequest || request instanceof UploadPartRequest) {
      return length(
          context
              .httpRequest()
              .firstMatchingHeader(DECODED_LENGTH)
              .or(() -> context.httpRequest().firstMatchingHeader(Header.CONTENT_LENGTH)));
    }
    return 0;
  }

  private static long length(Optional<String> header) {
    try {
      return header.isPresent() ? Math.max(0, Long.parseLong(header.get())) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
