package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import java.util.Map;
import java.util.Optional;

/** Executes one operation for an authenticated and authorized caller. */
@FunctionalInterface
interface Handler {

  /**
   * A call that is dispatched to its operation.
   *
   * @param call the request
   * @param account S3 Control: the account of the instance; STS: empty
   * @param resource the ID or ARN in the path; empty if the operation has none
   * @param form STS: the form; S3 Control: empty
   * @param caller the signer
   * @param requestId the ID of the response
   */
  record Request(
      ControlRequest call,
      String account,
      String resource,
      Map<String, String> form,
      Credential caller,
      String requestId) {

    Principal principal() {
      return caller.principal();
    }

    Optional<String> parameter(String name) {
      return call.parameter(name);
    }
  }

  ControlResponse answer(Request request) throws AwsException;
}
