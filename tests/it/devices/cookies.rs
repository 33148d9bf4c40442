//! What somebody can do with a device cookie that is not theirs, or not any more.

use vestibule::domain::device::{GRACE_SECS, MOST_DEVICES};
use vestibule::domain::event::EventName;

use super::{ALWAYS, cookie, desk, devices, firefox, is_spared, value, with_code};

/// Case 108: another user's cookie is nobody's here, and does not become theirs by signing in.
#[actix_web::test]
async fn another_users_cookie_spares_nothing() {
    let (desk, app) = desk(ALWAYS).await;
    let mut bobs = firefox(&desk);
    assert!(is_spared(&desk, &mut bobs, "bob").await);
    let bobs_value = value(&desk, &bobs).unwrap();

    let mut adas = firefox(&desk);
    adas.jar.put(&cookie(&desk), &bobs_value);
    assert!(!is_spared(&desk, &mut adas, "ada").await, "a cookie of bob's");
    with_code(&desk, &mut adas, &app).await;
    // Fixation: what was planted is not what ada is known by.
    let adas_value = value(&desk, &adas).unwrap();
    let own = adas_value.split('.').next().unwrap();
    assert_ne!(own, bobs_value);
    assert!(is_spared(&desk, &mut adas, "ada").await);
    let mut planter = firefox(&desk);
    planter.jar.put(&cookie(&desk), &bobs_value);
    assert!(!is_spared(&desk, &mut planter, "ada").await, "whoever planted it has nothing");
}

#[actix_web::test]
async fn nonsense_and_another_pools_cookie_are_nobodys() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let own = value(&desk, &browser).unwrap();
    let other_pool =
        format!("__Host-vestibule-device-{}x", &desk.app.pool.id.as_str()[..desk.app.pool.id.as_str().len() - 1]);
    let mut elsewhere = firefox(&desk);
    elsewhere.jar.put(&other_pool, &own);
    assert!(!is_spared(&desk, &mut elsewhere, "ada").await);
    let (long, many, near) = ("a".repeat(4000), ["a"; 400].join("."), format!("{}A", &own[..own.len() - 1]));
    let late = format!(
        "{}.{own}",
        ["A".repeat(43), "B".repeat(42) + "A", "C".repeat(42) + "A", "D".repeat(42) + "A", "E".repeat(42) + "A"]
            .join(".")
    );
    for bad in ["x", ".", "..", "=", "%00", &long, &many, &late, &near, &format!("{own}.").replace('.', ":")] {
        let mut browser = firefox(&desk);
        browser.jar.put(&cookie(&desk), bad);
        assert!(!is_spared(&desk, &mut browser, "ada").await, "{bad}");
    }
    assert!(is_spared(&desk, &mut browser, "ada").await, "the honest one still works");
}

/// A cookie without the prefix may have been planted by a neighbour (DESIGN §8).
#[actix_web::test]
async fn without_its_prefix_it_is_not_read() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let own = value(&desk, &browser).unwrap();
    let mut planted = firefox(&desk);
    planted.jar.put(cookie(&desk).trim_start_matches("__Host-"), &own);
    assert!(!is_spared(&desk, &mut planted, "ada").await);
}

/// Two have the cookie: whoever comes second shows a value that was replaced, and then both are asked.
#[actix_web::test]
async fn a_copied_cookie_gives_itself_away() {
    let (desk, app) = desk(ALWAYS).await;
    let mut owner = firefox(&desk);
    with_code(&desk, &mut owner, &app).await;
    let mut thief = owner.clone();
    assert!(is_spared(&desk, &mut thief, "ada").await, "it is a bearer's");
    desk.app.advance_secs(GRACE_SECS);
    assert!(!is_spared(&desk, &mut owner, "ada").await);
    assert_eq!(desk.app.events(EventName::DeviceForgotten).await, 1);
    assert!(!is_spared(&desk, &mut thief, "ada").await, "the thief's copy is dead too");
    assert!(devices(&desk, "ada").await.is_empty());
    with_code(&desk, &mut owner, &app).await;
    assert!(is_spared(&desk, &mut owner, "ada").await, "and the owner goes on");
}

/// A second tab with the value of a moment ago is no thief; nor does that value spare it anything.
#[actix_web::test]
async fn a_second_tab_is_no_copy() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    let mut tab = browser.clone();
    assert!(is_spared(&desk, &mut browser, "ada").await);
    assert!(!is_spared(&desk, &mut tab, "ada").await);
    assert_eq!(desk.app.events(EventName::DeviceForgotten).await, 0);
    with_code(&desk, &mut tab, &app).await;
    assert_eq!(devices(&desk, "ada").await.len(), 1, "it is known as the same");
    assert!(is_spared(&desk, &mut browser, "ada").await);
}

/// A family's computer: each is known by their own value, and nobody by another's.
#[actix_web::test]
async fn two_people_share_a_browser() {
    let (desk, app) = desk(ALWAYS).await;
    let mut browser = firefox(&desk);
    with_code(&desk, &mut browser, &app).await;
    assert!(is_spared(&desk, &mut browser, "bob").await);
    assert!(is_spared(&desk, &mut browser, "ada").await, "still known");
    assert!(is_spared(&desk, &mut browser, "bob").await);
    assert_eq!((devices(&desk, "ada").await.len(), devices(&desk, "bob").await.len()), (1, 1));
    for who in ["cleo", "dan", "eve", "finn"] {
        desk.person(who, &[]).await;
        assert!(is_spared(&desk, &mut browser, who).await);
    }
    assert_eq!(value(&desk, &browser).unwrap().split('.').count(), 5, "the cookie does not grow");
    assert!(!is_spared(&desk, &mut browser, "ada").await, "who came first gave way");
}

#[actix_web::test]
async fn the_device_used_least_lately_gives_way() {
    let (desk, _) = desk(ALWAYS).await;
    let mut first = firefox(&desk);
    assert!(is_spared(&desk, &mut first, "bob").await);
    let begun = devices(&desk, "bob").await[0].id;
    for _ in 0..MOST_DEVICES {
        desk.app.advance_secs(1);
        assert!(is_spared(&desk, &mut firefox(&desk), "bob").await);
    }
    let left = devices(&desk, "bob").await;
    assert_eq!(u64::try_from(left.len()).unwrap(), MOST_DEVICES);
    assert!(left.iter().all(|device| device.id != begun));
}
