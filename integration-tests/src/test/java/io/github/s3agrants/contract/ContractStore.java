package io.github.s3agrants.contract;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * An emulator with a bucket for all suites and one for those of the root directory; somebody who
 * may do everything with his own credentials, and somebody who may do nothing with hers, but has a
 * grant of one directory of the first bucket and of the second bucket.
 */
final class ContractStore implements AutoCloseable {
  static final String BUCKET = "lake";
  static final String ROOT_BUCKET = "root";
  static final String TEAM = "contract/team/";

  private static final String ACCOUNT = "111122223333";
  private static final String LOCATION = "s3://";
  private static final Principal OWNER = principal("owner").withS3("s3://*", Permission.READWRITE);
  private static final Principal GRANTEE = principal("grantee");

  private final AccessGrantsEmulator emulator;
  private final ContractMode mode;

  private ContractStore(AccessGrantsEmulator emulator, ContractMode mode) {
    this.emulator = emulator;
    this.mode = mode;
  }

  private static Principal principal(String name) {
    return Principal.of(
        name,
        "AKIACONTRACT" + name.toUpperCase(Locale.ROOT),
        "secret-of-" + name + "-0123456789abcdef",
        "arn:aws:iam::" + ACCOUNT + ":user/" + name);
  }

  static ContractStore start(ContractMode mode) throws IOException {
    return new ContractStore(
        AccessGrantsEmulator.builder()
            .region("us-east-1")
            .account(ACCOUNT)
            .principal(OWNER)
            .principal(GRANTEE)
            .bucket(BUCKET, ROOT_BUCKET)
            .location(LOCATION, "arn:aws:iam::" + ACCOUNT + ":role/s3ag-location-role")
            .grant(LOCATION, BUCKET + "/" + TEAM + "*", GRANTEE.name(), Permission.READWRITE)
            .grant(LOCATION, ROOT_BUCKET + "/*", GRANTEE.name(), Permission.READWRITE)
            .start(),
        mode);
  }

  private Principal user() {
    return mode.vended() ? GRANTEE : OWNER;
  }

  /** S3A's settings for the mode, on this store. */
  Configuration configuration() {
    Configuration conf = new Configuration(false);
    conf.set("fs.contract.test.fs.s3a", "s3a://" + BUCKET + "/");
    conf.set("fs.s3a.endpoint", emulator.endpoints().s3().toString());
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.setBoolean("fs.s3a.path.style.access", true);
    conf.setBoolean("fs.s3a.connection.expect.continue", false);
    conf.set("fs.s3a.access.key", user().accessKey());
    conf.set("fs.s3a.secret.key", user().secretKey());
    conf.set("fs.s3a.input.stream.type", mode.stream());
    if (mode.vended()) {
      conf.set("fs.s3a.aws.credentials.provider", AccessGrantsCredentialsProvider.class.getName());
      conf.set("fs.s3a.audit.execution.interceptors", AccessGrantsInterceptor.class.getName());
      conf.set("fs.s3a.accessgrants.endpoint", emulator.endpoints().s3Control().toString());
      conf.set("fs.s3a.accessgrants.sts.endpoint", emulator.endpoints().sts().toString());
    } else {
      conf.set(
          "fs.s3a.aws.credentials.provider",
          "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    }
    return conf;
  }

  /** How many S3 requests so far were not signed as the mode says. */
  long signedOtherwise() {
    SignerKind wrong = mode.vended() ? SignerKind.BASE : SignerKind.VENDED;
    return emulator.journal().service(Service.S3).signer(wrong).entries().size();
  }

  @Override
  public void close() throws IOException {
    emulator.close();
  }
}
