package io.github.s3agrants.contract;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.TestedDoor;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * An emulator with two buckets, the second for the suites of the root directory, and two
 * principals. The owner's base credentials may do anything on S3. The grantee's base credentials
 * may do nothing; the grantee has READWRITE grants of one directory of the first bucket and of all
 * of the second.
 */
final class ContractStore implements AutoCloseable {
  static final String BUCKET = "lake";
  static final String ROOT_BUCKET = "root";
  static final String TEAM = "contract/team/";

  private static final Principal OWNER =
      TestPrincipals.named("owner").withS3("s3://*", Permission.READWRITE);
  private static final Principal GRANTEE = TestPrincipals.named("grantee");

  private final AccessGrantsEmulator emulator;
  private final ContractMode mode;

  private ContractStore(AccessGrantsEmulator emulator, ContractMode mode) {
    this.emulator = emulator;
    this.mode = mode;
  }

  static ContractStore start(ContractMode mode) throws IOException {
    var builder =
        AccessGrantsEmulator.builder()
            .region("us-east-1")
            .account(TestPrincipals.ACCOUNT)
            .principal(OWNER)
            .principal(GRANTEE)
            .bucket(BUCKET, ROOT_BUCKET)
            .location(TestLake.LOCATION, TestPrincipals.LOCATION_ROLE)
            .grant(
                TestLake.LOCATION, BUCKET + "/" + TEAM + "*", GRANTEE.name(), Permission.READWRITE)
            .grant(TestLake.LOCATION, ROOT_BUCKET + "/*", GRANTEE.name(), Permission.READWRITE);
    if (mode == ContractMode.VENDED_CLASSIC_FORBIDDEN) {
      builder.fault(ControlOperation.LIST_CALLER_ACCESS_GRANTS, Fault.denied());
    }
    return new ContractStore(builder.start(), mode);
  }

  private Principal user() {
    return mode.vended() ? GRANTEE : OWNER;
  }

  /** The configuration of S3A for this store and mode. */
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
      TestedDoor.turnOn(conf);
      conf.set("fs.s3a.accessgrants.endpoint", emulator.endpoints().s3Control().toString());
      conf.set("fs.s3a.accessgrants.sts.endpoint", emulator.endpoints().sts().toString());
      if (mode == ContractMode.VENDED_CLASSIC_OFF) {
        conf.set("fs.s3a.accessgrants.grants.discovery", "off");
      }
    } else {
      conf.set(
          "fs.s3a.aws.credentials.provider",
          "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    }
    return conf;
  }

  /** The number of S3 requests so far that were signed with the credentials of the other mode. */
  long signedOtherwise() {
    SignerKind wrong = mode.vended() ? SignerKind.BASE : SignerKind.VENDED;
    return emulator.journal().service(Service.S3).signer(wrong).entries().size();
  }

  @Override
  public void close() throws IOException {
    emulator.close();
  }
}
