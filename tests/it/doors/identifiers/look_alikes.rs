//! Names that look like somebody else's (case 225): the same one, or none at all.

use serde_json::json;

use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, refused};

/// Case 221: other cases and other forms of the same letters are the same name, at every way of making a user.
#[actix_web::test]
async fn another_form_of_a_name_is_taken() {
    let desk = Desk::open(|_| ()).await;
    desk.person("Straße", &[]).await;
    for same in ["straße", "STRASSE", "Strasse", "ｓｔｒａßｅ", "straẞe"] {
        assert_refused(&desk.sign_up(same, &[]).await, "UsernameExists", "User already exists");
        let made = desk.try_admin("AdminCreateUser", json!({"Username": same, "MessageAction": "SUPPRESS"})).await;
        assert_refused(&made, "UsernameExists", "User already exists");
    }
    assert_eq!(desk.app.rows("users").await, 1);
    assert_eq!(desk.who_signs_in("STRASSE").await, desk.who_signs_in("Straße").await);
}

#[actix_web::test]
async fn names_that_hide_something_are_refused() {
    let desk = Desk::open(|_| ()).await;
    desk.person("admin", &[]).await;
    let long = "a".repeat(129);
    let hostile = [
        "adm\u{200b}in",
        "admin\u{202e}",
        "\u{feff}admin",
        "admin\u{ad}",
        "\u{430}dmin",
        "adm\u{456}n",
        "admi\u{3bf}",
        "ad min",
        "admin\0",
        long.as_str(),
    ];
    for name in hostile {
        let (exception, message) = refused(&desk.sign_up(name, &[]).await);
        assert_eq!(exception, "InvalidParameter", "{name:?}");
        assert!(!message.contains(name), "not repeated: {message}");
        let made = desk.try_admin("AdminCreateUser", json!({"Username": name, "MessageAction": "SUPPRESS"})).await;
        assert_eq!(refused(&made).0, "InvalidParameter", "{name:?}");
        assert_ne!(desk.try_sign_in(name, PASSWORD).await.code(), 200, "{name:?}");
    }
    assert_eq!(desk.app.rows("users").await, 1);
    // A name in one script is a name, whichever script that is; it is stored exactly.
    for name in ["админ", "名前", "..", "%00", "🦀"] {
        done(&desk.sign_up(name, &[]).await);
        assert_eq!(desk.seen(name).await["Username"], name);
    }
}

/// Case 225: a name that is another user's `sub` would have admins act on the wrong person.
#[actix_web::test]
async fn nobody_is_called_by_anothers_id() {
    let desk = Desk::open(|_| ()).await;
    let sub = desk.person("ada", &[]).await;
    for same in [sub.clone(), sub.to_uppercase(), sub.replace('-', "")] {
        assert_refused(&desk.sign_up(&same, &[]).await, "UsernameExists", "User already exists");
        let made = desk.try_admin("AdminCreateUser", json!({"Username": same, "MessageAction": "SUPPRESS"})).await;
        assert_refused(&made, "UsernameExists", "User already exists");
    }
    assert_eq!(desk.seen(&sub).await["Username"], "ada");
    // Like any other name where it is nobody's.
    let free = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    done(&desk.sign_up(free, &[]).await);
    assert_eq!(desk.seen(free).await["Username"], free);
}
