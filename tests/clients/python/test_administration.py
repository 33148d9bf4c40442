"""An admin at work with boto3 and the AWS command line, changing only the endpoint."""

import json
import subprocess
import sys
from pathlib import Path

import boto3
from conftest import CALLBACK, make_client, refused


def test_a_pool_is_made_read_changed_listed_and_deleted(admin):
    created = admin.create_user_pool(
        PoolName="Contoso",
        Policies={"PasswordPolicy": {"MinimumLength": 12, "RequireNumbers": True, "RequireSymbols": False,
                                     "RequireUppercase": False, "RequireLowercase": True}},
        AliasAttributes=["email"],
        Schema=[{"Name": "team", "AttributeDataType": "String", "Mutable": True,
                 "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "20"}}],
    )["UserPool"]
    pool = created["Id"]
    region, name = pool.split("_")
    assert region == "xx-local-1" and len(name) == 9

    described = admin.describe_user_pool(UserPoolId=pool)["UserPool"]
    assert described["Name"] == "Contoso"
    assert described["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert described["AliasAttributes"] == ["email"]
    names = [attribute["Name"] for attribute in described["SchemaAttributes"]]
    assert "custom:team" in names and "sub" in names and "email" in names

    admin.update_user_pool(UserPoolId=pool, DeletionProtection="ACTIVE")
    again = admin.describe_user_pool(UserPoolId=pool)["UserPool"]
    assert again["DeletionProtection"] == "ACTIVE"
    assert again["Policies"] == described["Policies"], "what an update does not name stays"
    code, _ = refused(admin.delete_user_pool, UserPoolId=pool)
    assert code == "InvalidParameterException"

    admin.update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE")
    listed = [entry["Id"] for entry in admin.list_user_pools(MaxResults=60)["UserPools"]]
    assert pool in listed
    admin.delete_user_pool(UserPoolId=pool)
    assert refused(admin.describe_user_pool, UserPoolId=pool) == (
        "ResourceNotFoundException", f"User pool {pool} does not exist.")


def test_a_client_is_made_read_changed_listed_and_deleted(admin, pool):
    client = make_client(admin, pool, ClientName="Back office", GenerateSecret=True)
    assert len(client["ClientId"]) == 26 and client["ClientSecret"]
    described = admin.describe_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"])["UserPoolClient"]
    assert described["ClientName"] == "Back office" and described["CallbackURLs"] == [CALLBACK]
    assert "TokenValidityUnits" not in described, "what was not set is not shown"

    admin.update_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"], AccessTokenValidity=5,
                                  TokenValidityUnits={"AccessToken": "minutes"})
    described = admin.describe_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"])["UserPoolClient"]
    assert described["AccessTokenValidity"] == 5 and described["CallbackURLs"] == [CALLBACK]

    code, _ = refused(admin.update_user_pool_client, UserPoolId=pool, ClientId=client["ClientId"],
                      CallbackURLs=["javascript:alert(1)"])
    assert code == "InvalidParameterException"
    listed = admin.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    assert client["ClientId"] in [entry["ClientId"] for entry in listed]
    admin.delete_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"])
    code, _ = refused(admin.describe_user_pool_client, UserPoolId=pool, ClientId=client["ClientId"])
    assert code == "ResourceNotFoundException"


def test_what_is_not_honoured_is_refused_by_name(admin, pool):
    code, message = refused(admin.create_user_pool, PoolName="x", MfaConfiguration="ON")
    assert code == "InvalidParameterException" and "MfaConfiguration" in message
    code, message = refused(admin.create_user_pool, PoolName="x", LambdaConfig={"PreSignUp": "arn:aws:lambda:x:1:function:f"})
    assert code == "InvalidParameterException" and "LambdaConfig" in message
    code, message = refused(make_client, admin=admin, pool=pool, AllowedOAuthFlows=["implicit"])
    assert code == "InvalidParameterException" and "implicit" in message


def test_users_are_found_changed_disabled_and_deleted(admin, pool, user):
    address, _ = user
    found = admin.list_users(UserPoolId=pool, Filter=f'email = "{address}"')["Users"]
    assert len(found) == 1 and found[0]["UserStatus"] == "CONFIRMED"
    admin.admin_update_user_attributes(UserPoolId=pool, Username=address,
                                       UserAttributes=[{"Name": "given_name", "Value": "Ada"}])
    attributes = {entry["Name"]: entry["Value"]
                  for entry in admin.admin_get_user(UserPoolId=pool, Username=address)["UserAttributes"]}
    assert attributes["given_name"] == "Ada" and attributes["email_verified"] == "true"
    admin.admin_disable_user(UserPoolId=pool, Username=address)
    assert admin.admin_get_user(UserPoolId=pool, Username=address)["Enabled"] is False
    admin.admin_enable_user(UserPoolId=pool, Username=address)
    admin.admin_delete_user(UserPoolId=pool, Username=address)
    assert refused(admin.admin_get_user, UserPoolId=pool, Username=address) == (
        "UserNotFoundException", "User does not exist.")


def test_wrong_credentials_are_refused(server):
    stranger = boto3.client("cognito-idp", endpoint_url=server.url, region_name="eu-central-1",
                            aws_access_key_id=server.access_key_id, aws_secret_access_key="wrong" * 8)
    code, _ = refused(stranger.list_user_pools, MaxResults=1)
    assert code == "InvalidSignatureException"


def test_the_aws_command_line_administers(server, pool):
    environment = {**server.environment, "AWS_ACCESS_KEY_ID": server.access_key_id,
                   "AWS_SECRET_ACCESS_KEY": server.secret_access_key, "AWS_DEFAULT_REGION": "xx-local-1",
                   "AWS_EC2_METADATA_DISABLED": "true"}
    aws = Path(sys.executable).parent / "aws"
    output = subprocess.run(
        [sys.executable, aws, "--endpoint-url", server.url, "cognito-idp", "describe-user-pool", "--user-pool-id", pool],
        env=environment, capture_output=True, text=True, timeout=60)
    assert output.returncode == 0, output.stderr
    assert json.loads(output.stdout)["UserPool"]["Id"] == pool
