"""Groups, resource servers and clients that ask for themselves, as an admin's script and a service use them."""

import requests
from authlib.integrations.requests_client import OAuth2Session
from conftest import make_client, refused
from joserfc import jwt
from joserfc.jwk import KeySet


def verified(server, pool, token):
    """The claims of a token, checked against the published keys."""
    keys = requests.get(f"{server.url}/{pool}/.well-known/jwks.json", timeout=10).json()
    return jwt.decode(token, KeySet.import_key_set(keys), algorithms=["RS256"]).claims


def test_groups_reach_the_tokens(server, admin, app, pool, client, user):
    address, password = user
    role = "arn:aws:iam::123456789012:role/{}"
    for name, precedence in [("writers", 5), ("admins", 0)]:
        group = admin.create_group(UserPoolId=pool, GroupName=name, Precedence=precedence, RoleArn=role.format(name))
        assert group["Group"]["GroupName"] == name and group["Group"]["Precedence"] == precedence
        admin.admin_add_user_to_group(UserPoolId=pool, GroupName=name, Username=address)
    assert refused(admin.create_group, UserPoolId=pool, GroupName="admins")[0] == "GroupExistsException"
    assert [g["GroupName"] for g in admin.list_groups(UserPoolId=pool)["Groups"]] == ["admins", "writers"]
    pages = admin.get_paginator("admin_list_groups_for_user").paginate(
        UserPoolId=pool, Username=address, PaginationConfig={"PageSize": 1})
    assert [g["GroupName"] for page in pages for g in page["Groups"]] == ["admins", "writers"]
    assert len(admin.list_users_in_group(UserPoolId=pool, GroupName="admins")["Users"]) == 1

    def sign_in():
        return app.initiate_auth(ClientId=client["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
                                 AuthParameters={"USERNAME": address, "PASSWORD": password})["AuthenticationResult"]

    tokens = sign_in()
    claims = verified(server, pool, tokens["IdToken"])
    assert claims["cognito:groups"] == ["admins", "writers"]
    assert claims["cognito:roles"] == [role.format("admins"), role.format("writers")]
    assert claims["cognito:preferred_role"] == role.format("admins")
    assert verified(server, pool, tokens["AccessToken"])["cognito:groups"] == ["admins", "writers"]

    admin.update_group(UserPoolId=pool, GroupName="admins", Description="All of it")
    assert admin.get_group(UserPoolId=pool, GroupName="admins")["Group"]["Precedence"] == 0
    admin.admin_remove_user_from_group(UserPoolId=pool, GroupName="writers", Username=address)
    admin.delete_group(UserPoolId=pool, GroupName="admins")
    assert "cognito:groups" not in verified(server, pool, sign_in()["IdToken"])
    assert refused(admin.get_group, UserPoolId=pool, GroupName="admins") == (
        "ResourceNotFoundException", "Group not found.")
    admin.delete_group(UserPoolId=pool, GroupName="writers")


def test_a_service_gets_a_token_for_itself(server, admin, pool):
    api = "https://api.northwind.test"
    scopes = [{"ScopeName": name, "ScopeDescription": f"May {name}"} for name in ("read", "write")]
    made = admin.create_resource_server(UserPoolId=pool, Identifier=api, Name="Orders", Scopes=scopes)
    assert made["ResourceServer"] == admin.describe_resource_server(UserPoolId=pool, Identifier=api)["ResourceServer"]
    service = {"CallbackURLs": [], "LogoutURLs": [], "AllowedOAuthFlows": ["client_credentials"]}
    code, _ = refused(make_client, admin=admin, pool=pool, GenerateSecret=True, AllowedOAuthScopes=[f"{api}/delete"],
                      **service)
    assert code == "ScopeDoesNotExistException"
    code, message = refused(make_client, admin=admin, pool=pool, AllowedOAuthScopes=[f"{api}/read"], **service)
    assert code == "InvalidOAuthFlowException" and "secret" in message
    client = make_client(admin, pool, GenerateSecret=True, AllowedOAuthScopes=[f"{api}/read", f"{api}/write"], **service)

    discovered = requests.get(f"{server.url}/{pool}/.well-known/openid-configuration", timeout=10).json()
    assert "client_credentials" in discovered["grant_types_supported"]
    with OAuth2Session(client["ClientId"], client["ClientSecret"], scope=f"{api}/read") as session:
        token = session.fetch_token(discovered["token_endpoint"], grant_type="client_credentials")
    assert set(token) == {"access_token", "token_type", "expires_in", "expires_at", "scope"}
    assert token["scope"] == f"{api}/read"
    claims = verified(server, pool, token["access_token"])
    assert claims["sub"] == claims["client_id"] == client["ClientId"]
    assert claims["scope"] == f"{api}/read" and claims["token_use"] == "access" and "username" not in claims

    answer = requests.post(discovered["token_endpoint"], auth=(client["ClientId"], client["ClientSecret"]), timeout=10,
                           data={"grant_type": "client_credentials", "scope": "openid"})
    assert answer.status_code == 400 and answer.json()["error"] == "invalid_scope"
    assert answer.headers["Cache-Control"] == "no-store"

    admin.delete_resource_server(UserPoolId=pool, Identifier=api)
    answer = requests.post(discovered["token_endpoint"], auth=(client["ClientId"], client["ClientSecret"]), timeout=10,
                           data={"grant_type": "client_credentials"})
    assert answer.json()["error"] == "invalid_scope", "its scopes went with the resource server"
    assert admin.list_resource_servers(UserPoolId=pool, MaxResults=50)["ResourceServers"] == []
    admin.delete_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"])
