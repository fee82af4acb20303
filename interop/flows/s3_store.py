"""AWS's own client: makes a bucket with a user for it, or copies a folder to or from it."""

import json
import sys
from pathlib import Path

import boto3

endpoint, action, *rest = sys.argv[1:]
s3 = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")

if action == "make":
    iam = boto3.client("iam", endpoint_url=endpoint, region_name="us-east-1")
    iam.create_user(UserName="deployer")
    key = iam.create_access_key(UserName="deployer")["AccessKey"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    iam.put_user_policy(UserName="deployer", PolicyName="all", PolicyDocument=json.dumps(policy))
    s3.create_bucket(Bucket=rest[0])
    print(json.dumps([key["AccessKeyId"], key["SecretAccessKey"]]))
elif action == "list":
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=rest[0])
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    print(json.dumps({key: s3.get_object(Bucket=rest[0], Key=key)["Body"].read().decode() for key in keys}))
elif action == "put":
    bucket, prefix, folder = rest
    for file in Path(folder).rglob("*"):
        if file.is_file():
            s3.upload_file(str(file), bucket, prefix + file.relative_to(folder).as_posix())
else:
    sys.exit(f"unknown action {action}")
