//! What a pool says of text messages, what a server without a gateway refuses, and which numbers are served.

use serde_json::json;
use vestibule::flows::doctor;

use super::{NUMBER, by_both, by_number, texted_code, texts_to};
use crate::support::desk::{Desk, assert_refused, done, list, refused};

const NO_GATEWAY: &str = "Text messages cannot be sent: this server has no SMS gateway (VESTIBULE_SMS_URL).";
const NOT_SERVED: &str = "Text messages cannot be sent to this phone number.";

#[actix_web::test]
pub(crate) async fn text_messages_speak_the_pools_own_words() {
    let desk = Desk::open_texting(by_both).await;
    let words = json!({
        "SmsVerificationMessage": "Old: {####}",
        "AdminCreateUserConfig": {"InviteMessageTemplate": {"SMSMessage": "Hi {username}: {####}"}},
    });
    desk.admin("UpdateUserPool", words).await;
    done(&desk.sign_up("ada", &[("phone_number", NUMBER)]).await);
    let code = texted_code(&desk.app, NUMBER).await;
    assert_eq!(texts_to(&desk.app, NUMBER).await, [format!("Old: {code}")]);
    desk.admin("UpdateUserPool", json!({"VerificationMessageTemplate": {"SmsMessage": "New: {####}"}})).await;
    let pool = desk.admin("DescribeUserPool", json!({})).await["UserPool"].clone();
    assert_eq!(pool["SmsVerificationMessage"], "New: {####}");
    assert_eq!(pool["VerificationMessageTemplate"]["SmsMessage"], "New: {####}");
    assert_eq!(pool["AdminCreateUserConfig"]["InviteMessageTemplate"]["SMSMessage"], "Hi {username}: {####}");
    let input = json!({"Username": "bob", "UserAttributes": list(&[("phone_number", "+4915100000001")]),
        "TemporaryPassword": "Temporary 7 words"});
    desk.admin("AdminCreateUser", input).await;
    assert_eq!(texts_to(&desk.app, "+4915100000001").await, ["Hi bob: Temporary 7 words"]);
    let without = json!({"SmsVerificationMessage": "no place for a code"});
    assert_eq!(refused(&desk.try_admin("UpdateUserPool", without).await).0, "InvalidParameter");
    let long = json!({"SmsVerificationMessage": format!("{}{{####}}", "x".repeat(140))});
    assert_eq!(refused(&desk.try_admin("UpdateUserPool", long).await).0, "InvalidParameter");
}

#[actix_web::test]
pub(crate) async fn a_pool_names_the_role_of_its_text_messages() {
    let role =
        json!({"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x", "SnsRegion": "eu-west-1"});
    let desk = Desk::open_texting(|_| ()).await;
    desk.admin("UpdateUserPool", json!({"SmsConfiguration": role})).await;
    assert_eq!(desk.admin("DescribeUserPool", json!({})).await["UserPool"]["SmsConfiguration"], role);
    let other = json!({"SmsConfiguration": {"SnsCallerArn": role["SnsCallerArn"], "EumsSms": {"CallerArn": "arn:aws:iam::123456789012:role/sms"}}});
    assert!(refused(&desk.try_admin("UpdateUserPool", other).await).1.contains("EumsSms"));

    let desk = Desk::open(|_| ()).await;
    let refusal = desk.try_admin("UpdateUserPool", json!({"SmsConfiguration": role})).await;
    assert_refused(&refusal, "InvalidSmsRoleAccessPolicy", NO_GATEWAY);
}

#[actix_web::test]
async fn without_a_gateway_what_needs_one_is_refused_by_name() {
    let desk = Desk::open(|_| ()).await;
    let before = desk.admin("DescribeUserPool", json!({})).await;
    let ways = json!({"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]});
    for change in [json!({"AutoVerifiedAttributes": ["phone_number"]}), json!({ "AccountRecoverySetting": ways })] {
        let answer = desk.try_admin("UpdateUserPool", change.clone()).await;
        assert_refused(&answer, "InvalidSmsRoleAccessPolicy", NO_GATEWAY);
        let mut new = change;
        new["PoolName"] = json!("P");
        assert_refused(&desk.make_pool(new).await, "InvalidSmsRoleAccessPolicy", NO_GATEWAY);
    }
    assert_eq!(desk.admin("DescribeUserPool", json!({})).await, before);
    let invited = json!({"Username": "ada", "UserAttributes": list(&[("phone_number", NUMBER)]),
        "DesiredDeliveryMediums": ["SMS"]});
    assert_refused(&desk.try_admin("AdminCreateUser", invited).await, "InvalidSmsRoleAccessPolicy", NO_GATEWAY);
    assert_eq!(desk.app.rows("users").await, 0);
}

/// A gateway that is taken away leaves pools that ask for text messages: they say so, and can be changed.
#[actix_web::test]
async fn a_gateway_that_is_gone_is_missed() {
    let desk = Desk::open_texting(by_number).await;
    let gone = desk.app.node_without_sms().await;
    let key =
        vestibule::flows::manage::access_keys::create(gone.deps(), vestibule::domain::access_key::Role::Admin, None)
            .await
            .unwrap();
    let (anyone, admin) = (desk.app.anonymous().through(&gone), desk.app.aws_sdk(&key).through(&gone));
    let input = json!({"ClientId": desk.app.client.id.as_str(), "Username": NUMBER, "Password": "correct horse 7"});
    assert_refused(&anyone.call("SignUp", &input).await, "InvalidSmsRoleAccessPolicy", NO_GATEWAY);
    assert_eq!(desk.app.rows("users").await, 0);
    let findings = doctor::examine(gone.deps()).await.unwrap();
    assert!(findings.iter().any(|finding| finding.check == "sms_without_gateway"), "{findings:?}");
    let here = doctor::examine(&desk.app.deps()).await.unwrap();
    assert!(!here.iter().any(|finding| finding.check == "sms_without_gateway"), "{here:?}");
    let pool = desk.app.pool.id.to_string();
    let renamed = admin.call("UpdateUserPool", &json!({"UserPoolId": pool, "PoolName": "Still changed"})).await;
    assert_eq!(renamed.code(), 200, "{renamed:?}");
}

/// Lesson L8: only countries that somebody named are paid for, and a pool can name fewer.
#[actix_web::test]
async fn numbers_outside_the_named_countries_get_nothing() {
    let desk = Desk::open_texting(by_number).await;
    let premium = "+88213123456";
    assert_refused(&desk.sign_up(premium, &[]).await, "CodeDeliveryFailure", NOT_SERVED);
    assert_eq!(desk.app.rows("users").await, 0);
    done(&desk.sign_up("+12065550123", &[]).await);
    let settings = json!({"SmsAllowedPrefixes": ["+49", "+1800"]});
    let answer = desk.own_settings(settings.clone()).await;
    assert_eq!(done(&answer)["SmsAllowedPrefixes"], json!(["+1800", "+49"]));
    assert_refused(&desk.sign_up("+12065550124", &[]).await, "CodeDeliveryFailure", NOT_SERVED);
    done(&desk.sign_up(NUMBER, &[]).await);
    // What the server does not send to, a pool cannot allow.
    done(&desk.own_settings(json!({"SmsAllowedPrefixes": ["+882"]})).await);
    assert_refused(&desk.sign_up(premium, &[]).await, "CodeDeliveryFailure", NOT_SERVED);
    for bad in [json!(["49"]), json!(["+"]), json!(["+049"]), json!(["+4912345678"]), json!("+49")] {
        assert_eq!(desk.own_settings(json!({ "SmsAllowedPrefixes": bad })).await.code(), 400, "{bad}");
    }
}

/// Who has a number that is not served is answered as everybody else.
#[actix_web::test]
async fn an_unserved_number_is_nobodys_business() {
    let desk = Desk::open_texting(by_both).await;
    desk.person("ada", &[("phone_number", "+88213123456"), ("phone_number_verified", "true")]).await;
    let ada = desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    assert_eq!(ada, desk.app("ForgotPassword", json!({"Username": "nobody"})).await);
    assert!(texts_to(&desk.app, "+88213123456").await.is_empty());
    // Where there is another way that works, it is taken.
    let contacts = [("email", "bob@b.test"), ("email_verified", "true"), ("phone_number", "+88213123457")];
    desk.person("bob", &[contacts[0], contacts[1], contacts[2], ("phone_number_verified", "true")]).await;
    desk.app("ForgotPassword", json!({"Username": "bob"})).await;
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.node().mailbox().all().len(), 1);
}
