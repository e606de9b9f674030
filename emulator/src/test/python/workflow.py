"""The Access Grants workflow with boto3; prints OK and ends with 0 if all of it holds.

    python3 workflow.py http://127.0.0.1:40001

The argument is the URL of all services, in the line that the emulator prints when it is ready. ADMIN_KEY and
ADMIN_SECRET are the administrator's credentials, USER_KEY and USER_SECRET those of user/alice, who has no access of
her own; the bucket "lake" is there, the Access Grants instance is not.
"""
import os
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
ACCOUNT = "111122223333"
# boto3 puts the account ID before the host of S3 Control, which then is no name that resolves. A proxy gets the name
# as it is, and the emulator is a proxy for itself.
CONFIG = Config(proxies={"http": URL}, retries={"max_attempts": 0})


def client(service, key, secret, token=None):
    return boto3.client(
        service,
        endpoint_url=URL,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=CONFIG,
    )


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e
    else:
        raise AssertionError(f"expected {code}")


admin = (os.environ["ADMIN_KEY"], os.environ["ADMIN_SECRET"])
alice = (os.environ["USER_KEY"], os.environ["USER_SECRET"])

identity = client("sts", *alice).get_caller_identity()
assert identity["Account"] == ACCOUNT, identity

control = client("s3control", *admin)
control.create_access_grants_instance(AccountId=ACCOUNT)
location = control.create_access_grants_location(
    AccountId=ACCOUNT, LocationScope="s3://", IAMRoleArn=f"arn:aws:iam::{ACCOUNT}:role/s3ag-location-role"
)["AccessGrantsLocationId"]
control.create_access_grant(
    AccountId=ACCOUNT,
    AccessGrantsLocationId=location,
    AccessGrantsLocationConfiguration={"S3SubPrefix": "lake/alice/*"},
    Grantee={"GranteeType": "IAM", "GranteeIdentifier": identity["Arn"]},
    Permission="READWRITE",
)
refused("AccessDenied", client("s3", *alice).get_object, Bucket="lake", Key="alice/k")

vended = client("s3control", *alice).get_data_access(
    AccountId=ACCOUNT, Target="s3://lake/alice/*", Permission="READWRITE"
)["Credentials"]
s3 = client("s3", vended["AccessKeyId"], vended["SecretAccessKey"], vended["SessionToken"])
s3.put_object(Bucket="lake", Key="alice/ä b+%2F", Body=b"mine")
assert s3.get_object(Bucket="lake", Key="alice/ä b+%2F")["Body"].read() == b"mine"
assert [o["Key"] for o in s3.list_objects_v2(Bucket="lake", Prefix="alice/")["Contents"]] == ["alice/ä b+%2F"]
refused("AccessDenied", s3.get_object, Bucket="lake", Key="bob/k")
print("OK")
