package io.github.s3agrants.tools;

import static io.github.s3agrants.fixture.S3AFixture.grant;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Operation;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.AtOnce;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testing.Slow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor says which service fails, and what to do, whatever the services do. */
@Slow
@Tag(TestServices.LISTS_CALLER_GRANTS)
@Tag(TestServices.WAITS)
class DoctorFaultsTest {
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** Longer than any call of the doctor waits. */
  private static final Fault SILENT = Fault.latency(Duration.ofSeconds(100));

  private static final List<Fault> FAULTS =
      List.of(
          Fault.denied(),
          Fault.throttling(),
          Fault.internalError(),
          Fault.dropped(),
          Fault.error(403, "ExpiredToken"),
          Fault.error(403, "InvalidAccessKeyId"),
          Fault.error(403, "RequestTimeTooSkewed"),
          Fault.error(404, "AccessGrantsInstanceNotExistsError"),
          Fault.error(403, "StsNotAuthorizedError"),
          Fault.error(400, "InvalidRequest"),
          Fault.error(403, "SomethingNew"));

  /** What the report calls each operation. */
  private static final Map<Operation, String> OPERATIONS =
      Map.of(
          ControlOperation.GET_CALLER_IDENTITY, "sts:GetCallerIdentity",
          ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX,
              "s3:GetAccessGrantsInstanceForPrefix",
          ControlOperation.GET_DATA_ACCESS, "GetDataAccess",
          ControlOperation.LIST_CALLER_ACCESS_GRANTS, "s3:ListCallerAccessGrants");

  private static final AtOnce<List<Object>, DoctorRun> RUNS = new AtOnce<>(8);

  private static S3AFixture s3a;

  /** All at the same time, because the slow ones only wait. */
  @BeforeAll
  static void start() throws IOException {
    s3a = S3AFixture.start(grant(ALICE, Permission.READWRITE, "lake/team/*"));
    s3a.upload("/team/f", "text");
    for (Operation operation : OPERATIONS.keySet()) {
      examine(operation, SILENT);
      FAULTS.forEach(fault -> examine(operation, fault));
    }
  }

  private static void examine(Operation operation, Fault fault) {
    RUNS.start(
        List.of(operation, fault),
        () -> {
          try (S3AFixture faulty =
              S3AFixture.start(grant(ALICE, Permission.READWRITE, "lake/team/*"))) {
            faulty.emulator.faults().set(operation, fault);
            long start = System.nanoTime();
            DoctorRun run = DoctorRun.with(faulty.grants(ALICE), "s3a://lake/team");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
            faulty.emulator.faults().clear();
            return run;
          }
        });
  }

  private static DoctorRun run(Operation operation, Fault fault) throws Exception {
    return RUNS.get(List.of(operation, fault));
  }

  @AfterAll
  static void stop() throws IOException {
    RUNS.close();
    s3a.close();
  }

  static Stream<Arguments> faults() {
    return OPERATIONS.keySet().stream()
        .flatMap(operation -> FAULTS.stream().map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void names_the_call_that_fails(Operation operation, Fault fault) throws Exception {
    DoctorRun run = run(operation, fault);
    assertThat(run.exitStatus()).as(run.text()).isPositive();
    // That the caller is refused a grant is not a fault of GetDataAccess itself.
    if (!isRefusalOfGrants(operation, fault)) {
      assertThat(run.lines("WARNING", "FAILED"))
          .as(run.text())
          .anySatisfy(line -> assertThat(line).contains(OPERATIONS.get(operation)));
    }
    assertThat(run.text()).contains("Remedy: ").doesNotContain(ALICE.secretKey());
  }

  private static boolean isRefusalOfGrants(Operation operation, Fault fault) {
    return operation == ControlOperation.GET_DATA_ACCESS
        && (fault.equals(Fault.denied()) || "StsNotAuthorizedError".equals(fault.code()));
  }

  static Stream<Operation> operations() {
    return OPERATIONS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void does_not_wait_for_ever(Operation operation) throws Exception {
    DoctorRun run = run(operation, SILENT);
    assertThat(run.exitStatus()).as(run.text()).isPositive();
  }

  static Stream<Arguments> faultsOfS3() {
    return Stream.of(
        Arguments.of(S3Operation.HEAD_OBJECT, Fault.error(403, "AccessDenied")),
        Arguments.of(S3Operation.LIST_OBJECTS_V2, Fault.error(403, "AccessDenied")),
        Arguments.of(S3Operation.PUT_OBJECT, Fault.error(403, "AccessDenied")),
        Arguments.of(S3Operation.GET_OBJECT, Fault.error(403, "AccessDenied")),
        Arguments.of(S3Operation.DELETE_OBJECT, Fault.error(403, "AccessDenied")),
        Arguments.of(S3Operation.PUT_OBJECT, Fault.internalError()));
  }

  /** A grant is there, and S3 refuses all the same: the role, a key, a bucket policy. */
  @ParameterizedTest
  @MethodSource("faultsOfS3")
  void tells_what_s3_itself_refuses(Operation operation, Fault fault) throws Exception {
    s3a.emulator.faults().set(operation, fault);
    DoctorRun run = DoctorRun.with(s3a.grants(ALICE), "s3a://lake/team", "--write");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
    assertThat(run.lines("FAILED")).as(run.text()).isNotEmpty();
    s3a.emulator.faults().clear();
    try (var fs = s3a.open(ALICE)) {
      assertThat(fs.listStatus(new Path("/team")).length)
          .as("what the doctor wrote is gone, or it says so: " + run.text())
          .isLessThanOrEqualTo(run.text().contains("may still be there") ? 2 : 1);
      fs.delete(new Path("/team"), true);
    }
    s3a.upload("/team/f", "text");
  }
}
