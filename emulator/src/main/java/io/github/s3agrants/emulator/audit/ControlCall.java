package io.github.s3agrants.emulator.audit;

import io.github.s3agrants.emulator.identity.Credential;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answered call to S3 Control.
 *
 * @param operation the AWS name of the operation
 * @param caller the verified signer
 * @param account the account of the Access Grants instance
 * @param sourceIp the address of the client
 * @param host the Host header; null: not sent
 * @param userAgent null: not sent
 * @param query the decoded query parameters
 * @param requestId the ID in the answer
 * @param errorCode null: the call succeeded
 * @param errorMessage null: the call succeeded
 * @param bytesIn the length of the request's body
 * @param bytesOut the length of the answer's body
 */
public record ControlCall(
    String operation,
    Credential caller,
    String account,
    String sourceIp,
    @Nullable String host,
    @Nullable String userAgent,
    Map<String, String> query,
    String requestId,
    @Nullable String errorCode,
    @Nullable String errorMessage,
    int bytesIn,
    int bytesOut) {}
