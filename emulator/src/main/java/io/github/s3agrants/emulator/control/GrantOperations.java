package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.AccessGrantsInstance;
import io.github.s3agrants.emulator.grants.DataAccess;
import io.github.s3agrants.emulator.grants.Grant;
import io.github.s3agrants.emulator.grants.Location;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The operations of S3 Access Grants; the caller is authenticated and, where it has to be, an
 * administrator.
 */
final class GrantOperations {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final int MAX_RESULTS = 1000;

  private final String account;
  private final AccessGrantsInstance instance;
  private final DataAccess dataAccess;
  private final Predicate<String> bucketExists;

  GrantOperations(
      String account,
      AccessGrantsInstance instance,
      DataAccess dataAccess,
      Predicate<String> bucketExists) {
    this.account = account;
    this.instance = instance;
    this.dataAccess = dataAccess;
    this.bucketExists = bucketExists;
  }

  HttpReply createInstance(HttpCall call) throws AwsException {
    requireOwnAccount(call);
    if (call.body().length > 0
        && XmlParser.parse(call.body()).child("IdentityCenterArn").isPresent()) {
      throw Fields.invalid("IdentityCenterArn", "the emulator has no IAM Identity Center");
    }
    String createdAt = instance.create().toString();
    return HttpReply.xml(
        200,
        XmlElement.of(
            "CreateAccessGrantsInstanceResult",
            XmlElement.of("CreatedAt", createdAt),
            XmlElement.of("AccessGrantsInstanceId", "default"),
            XmlElement.of("AccessGrantsInstanceArn", instance.arn())));
  }

  HttpReply createLocation(HttpCall call) throws AwsException {
    requireOwnAccount(call);
    XmlElement root = XmlParser.parse(call.body());
    Location location =
        instance.createLocation(
            Fields.required(root.childText("LocationScope"), "LocationScope"),
            Fields.required(root.childText("IAMRoleArn"), "IAMRoleArn"));
    return HttpReply.xml(
        200,
        XmlElement.of(
            "CreateAccessGrantsLocationResult",
            XmlElement.of("CreatedAt", location.createdAt().toString()),
            XmlElement.of("AccessGrantsLocationId", location.id()),
            XmlElement.of("AccessGrantsLocationArn", instance.arn() + "/location/" + location.id()),
            XmlElement.of("LocationScope", location.scopeText()),
            XmlElement.of("IAMRoleArn", location.iamRoleArn())));
  }

  HttpReply createGrant(HttpCall call) throws AwsException {
    requireOwnAccount(call);
    Grant grant = instance.createGrant(GrantDocuments.parse(call));
    return HttpReply.xml(
        200, GrantDocuments.render("CreateAccessGrantResult", grant, instance.arn()));
  }

  /** Filters and pages; a page token is the number of grants that were seen. */
  HttpReply listGrants(HttpCall call) throws AwsException {
    requireOwnAccount(call);
    List<Grant> matching = instance.grants().stream().filter(filter(call)).toList();
    Optional<String> token = call.parameter("nextToken");
    Optional<String> limit = call.parameter("maxResults");
    int from = token.isEmpty() ? 0 : Fields.number(token.get(), "NextToken", 0, Integer.MAX_VALUE);
    int most =
        limit.isEmpty() ? MAX_RESULTS : Fields.number(limit.get(), "MaxResults", 0, MAX_RESULTS);
    int start = Math.min(from, matching.size());
    int end = Math.min(start + (most == 0 ? MAX_RESULTS : most), matching.size());
    List<XmlElement> entries = new ArrayList<>();
    for (Grant grant : matching.subList(start, end)) {
      entries.add(GrantDocuments.render("AccessGrant", grant, instance.arn()));
    }
    return HttpReply.xml(
        200,
        XmlElement.of(
            "ListAccessGrantsResult",
            end < matching.size() ? XmlElement.of("NextToken", Integer.toString(end)) : null,
            new XmlElement("AccessGrantsList", "", entries)));
  }

  private static Predicate<Grant> filter(HttpCall call) {
    return grant ->
        call.parameter("granteeidentifier").map(grant.grantee()::equals).orElse(true)
            && call.parameter("granteetype").map("IAM"::equals).orElse(true)
            && call.parameter("permission").map(grant.permission().name()::equals).orElse(true)
            && call.parameter("grantscope").map(grant.scope().uri()::equals).orElse(true);
  }

  HttpReply deleteGrant(HttpCall call, String id) throws AwsException {
    requireOwnAccount(call);
    instance.deleteGrant(id);
    return HttpReply.noContent();
  }

  HttpReply getDataAccess(HttpCall call, Principal caller) throws AwsException {
    requireOwnAccount(call);
    instance.requireCreated();
    DataAccess.Result result = dataAccess.vend(caller, DataAccessParameters.parse(call));
    Credential credential = result.credential();
    return HttpReply.xml(
        200,
        XmlElement.of(
            "GetDataAccessResult",
            XmlElement.of(
                "Credentials",
                XmlElement.of("AccessKeyId", credential.accessKeyId()),
                XmlElement.of("SecretAccessKey", credential.secretKey()),
                XmlElement.of("SessionToken", Objects.requireNonNull(credential.sessionToken())),
                XmlElement.of(
                    "Expiration", Objects.requireNonNull(credential.expiration()).toString())),
            XmlElement.of("MatchedGrantTarget", result.scope().uri()),
            GrantDocuments.grantee(result.grant())));
  }

  /** Any account may ask; the answer names the account that owns the bucket. */
  HttpReply getInstanceForPrefix(HttpCall call) throws AwsException {
    accountHeader(call);
    String prefix = Fields.required(call.parameter("s3prefix"), "S3Prefix");
    S3Scope scope;
    try {
      scope = S3Scope.parse(prefix);
    } catch (IllegalArgumentException e) {
      throw Fields.invalid("S3Prefix", String.valueOf(e.getMessage()));
    }
    instance.requireCreated();
    if (!bucketExists.test(scope.bucket())) {
      throw AccessGrantsInstance.notExists();
    }
    return HttpReply.xml(
        200,
        XmlElement.of(
            "GetAccessGrantsInstanceForPrefixResult",
            XmlElement.of("AccessGrantsInstanceArn", instance.arn()),
            XmlElement.of("AccessGrantsInstanceId", "default")));
  }

  /** The instance lives in one account; another account has none. */
  private void requireOwnAccount(HttpCall call) throws AwsException {
    if (!accountHeader(call).equals(account)) {
      throw AccessGrantsInstance.notExists();
    }
  }

  private static String accountHeader(HttpCall call) throws AwsException {
    String sent =
        Fields.required(
            Optional.ofNullable(call.signed().header("x-amz-account-id")), "x-amz-account-id");
    if (!ACCOUNT.matcher(sent).matches()) {
      throw Fields.invalid("x-amz-account-id", "must be 12 digits");
    }
    return sent;
  }
}
