package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.FieldValidation;
import io.github.s3agrants.emulator.grants.ResourceTags;
import io.github.s3agrants.emulator.identity.UrlText;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The HTTP bindings of the tags of instances, locations and grants. */
final class TagOperations {
  private static final int MAX_ARN = 1011;
  private static final Pattern ARN = Pattern.compile("arn:[^:]+:s3(express)?:[^:].*");

  private final ResourceTags tags;

  TagOperations(ResourceTags tags) {
    this.tags = tags;
  }

  ControlResponse tag(Handler.Request request) throws AwsException {
    String arn = arn(request);
    XmlElement root = Documents.parse(request.call(), "TagResourceRequest");
    if (root.child("Tags").isEmpty()) {
      throw Fields.invalid("Tags", "is required");
    }
    tags.add(request.account(), arn, Documents.tags(root));
    return ControlResponse.noContent();
  }

  ControlResponse untag(Handler.Request request) throws AwsException {
    String arn = arn(request);
    List<String> keys = new ArrayList<>();
    for (UrlText.Parameter parameter : UrlText.query(request.call().signed().rawQuery())) {
      if (parameter.name().equals("tagKeys")) {
        keys.add(parameter.value());
      }
    }
    if (keys.size() > FieldValidation.MAX_TAGS) {
      throw Fields.invalid("TagKeys", "may have at most " + FieldValidation.MAX_TAGS + " items");
    }
    tags.remove(request.account(), arn, keys);
    return ControlResponse.noContent();
  }

  ControlResponse list(Handler.Request request) throws AwsException {
    List<XmlElement> entries = new ArrayList<>();
    tags.list(request.account(), arn(request))
        .forEach(
            (key, value) ->
                entries.add(
                    XmlElement.of(
                        "Tag", XmlElement.of("Key", key), XmlElement.of("Value", value))));
    return ControlResponse.xml(
        200, XmlElement.of("ListTagsForResourceResult", new XmlElement("Tags", "", entries)));
  }

  private static String arn(Handler.Request request) throws AwsException {
    String arn = request.resource();
    FieldValidation.text(arn, "ResourceArn", 1, MAX_ARN, ARN);
    return arn;
  }
}
