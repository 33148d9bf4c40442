//! Countries, travel, operators and the list of bad addresses, from files.

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use tempfile::TempDir;
use vestibule::app::addresses;
use vestibule::config;

use super::{always, desk, newest, newest_risk, signed_in};
use crate::support::atlas::{city, operator, table};
use crate::support::desk::Desk;
use crate::support::node::Node;
use crate::support::{Answer, PASSWORD};

/// Two networks of Leipzig, one of Berlin, one of Sydney, and one of nowhere.
const LEIPZIG: &str = "203.0.113.7";
const LEIPZIG_TOO: &str = "203.0.114.7";
const BERLIN: &str = "198.51.100.7";
const SYDNEY: &str = "192.0.2.7";

fn places() -> Vec<u8> {
    table(&[
        ("203.0.113.0/24", city("DE", "Leipzig", 51.34, 12.37)),
        ("203.0.114.0/24", city("DE", "Leipzig", 51.34, 12.37)),
        ("198.51.100.0/24", city("DE", "Berlin", 52.52, 13.40)),
        ("192.0.2.0/24", city("AU", "Sydney", -33.87, 151.21)),
        ("2001:db8::/32", city("AU", "Sydney", -33.87, 151.21)),
    ])
}

fn operators() -> Vec<u8> {
    table(&[("203.0.113.0/24", operator(64_500)), ("203.0.114.0/24", operator(64_500))])
}

/// Files of the operator.
struct Files {
    folder: TempDir,
    config: config::Addresses,
}

impl Files {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), config: config::Addresses::default() }
    }

    fn put(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

async fn knowing(desk: &Desk, files: &Files) -> Node {
    desk.app.node().knowing(addresses::open(&files.config).unwrap()).await
}

async fn from(desk: &Desk, node: &Node, address: &str) -> Answer {
    desk.app.advance_secs(1);
    let input = json!({
        "ClientId": desk.app.client.id.to_string(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD },
    });
    desk.app.anonymous().through(&node.seen_from(address)).call("InitiateAuth", &input).await
}

fn low(reason: &str) -> (String, Vec<String>) {
    ("low".to_owned(), vec![reason.to_owned()])
}

#[actix_web::test]
async fn a_new_country_counts_and_so_does_travel_that_nobody_made() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    let mut files = Files::new();
    files.config.geoip_file = Some(files.put("places.mmdb", &places()));
    let node = knowing(&desk, &files).await;
    signed_in(&from(&desk, &node, LEIPZIG).await);
    assert_eq!(newest(&desk).await.0, "none", "no country was known before");
    signed_in(&from(&desk, &node, BERLIN).await);
    assert_eq!(newest(&desk).await, low("new_network"), "an hour by train, the same country");

    signed_in(&from(&desk, &node, SYDNEY).await);
    let why = ["impossible_travel", "new_country", "new_network"].map(str::to_owned).to_vec();
    assert_eq!(newest(&desk).await, ("high".to_owned(), why));
    let risk = newest_risk(&desk).await;
    assert_eq!((&risk["Country"], &risk["City"], &risk["Score"]), (&json!("AU"), &json!("Sydney"), &json!(90)));
    let listed = desk.admin("AdminListUserAuthEvents", json!({ "Username": "ada", "MaxResults": 1 })).await;
    let event = &listed["AuthEvents"][0];
    assert_eq!(event["EventContextData"]["City"], "Sydney");
    assert_eq!(event["EventRisk"]["RiskLevel"], "High");

    // Whoever comes so with no more than a password does not make it a usual place.
    desk.app.advance_secs(26 * 3600);
    signed_in(&from(&desk, &node, "2001:db8::7").await);
    let why = ["new_country", "new_network"].map(str::to_owned).to_vec();
    assert_eq!(newest(&desk).await, ("medium".to_owned(), why), "a day later the flight is possible");
}

#[actix_web::test]
async fn networks_of_one_operator_are_one_place() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    let mut files = Files::new();
    files.config.asn_file = Some(files.put("operators.mmdb", &operators()));
    let node = knowing(&desk, &files).await;
    signed_in(&from(&desk, &node, LEIPZIG).await);
    signed_in(&from(&desk, &node, LEIPZIG_TOO).await);
    assert_eq!(newest(&desk).await.0, "none");
    signed_in(&from(&desk, &node, BERLIN).await);
    assert_eq!(newest(&desk).await, low("new_network"));
}

#[actix_web::test]
async fn bad_addresses_are_a_risk_and_a_list_that_was_replaced_is_read_again() {
    let desk = desk("AUDIT", &always("NO_ACTION")).await;
    let mut files = Files::new();
    files.config.bad_list = Some(files.put("bad.txt", b"# nobody\n"));
    let known = addresses::open(&files.config).unwrap();
    let node = desk.app.node().knowing(known.clone()).await;
    signed_in(&from(&desk, &node, LEIPZIG).await);
    assert_eq!(newest(&desk).await.0, "none");
    files.put("bad.txt", b"203.0.113.0/28\n");
    known.refresh();
    signed_in(&from(&desk, &node, LEIPZIG).await);
    assert_eq!(newest(&desk).await, ("medium".to_owned(), vec!["known_bad_address".to_owned()]));
    // One that cannot be read leaves the one before it in its place.
    files.put("bad.txt", b"everybody, everywhere\n");
    known.refresh();
    signed_in(&from(&desk, &node, LEIPZIG).await);
    assert_eq!(newest(&desk).await.0, "medium");
}

#[test]
fn a_broken_file_stops_the_start_and_is_named() {
    let refused = |files: &Files| match addresses::open(&files.config) {
        Ok(_) => panic!("a broken file was taken"),
        Err(error) => format!("{error:#}"),
    };
    let mut files = Files::new();
    files.config.geoip_file = Some(files.put("places.mmdb", b"not a table"));
    let said = refused(&files);
    assert!(said.contains("addresses.geoip_file") && said.contains("places.mmdb"), "{said}");
    files.config =
        config::Addresses { bad_list: Some(files.put("bad.txt", b"10.0.0.0/8\nexample.com")), ..Default::default() };
    let said = refused(&files);
    assert!(said.contains("addresses.bad_list") && said.contains("line 2"), "{said}");
    files.config = config::Addresses { asn_file: Some(files.folder.path().join("none")), ..Default::default() };
    assert!(refused(&files).contains("addresses.asn_file"));
    let mut cut = places();
    cut.truncate(cut.len() / 2);
    files.config = config::Addresses { geoip_file: Some(files.put("cut.mmdb", &cut)), ..Default::default() };
    assert!(refused(&files).contains("addresses.geoip_file"));
}
