// The Access Grants workflow with the AWS SDK for JavaScript; prints OK and ends with 0 if all of it holds.
//
//   node workflow.mjs '{"s3":"http://127.0.0.1:40001","s3control":"http://127.0.0.1:40002","sts":"http://127.0.0.1:40002/sts"}'
//
// The argument is the line that the emulator prints when it is ready. ADMIN_KEY and ADMIN_SECRET are the
// administrator's credentials, USER_KEY and USER_SECRET those of user/alice, who has no access of her own;
// the bucket "lake" is there, the Access Grants instance is not.
import assert from "node:assert/strict";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateAccessGrantCommand,
  CreateAccessGrantsInstanceCommand,
  CreateAccessGrantsLocationCommand,
  DeleteAccessGrantCommand,
  GetAccessGrantsInstanceForPrefixCommand,
  GetDataAccessCommand,
  S3ControlClient,
  paginateListAccessGrants,
} from "@aws-sdk/client-s3-control";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const endpoints = JSON.parse(process.argv[2]);
const region = "us-east-1";
const admin = { accessKeyId: process.env.ADMIN_KEY, secretAccessKey: process.env.ADMIN_SECRET };
const alice = { accessKeyId: process.env.USER_KEY, secretAccessKey: process.env.USER_SECRET };
const Bucket = "lake";

// Path-style, as every S3 client needs it here.
const s3 = (credentials) => new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true, maxAttempts: 1 });
// The endpoint's rules put the account ID before its host, which an address cannot take; this answers it as it is.
const control = (credentials) =>
  new S3ControlClient({ endpointProvider: () => ({ url: new URL(endpoints.s3control) }), region, credentials, maxAttempts: 1 });

// Reads to the end: a body that nobody reads keeps its connection, and with it the process.
const read = async (client, Key) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToString();

async function refused(call, status, name) {
  await assert.rejects(call, (e) => {
    assert.equal(e.$metadata?.httpStatusCode, status, `${e}`);
    assert.equal(e.name, name);
    return true;
  });
}

// Who is it?
const { Account: AccountId, Arn } = await new STSClient({ endpoint: endpoints.sts, region, credentials: alice }).send(
  new GetCallerIdentityCommand({}),
);
assert.match(Arn, /:user\/alice$/);

// Set up.
const manager = control(admin);
const { AccessGrantsInstanceArn } = await manager.send(new CreateAccessGrantsInstanceCommand({ AccountId }));
assert.equal(AccessGrantsInstanceArn, `arn:aws:s3:${region}:${AccountId}:access-grants/default`);
const { AccessGrantsLocationId } = await manager.send(
  new CreateAccessGrantsLocationCommand({
    AccountId,
    LocationScope: "s3://",
    IAMRoleArn: `arn:aws:iam::${AccountId}:role/s3ag-location-role`,
  }),
);
const grant = (S3SubPrefix, Permission, S3PrefixType) =>
  manager.send(
    new CreateAccessGrantCommand({
      AccountId,
      AccessGrantsLocationId,
      AccessGrantsLocationConfiguration: { S3SubPrefix },
      Grantee: { GranteeType: "IAM", GranteeIdentifier: Arn },
      Permission,
      S3PrefixType,
    }),
  );
const own = await grant("lake/alice/*", "READWRITE");
assert.equal(own.GrantScope, "s3://lake/alice/*");
assert.ok(own.CreatedAt instanceof Date);
await grant("lake/shared/*", "READ");
await grant("lake/one object & more", "READ", "Object");
await refused(grant("lake/alice/*", "READWRITE"), 409, "AccessGrantAlreadyExists");
await refused(control(alice).send(new DeleteAccessGrantCommand({ AccountId, AccessGrantId: own.AccessGrantId })), 403, "AccessDenied");

const listed = [];
for await (const page of paginateListAccessGrants({ client: manager, pageSize: 2 }, { AccountId })) {
  listed.push(...page.AccessGrantsList.map((each) => each.GrantScope));
}
assert.deepEqual(listed, ["s3://lake/alice/*", "s3://lake/shared/*", "s3://lake/one object & more"]);

for (const Key of ["shared/s", "one object & more"]) {
  await s3(admin).send(new PutObjectCommand({ Bucket, Key, Body: Key }));
}

// Use it.
const found = await control(alice).send(new GetAccessGrantsInstanceForPrefixCommand({ AccountId, S3Prefix: "s3://lake/alice/a" }));
assert.equal(found.AccessGrantsInstanceArn, AccessGrantsInstanceArn);
async function vend(Target, Permission, more) {
  const { Credentials, MatchedGrantTarget } = await control(alice).send(
    new GetDataAccessCommand({ AccountId, Target, Permission, ...more }),
  );
  assert.ok(Credentials.Expiration > new Date());
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials;
  return { client: s3({ accessKeyId, secretAccessKey, sessionToken }), MatchedGrantTarget };
}
const { client: mine, MatchedGrantTarget } = await vend("s3://lake/alice/*", "READWRITE", { DurationSeconds: 900 });
assert.equal(MatchedGrantTarget, "s3://lake/alice/*");
for (const Key of ["alice/a", "alice/ä ö+%2F", "alice//twice"]) {
  await mine.send(new PutObjectCommand({ Bucket, Key, Body: `content of ${Key}` }));
  assert.equal(await read(mine, Key), `content of ${Key}`);
}
const list = await mine.send(new ListObjectsV2Command({ Bucket, Prefix: "alice/" }));
assert.deepEqual(list.Contents.map((each) => each.Key), ["alice//twice", "alice/a", "alice/ä ö+%2F"]);
await mine.send(new DeleteObjectCommand({ Bucket, Key: "alice//twice" }));
await refused(read(mine, "shared/s"), 403, "AccessDenied");
await refused(mine.send(new ListObjectsV2Command({ Bucket })), 403, "AccessDenied");

const { client: reader } = await vend("s3://lake/shared/*", "READ");
assert.equal(await read(reader, "shared/s"), "shared/s");
await refused(reader.send(new PutObjectCommand({ Bucket, Key: "shared/s", Body: "x" })), 403, "AccessDenied");

const { client: one } = await vend("s3://lake/one object & more", "READ", { TargetType: "Object" });
assert.equal(await read(one, "one object & more"), "one object & more");

await refused(vend("s3://lake/shared/*", "WRITE"), 403, "AccessDenied");
await refused(vend("s3://lake/bob/*", "READ"), 403, "AccessDenied");

// Take it away: nothing more is vended, what was vended goes on.
await manager.send(new DeleteAccessGrantCommand({ AccountId, AccessGrantId: own.AccessGrantId }));
await refused(vend("s3://lake/alice/*", "READ"), 403, "AccessDenied");
assert.equal(await read(mine, "alice/a"), "content of alice/a");

console.log("OK");
