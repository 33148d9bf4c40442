//! The members of a client, each by what it does.

use serde_json::{Value, json};

use crate::support::desk::{Desk, assert_refused, done, list, refused};
use crate::support::sample_settings::{CALLBACK, SIGNED_OUT};
use crate::support::tokens::claims;
use crate::support::{PASSWORD, TokenSet};

async fn desk() -> Desk {
    let desk = Box::pin(Desk::open(|_| ())).await;
    let known = [("email", "ada@a.test"), ("email_verified", "true"), ("name", "Ada"), ("nickname", "ada")];
    desk.person("ada", &known).await;
    desk
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap()
}

#[actix_web::test]
pub(super) async fn tokens_live_as_long_as_the_client_says() {
    let desk = desk().await;
    let lifetimes = json!({"AccessTokenValidity": 10, "IdTokenValidity": 900, "RefreshTokenValidity": 2,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "seconds", "RefreshToken": "hours"}});
    done(&desk.update_client(lifetimes.clone()).await);
    let shown = desk.client().await;
    for member in ["AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity", "TokenValidityUnits"] {
        assert_eq!(shown[member], lifetimes[member]);
    }
    let tokens = desk.sign_in("ada").await;
    let life = |token: &str| claims(token)["exp"].as_i64().unwrap() - claims(token)["iat"].as_i64().unwrap();
    assert_eq!(tokens["ExpiresIn"], 600);
    assert_eq!((life(text(&tokens, "AccessToken")), life(text(&tokens, "IdToken"))), (600, 900));
    let refresh =
        json!({"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": tokens["RefreshToken"]}});
    desk.app.advance_secs(7199);
    desk.app("InitiateAuth", refresh.clone()).await;
    desk.app.advance_secs(1);
    let late = desk.try_app("InitiateAuth", refresh).await;
    assert_refused(&late, "NotAuthorized", "Refresh Token has expired");
    for bad in
        [json!({"AccessTokenValidity": 4}), json!({"IdTokenValidity": 86_401}), json!({"RefreshTokenValidity": 99_999})]
    {
        assert_eq!(refused(&desk.update_client(bad).await).0, "InvalidParameter");
    }
}

#[actix_web::test]
pub(super) async fn a_client_reads_and_writes_what_it_may() {
    let desk = desk().await;
    done(&desk.update_client(json!({"ReadAttributes": ["name"], "WriteAttributes": ["email", "name"]})).await);
    let tokens = desk.sign_in("ada").await;
    let user = desk.user(text(&tokens, "AccessToken"), "GetUser", json!({})).await;
    let names: Vec<&str> = user["UserAttributes"].as_array().unwrap().iter().map(|one| text(one, "Name")).collect();
    assert_eq!(names, ["sub", "name"]);
    let id = claims(text(&tokens, "IdToken"));
    assert!(id.contains_key("name") && !id.contains_key("email") && !id.contains_key("nickname"));
    let said = "A client attempted to write unauthorized attribute";
    assert_refused(&desk.sign_up("eve", &[("nickname", "e")]).await, "NotAuthorized", said);
    done(&desk.sign_up("eve", &[("name", "Eve")]).await);
    let unknown = desk.update_client(json!({"ReadAttributes": ["custom:none"]})).await;
    assert_eq!(refused(&unknown).0, "InvalidParameter");
}

/// Case 219, `cognito.md` §6.1: a client of which nothing is said writes the standard attributes. What an app decides by is
/// written where an admin listed it.
#[actix_web::test]
async fn a_client_writes_the_pools_own_attributes_only_where_it_lists_them() {
    let desk = desk().await;
    let own = json!({"CustomAttributes": [{"Name": "role"}, {"Name": "team"}]});
    desk.admin("AddCustomAttributes", own).await;
    assert!(desk.client().await["WriteAttributes"].is_null());
    let said = "A client attempted to write unauthorized attribute";
    let role = [("name", "Eve"), ("custom:role", "admin")];
    assert_refused(&desk.sign_up("eve", &role).await, "NotAuthorized", said);
    let token = desk.access_token("ada").await;
    let change = |given: &[(&str, &str)]| json!({ "UserAttributes": list(given) });
    let refused = desk.try_user(&token, "UpdateUserAttributes", change(&role)).await;
    assert_refused(&refused, "NotAuthorized", said);
    assert_eq!((desk.app.rows("users").await, desk.attribute("ada", "name").await.as_str()), (1, "Ada"));
    desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": list(&role[1..])})).await;
    let removal = json!({"UserAttributeNames": ["custom:role"]});
    assert_refused(&desk.try_user(&token, "DeleteUserAttributes", removal).await, "NotAuthorized", said);

    done(&desk.update_client(json!({"WriteAttributes": ["email", "name", "custom:team"]})).await);
    done(&desk.sign_up("eve", &[("name", "Eve"), ("custom:team", "blue")]).await);
    desk.user(&token, "UpdateUserAttributes", change(&[("custom:team", "red")])).await;
    assert_eq!(desk.attribute("ada", "custom:team").await, "red");
    assert_eq!(desk.attribute("ada", "custom:role").await, "admin");
    assert_refused(&desk.try_user(&token, "UpdateUserAttributes", change(&role)).await, "NotAuthorized", said);
}

#[actix_web::test]
pub(super) async fn a_client_signs_in_as_it_lists() {
    let desk = desk().await;
    done(&desk.update_client(json!({"ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"]})).await);
    let said = "USER_PASSWORD_AUTH flow not enabled for this client";
    assert_refused(&desk.try_sign_in("ada", PASSWORD).await, "InvalidParameter", said);
    done(&desk.update_client(json!({"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]})).await);
    desk.sign_in("ada").await;
}

#[actix_web::test]
pub(super) async fn unknown_users_are_told_only_where_the_client_tells() {
    let desk = desk().await;
    for (word, exception, message) in [
        ("ENABLED", "NotAuthorized", "Incorrect username or password."),
        ("LEGACY", "UserNotFound", "User does not exist."),
    ] {
        done(&desk.update_client(json!({ "PreventUserExistenceErrors": word })).await);
        assert_eq!(desk.client().await["PreventUserExistenceErrors"], word);
        assert_refused(&desk.try_sign_in("nobody", PASSWORD).await, exception, message);
        desk.sign_in("ada").await;
    }
    assert_eq!(refused(&desk.try_app("ForgotPassword", json!({"Username": "nobody"})).await).0, "UserNotFound");
}

#[actix_web::test]
pub(super) async fn tokens_name_their_grant_where_it_can_be_revoked() {
    let desk = desk().await;
    for on in [true, false] {
        done(&desk.update_client(json!({ "EnableTokenRevocation": on })).await);
        let token = desk.access_token("ada").await;
        assert_eq!(claims(&token).contains_key("origin_jti"), on);
        desk.user(&token, "GetUser", json!({})).await;
    }
}

#[actix_web::test]
pub(super) async fn a_challenge_waits_as_long_as_the_client_says() {
    let desk = desk().await;
    let made = json!({"Username": "bob", "MessageAction": "SUPPRESS", "TemporaryPassword": PASSWORD});
    desk.admin("AdminCreateUser", made).await;
    done(&desk.update_client(json!({"AuthSessionValidity": 5})).await);
    let asked = done(&desk.try_sign_in("bob", PASSWORD).await);
    let answer = json!({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "bob", "NEW_PASSWORD": "another 9 battery"}});
    desk.app.advance_secs(300);
    let late = desk.try_app("RespondToAuthChallenge", answer).await;
    assert_refused(&late, "NotAuthorized", "Invalid session for the user, session is expired.");
    let asked = done(&desk.try_sign_in("bob", PASSWORD).await);
    let answer = json!({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "bob", "NEW_PASSWORD": "another 9 battery"}});
    desk.app.advance_secs(299);
    desk.app("RespondToAuthChallenge", answer).await;
    assert_eq!(desk.update_client(json!({"AuthSessionValidity": 2})).await.code(), 400);
}

#[actix_web::test]
pub(super) async fn refresh_tokens_rotate_where_the_client_says() {
    let desk = desk().await;
    let rotation = json!({"Feature": "ENABLED", "RetryGracePeriodSeconds": 20});
    let both = desk.update_client(json!({ "RefreshTokenRotation": rotation })).await;
    assert_eq!(refused(&both).0, "InvalidParameter", "it lists ALLOW_REFRESH_TOKEN_AUTH");
    let input = json!({"RefreshTokenRotation": rotation, "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]});
    done(&desk.update_client(input).await);
    assert_eq!(desk.client().await["RefreshTokenRotation"], rotation);
    let (rp, first) = (desk.app.app_client(), desk.sign_in("ada").await);
    let successor = TokenSet::of(&rp.refresh(text(&first, "RefreshToken")).await).refresh;
    assert!(!successor.is_empty());
    desk.app.advance_secs(19);
    assert_eq!(TokenSet::of(&rp.refresh(text(&first, "RefreshToken")).await).refresh, successor);
    desk.app.advance_secs(1);
    rp.refresh(text(&first, "RefreshToken")).await.assert_refused(400, "invalid_grant");
    rp.refresh(&successor).await.assert_refused(400, "invalid_grant");
    let off = json!({"RefreshTokenRotation": {"Feature": "DISABLED"}});
    done(&desk.update_client(off).await);
    let kept = desk.sign_in("ada").await;
    for _ in 0..2 {
        assert_eq!(TokenSet::of(&rp.refresh(text(&kept, "RefreshToken")).await).refresh, "");
    }
}

#[actix_web::test]
pub(super) async fn people_are_sent_only_where_the_client_says() {
    let desk = desk().await;
    let (grace, mut browser, rp) = (desk.app.person("grace").await, desk.app.browser(), desk.app.app_client());
    browser.sign_in(&desk.app.client, &grace).await;
    let other = "https://other.test/cb";
    let urls = json!({"CallbackURLs": [CALLBACK, other], "DefaultRedirectURI": other, "LogoutURLs": [SIGNED_OUT]});
    done(&desk.update_client(urls).await);
    let by_default = browser.get(&rp.request().without("redirect_uri").target()).await;
    assert!(by_default.location().unwrap().starts_with(other), "{by_default:?}");
    let named = browser.get(&rp.request().target()).await;
    assert!(named.location().unwrap().starts_with(CALLBACK));
    browser.get(&rp.request().with("redirect_uri", "https://evil.test/cb").target()).await.assert_error_page();
    let stranger = desk.update_client(json!({"DefaultRedirectURI": "https://evil.test/cb"})).await;
    assert_eq!(refused(&stranger).0, "InvalidParameter");
    let (pool, client) = (&desk.app.pool.id, &desk.app.client.id);
    let logout = |uri: &str| format!("/{pool}/logout?client_id={client}&logout_uri={uri}");
    browser.get(&logout("https://evil.test/bye")).await.assert_error_page();
    assert_eq!(browser.get(&logout(SIGNED_OUT)).await.location(), Some(SIGNED_OUT));
}

#[actix_web::test]
pub(super) async fn a_client_asks_for_what_it_may() {
    let desk = desk().await;
    let (grace, mut browser, rp) = (desk.app.person("grace").await, desk.app.browser(), desk.app.app_client());
    browser.sign_in(&desk.app.client, &grace).await;
    done(
        &desk.update_client(json!({"AllowedOAuthScopes": ["openid"], "SupportedIdentityProviders": ["COGNITO"]})).await,
    );
    let wide = browser.get(&rp.request().with("scope", "openid email").target()).await;
    assert_eq!(wide.redirected("error"), "invalid_scope");
    assert!(!browser.get(&rp.request().with("scope", "openid").target()).await.redirected("code").is_empty());
    for bad in [
        json!({"AllowedOAuthFlows": []}),
        json!({"AllowedOAuthFlows": ["implicit"]}),
        json!({"SupportedIdentityProviders": ["COGNITO", "Google"]}),
        json!({"AllowedOAuthScopes": ["nothing/like-it"]}),
    ] {
        assert_eq!(desk.update_client(bad.clone()).await.code(), 400, "{bad}");
    }
    done(&desk.update_client(json!({"AllowedOAuthFlowsUserPoolClient": false})).await);
    let off = browser.get(&rp.request().with("scope", "openid").target()).await;
    assert!(off.location().is_none_or(|location| !location.contains("code=")), "{off:?}");
}

#[actix_web::test]
pub(super) async fn a_client_has_a_name_and_a_secret_if_it_asks() {
    let desk = desk().await;
    let input =
        json!({"ClientName": "Server", "GenerateSecret": true, "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]});
    let made = desk.admin("CreateUserPoolClient", input).await["UserPoolClient"].clone();
    assert_eq!(made["ClientName"], "Server");
    assert!(text(&made, "ClientSecret").len() > 40);
    let id = text(&made, "ClientId");
    let attempt = json!({"ClientId": id, "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "ada", "PASSWORD": PASSWORD}});
    let said = format!("Client {id} is configured with secret but SECRET_HASH was not received");
    assert_refused(&desk.try_app("InitiateAuth", attempt).await, "NotAuthorized", &said);
    done(&desk.try_admin("UpdateUserPoolClient", json!({"ClientId": id, "ClientName": "Renamed"})).await);
    let shown = desk.admin("DescribeUserPoolClient", json!({ "ClientId": id })).await;
    assert_eq!(shown["UserPoolClient"]["ClientName"], "Renamed");
    assert!(desk.client().await["ClientSecret"].is_null(), "made without one");
}
