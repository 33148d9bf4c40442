//! A person's passkeys come in pages.

use serde_json::{Value, json};

use super::{add, desk};
use crate::support::authenticator::Authenticator;
use crate::support::desk::refused;

fn names(page: &Value) -> Vec<String> {
    let listed = page["Credentials"].as_array().unwrap();
    listed.iter().map(|one| one["CredentialId"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn passkeys_come_in_pages_of_their_person() {
    let desk = desk().await;
    let mut added = Vec::new();
    for _ in 0..3 {
        let mut key = Authenticator::new();
        add(&desk, "ada", &mut key).await;
        added.push(key.name());
        desk.app.advance_secs(1);
    }
    let token = desk.access_token("ada").await;
    let all = names(&desk.user(&token, "ListWebAuthnCredentials", json!({"MaxResults": 0})).await);
    assert_eq!(all, added);
    let first = desk.user(&token, "ListWebAuthnCredentials", json!({"MaxResults": 2})).await;
    assert_eq!(names(&first), added[..2]);
    let next = json!({"MaxResults": 2, "NextToken": first["NextToken"]});
    let last = desk.user(&token, "ListWebAuthnCredentials", next.clone()).await;
    assert_eq!(names(&last), added[2..]);
    assert!(last["NextToken"].is_null());

    let other = desk.access_token("bob").await;
    assert_eq!(names(&desk.user(&other, "ListWebAuthnCredentials", json!({})).await), Vec::<String>::new());
    let not_his = desk.try_user(&other, "ListWebAuthnCredentials", next).await;
    assert_eq!(refused(&not_his).0, "InvalidParameter", "where a list continues is for whoever began it");
    let many = desk.try_user(&token, "ListWebAuthnCredentials", json!({"MaxResults": 21})).await;
    assert_eq!(refused(&many).0, "InvalidParameter");
}
