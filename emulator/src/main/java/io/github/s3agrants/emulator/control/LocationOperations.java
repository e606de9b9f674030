package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.Locations;
import io.github.s3agrants.emulator.xml.XmlElement;

/** The HTTP bindings of locations. */
final class LocationOperations {
  private final Locations locations;

  LocationOperations(Locations locations) {
    this.locations = locations;
  }

  ControlResponse create(Handler.Request request) throws AwsException {
    XmlElement root = Documents.parse(request.call(), "CreateAccessGrantsLocationRequest");
    Locations.View created =
        locations.create(
            request.account(),
            Documents.required(root, "LocationScope"),
            Documents.required(root, "IAMRoleArn"),
            Documents.tags(root));
    return ControlResponse.xml(200, render("CreateAccessGrantsLocationResult", created));
  }

  ControlResponse get(Handler.Request request) throws AwsException {
    Locations.View found = locations.get(request.account(), request.resource());
    return ControlResponse.xml(200, render("GetAccessGrantsLocationResult", found));
  }

  ControlResponse list(Handler.Request request) throws AwsException {
    return Documents.list(
        "ListAccessGrantsLocationsResult",
        "AccessGrantsLocationsList",
        locations.list(
            request.account(),
            request.parameter("locationscope").orElse(null),
            Documents.page(request)),
        view -> render("AccessGrantsLocation", view));
  }

  ControlResponse update(Handler.Request request) throws AwsException {
    XmlElement root = Documents.parse(request.call(), "UpdateAccessGrantsLocationRequest");
    Locations.View updated =
        locations.update(
            request.account(), request.resource(), Documents.required(root, "IAMRoleArn"));
    return ControlResponse.xml(200, render("UpdateAccessGrantsLocationResult", updated));
  }

  ControlResponse delete(Handler.Request request) throws AwsException {
    locations.delete(request.account(), request.resource());
    return ControlResponse.empty();
  }

  private static XmlElement render(String name, Locations.View view) {
    return XmlElement.of(
        name,
        XmlElement.of("CreatedAt", view.location().createdAt().toString()),
        XmlElement.of("AccessGrantsLocationId", view.location().id()),
        XmlElement.of("AccessGrantsLocationArn", view.arn()),
        XmlElement.of("LocationScope", view.location().scopeText()),
        XmlElement.of("IAMRoleArn", view.location().iamRoleArn()));
  }
}
