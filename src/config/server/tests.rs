//! Which names, listeners and proxies are accepted.

use super::*;

fn check(rules: Rules, change: impl FnOnce(&mut ServerKeys)) -> Result<Server, String> {
    let mut keys = ServerKeys::default();
    change(&mut keys);
    let mut problems = Problems::default();
    let server = read(&keys, false, rules, &mut problems);
    problems.into_result(server).map_err(|error| error.to_string())
}

fn public_url(text: &str) -> Result<Url, String> {
    check(Rules::Serve, |keys| keys.public_url = Some(text.to_owned())).map(|server| server.public_url)
}

#[test]
fn defaults_are_a_loopback_server() {
    let server = check(Rules::Serve, |_| {}).unwrap();
    assert_eq!(server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(server.public_url.as_str(), "http://localhost:8080/");
    assert_eq!(server.region, "xx-local-1");
    assert_eq!(server.admin_listen, None);
}

#[test]
fn http_is_for_loopback_only() {
    for accepted in ["https://id.example.com", "http://localhost:9", "http://127.0.0.1:9/", "http://[::1]:9"] {
        assert!(public_url(accepted).is_ok(), "{accepted}");
    }
    for refused in
        ["http://id.example.com", "http://localhost.example.com", "http://10.0.0.1", "http://127.0.0.1.nip.io"]
    {
        assert!(public_url(refused).unwrap_err().contains("server.public_url (VESTIBULE_PUBLIC_URL): must be https"));
    }
}

#[test]
fn a_public_url_is_scheme_host_and_port() {
    for refused in [
        "id.example.com",
        "ftp://id.example.com",
        "https://id.example.com/auth",
        "https://id.example.com/?a=b",
        "https://id.example.com/#top",
        "https://user:secret@id.example.com",
        "",
    ] {
        assert!(public_url(refused).unwrap_err().contains("server.public_url"), "{refused}");
    }
}

#[test]
fn listening_beyond_loopback_needs_a_public_url() {
    let beyond = |keys: &mut ServerKeys| keys.listen = "0.0.0.0:8080".to_owned();
    assert!(check(Rules::Serve, beyond).is_err_and(|text| text.contains("server.public_url")));
    let named = |keys: &mut ServerKeys| {
        beyond(keys);
        keys.public_url = Some("https://id.example.com".to_owned());
    };
    assert!(check(Rules::Serve, named).is_ok());
}

#[test]
fn dev_listens_on_loopback_only() {
    for refused in ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:8080", "[::ffff:192.0.2.1]:80"] {
        let listen = |keys: &mut ServerKeys| keys.listen = refused.to_owned();
        assert!(check(Rules::Dev, listen).is_err_and(|text| text.contains("server.listen")), "{refused}");
        let admin = |keys: &mut ServerKeys| keys.admin_listen = Some(refused.to_owned());
        assert!(check(Rules::Dev, admin).is_err_and(|text| text.contains("server.admin_listen")), "{refused}");
    }
    for accepted in ["localhost:9000", "127.0.0.2:9000", "[::1]:9000"] {
        let server = check(Rules::Dev, |keys| keys.listen = accepted.to_owned()).unwrap();
        assert_eq!(server.public_url.as_str(), "http://localhost:9000/");
    }
}

#[test]
fn a_listener_is_an_address_and_a_port() {
    for refused in ["8080", ":8080", "example.com:80", "127.0.0.1", "127.0.0.1:99999", "localhost:"] {
        let listen = |keys: &mut ServerKeys| keys.listen = refused.to_owned();
        assert!(check(Rules::Serve, listen).is_err_and(|text| text.contains("server.listen")), "{refused}");
    }
}

#[test]
fn the_two_listeners_differ() {
    let same = |keys: &mut ServerKeys| keys.admin_listen = Some(keys.listen.clone());
    assert!(check(Rules::Serve, same).is_err_and(|text| text.contains("server.admin_listen")));
}

#[test]
fn allowed_hosts_are_names_with_or_without_a_port() {
    let hosts = |text: &str| {
        check(Rules::Serve, |keys| keys.allowed_hosts = vec![text.to_owned()]).map(|server| server.allowed_hosts)
    };
    assert_eq!(hosts("ID.Example.com:8443").unwrap(), ["id.example.com:8443"]);
    assert_eq!(hosts("[::1]").unwrap(), ["[::1]"]);
    for refused in
        ["", "*", "*.example.com", "https://a.test", "a.test/x", "u@a.test", "a.test:0", "a b", "a.test:", "a,b"]
    {
        assert!(hosts(refused).is_err_and(|text| text.contains("server.allowed_hosts")), "{refused}");
    }
}

#[test]
fn trusted_proxies_are_networks_that_leave_someone_out() {
    let networks = |text: &str| {
        check(Rules::Serve, |keys| keys.trusted_proxies = vec![text.to_owned()]).map(|server| server.trusted_proxies)
    };
    assert_eq!(networks("10.1.2.3/8").unwrap()[0].to_string(), "10.0.0.0/8");
    assert_eq!(networks("192.0.2.7").unwrap()[0].to_string(), "192.0.2.7/32");
    for refused in ["0.0.0.0/0", "::/0", "10.0.0.0/33", "proxy.example.com", ""] {
        assert!(networks(refused).is_err_and(|text| text.contains("server.trusted_proxies")), "{refused}");
    }
}

#[test]
fn a_region_has_the_form_that_clients_demand() {
    let region = |text: &str| check(Rules::Serve, |keys| keys.region = text.to_owned());
    for accepted in ["xx-local-1", "eu-west-1", "us-gov-east-12"] {
        assert!(region(accepted).is_ok(), "{accepted}");
    }
    for refused in ["", "eu", "eu-1", "EU-west-1", "eu_west_1", "eu-west-", "eu--1", "eu-west-one", "eu-w/st-1"] {
        assert!(region(refused).is_err_and(|text| text.contains("server.region")), "{refused}");
    }
}
