"""Identity providers and links, as an admin's script configures them."""

import json

from conftest import make_client, refused
from joserfc import jws

DETAILS = {
    "client_id": "vestibule",
    "client_secret": "a secret that is never shown",
    "oidc_issuer": "https://idp.northwind.example.com",
    "authorize_scopes": "openid email profile",
    "attributes_request_method": "GET",
}


def test_a_provider_from_creation_to_deletion(admin, pool):
    made = admin.create_identity_provider(
        UserPoolId=pool, ProviderName="Northwind", ProviderType="OIDC", ProviderDetails=DETAILS,
        AttributeMapping={"email": "email", "email_verified": "email_verified"},
        IdpIdentifiers=["northwind.example.com"])["IdentityProvider"]
    assert made["ProviderName"] == "Northwind" and made["ProviderType"] == "OIDC"
    assert "client_secret" not in made["ProviderDetails"]
    assert made["AttributeMapping"] == {"email": "email", "email_verified": "email_verified", "username": "sub"}
    assert made["CreationDate"].tzinfo
    assert admin.describe_identity_provider(UserPoolId=pool, ProviderName="Northwind")["IdentityProvider"] == made
    found = admin.get_identity_provider_by_identifier(UserPoolId=pool, IdpIdentifier="northwind.example.com")
    assert found["IdentityProvider"] == made
    assert refused(admin.create_identity_provider, UserPoolId=pool, ProviderName="Northwind", ProviderType="OIDC",
                   ProviderDetails=DETAILS) == (
        "DuplicateProviderException", f"Northwind already exists in user pool {pool}")
    assert refused(admin.create_identity_provider, UserPoolId=pool, ProviderName="MyGoogle", ProviderType="Google",
                   ProviderDetails={"client_id": "a", "client_secret": "b", "authorize_scopes": "email"}) == (
        "InvalidParameterException", "Provider MyGoogle cannot be of type Google.")

    client = make_client(admin=admin, pool=pool, SupportedIdentityProviders=["COGNITO", "Northwind"])
    assert sorted(client["SupportedIdentityProviders"]) == ["COGNITO", "Northwind"]
    assert refused(make_client, admin=admin, pool=pool, SupportedIdentityProviders=["Nowhere"]) == (
        "InvalidParameterException", f"The provider Nowhere does not exist for User Pool {pool}.")

    changed = admin.update_identity_provider(
        UserPoolId=pool, ProviderName="Northwind", AttributeMapping={"name": "name"})["IdentityProvider"]
    assert changed["AttributeMapping"] == {"name": "name", "username": "sub"}
    assert changed["ProviderDetails"] == made["ProviderDetails"] and changed["IdpIdentifiers"]
    pages = admin.get_paginator("list_identity_providers").paginate(UserPoolId=pool, PaginationConfig={"PageSize": 1})
    assert [one["ProviderName"] for page in pages for one in page["Providers"]] == ["Northwind"]

    admin.delete_identity_provider(UserPoolId=pool, ProviderName="Northwind")
    after = admin.describe_user_pool_client(UserPoolId=pool, ClientId=client["ClientId"])["UserPoolClient"]
    assert after["SupportedIdentityProviders"] == ["COGNITO"]
    assert refused(admin.describe_identity_provider, UserPoolId=pool, ProviderName="Northwind")[0] == (
        "ResourceNotFoundException")


def test_links_reach_the_id_token(admin, app, pool, client, user):
    address, password = user
    admin.create_identity_provider(UserPoolId=pool, ProviderName="Northwind", ProviderType="OIDC",
                                   ProviderDetails=DETAILS)
    source = {"ProviderName": "Northwind", "ProviderAttributeName": "Cognito_Subject",
              "ProviderAttributeValue": "person-1"}
    destination = {"ProviderName": "Cognito", "ProviderAttributeValue": address}
    admin.admin_link_provider_for_user(UserPoolId=pool, DestinationUser=destination, SourceUser=source)
    assert refused(admin.admin_link_provider_for_user, UserPoolId=pool, DestinationUser=destination,
                   SourceUser=source) == (
        "InvalidParameterException", "SourceUser is already linked to DestinationUser")

    def claims():
        answer = app.initiate_auth(ClientId=client["ClientId"], AuthFlow="USER_PASSWORD_AUTH",
                                   AuthParameters={"USERNAME": address, "PASSWORD": password})
        return json.loads(jws.extract_compact(answer["AuthenticationResult"]["IdToken"].encode()).payload)

    identity = claims()["identities"][0]
    assert (identity["userId"], identity["providerName"], identity["primary"]) == ("person-1", "Northwind", "false")
    shown = admin.admin_get_user(UserPoolId=pool, Username=address)["UserAttributes"]
    assert json.loads(next(a["Value"] for a in shown if a["Name"] == "identities")) == [identity]
    admin.admin_disable_provider_for_user(UserPoolId=pool, User=source)
    assert "identities" not in claims()
    admin.delete_identity_provider(UserPoolId=pool, ProviderName="Northwind")
