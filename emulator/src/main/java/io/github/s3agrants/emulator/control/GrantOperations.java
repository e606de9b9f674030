package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.FieldValidation;
import io.github.s3agrants.emulator.grants.GrantFilter;
import io.github.s3agrants.emulator.grants.GranteeType;
import io.github.s3agrants.emulator.grants.Grants;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP bindings of grants. */
final class GrantOperations {
  private final Grants grants;

  GrantOperations(Grants grants) {
    this.grants = grants;
  }

  ControlResponse create(Handler.Request request) throws AwsException {
    Grants.View created = grants.create(request.account(), GrantDocuments.parse(request.call()));
    return ControlResponse.xml(200, GrantDocuments.render("CreateAccessGrantResult", created));
  }

  ControlResponse get(Handler.Request request) throws AwsException {
    Grants.View found = grants.get(request.account(), request.resource());
    return ControlResponse.xml(200, GrantDocuments.render("GetAccessGrantResult", found));
  }

  ControlResponse list(Handler.Request request) throws AwsException {
    GrantFilter filter =
        new GrantFilter(
            oneOf(request, "granteetype", "GranteeType", GranteeType.class),
            request.parameter("granteeidentifier").orElse(null),
            oneOf(request, "permission", "Permission", Permission.class),
            request.parameter("grantscope").orElse(null),
            request.parameter("application_arn").orElse(null));
    return Documents.list(
        "ListAccessGrantsResult",
        "AccessGrantsList",
        grants.list(request.account(), filter, Documents.page(request)),
        view -> GrantDocuments.render("AccessGrant", view));
  }

  ControlResponse listOfCaller(Handler.Request request) throws AwsException {
    Optional<String> byApplication = request.parameter("allowedByApplication");
    return Documents.list(
        "ListCallerAccessGrantsResult",
        "CallerAccessGrantsList",
        grants.listOf(
            request.account(),
            request.principal(),
            request.parameter("grantscope").orElse(null),
            byApplication.isPresent() && flag(byApplication.get()),
            Documents.page(request)),
        GrantDocuments::renderForCaller);
  }

  ControlResponse delete(Handler.Request request) throws AwsException {
    grants.delete(request.account(), request.resource());
    return ControlResponse.empty();
  }

  private static boolean flag(String value) throws AwsException {
    if (!value.equals("true") && !value.equals("false")) {
      throw Fields.invalid("AllowedByApplication", "must be true or false");
    }
    return value.equals("true");
  }

  private static <E extends Enum<E>> @Nullable E oneOf(
      Handler.Request request, String parameter, String member, Class<E> type) throws AwsException {
    Optional<String> sent = request.parameter(parameter);
    return sent.isEmpty() ? null : FieldValidation.oneOf(sent.get(), member, type);
  }
}
