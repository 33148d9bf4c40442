//! The bounds, against a socket on loopback that answers what it is told.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::*;

/// Answers one connection with these bytes.
#[expect(clippy::disallowed_methods, reason = "the other side, with a runtime of its own")]
async fn answering(bytes: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = listener.into_std().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = [0; 2048];
            let _read = socket.read(&mut request).await;
            let _written = socket.write_all(&bytes).await;
        });
    });
    address
}

fn get(url: &str) -> http::Request<Vec<u8>> {
    http::Request::get(url).body(Vec::new()).unwrap()
}

fn allowing(address: SocketAddr) -> HttpClient {
    let origins = vec![Url::parse(&format!("http://{address}")).unwrap()];
    HttpClient::new(&Reach { origins, ..Reach::default() }).unwrap()
}

#[tokio::test]
async fn a_named_origin_is_reached_and_no_other_on_the_same_host() {
    let address = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi".to_vec()).await;
    let client = allowing(address);
    let other = format!("http://127.0.0.1:{}/", address.port() ^ 1);
    assert!(matches!(client.send(get(&other)).await, Err(OutboundError::Scheme)));
    let other = other.replace("http:", "https:");
    assert!(matches!(client.send(get(&other)).await, Err(OutboundError::PrivateAddress)));
    let answer = client.send(get(&format!("http://{address}/x"))).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.body().as_slice()), (200, b"hi".as_slice()));
}

/// What a name leads to, whatever it is.
fn leading_to(addresses: &[&str]) -> LookUp {
    let addresses: Vec<SocketAddr> = addresses.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
    Arc::new(move |_| {
        let addresses = addresses.clone();
        Box::pin(async move { Ok(addresses) })
    })
}

fn reach(hosts: &[&str], networks: &[&str]) -> Reach {
    let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
    Reach { hosts, networks: networks.iter().map(|text| text.parse().unwrap()).collect(), ..Reach::default() }
}

/// Case 195.
#[tokio::test]
async fn spellings_of_private_addresses_are_refused() {
    let client = HttpClient::new(&Reach::default()).unwrap();
    for host in [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "2130706433",
        "127.0.0.1.",
        "%31%32%37.0.0.1",
        "\u{ff11}\u{ff12}\u{ff17}.0.0.1",
        "0",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "100.64.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::10.0.0.1]",
        "[2002:7f00:1::]",
        "[fd00::1]",
        "[fe80::1]",
        "[ff02::1]",
    ] {
        // read as an administrator's text is
        let url = Url::parse(&format!("https://{host}/")).unwrap();
        let refused = client.send(get(url.as_str())).await;
        assert!(matches!(refused, Err(OutboundError::PrivateAddress)), "{host}: {refused:?}");
    }
}

/// Cases 195 and 198: names too, and the answer is the same whatever listens there.
#[tokio::test]
async fn names_that_lead_inside_are_refused() {
    let open = answering(Vec::new()).await;
    let client = HttpClient::new(&Reach::default()).unwrap();
    for name in ["localhost", "localhost.", "LOCALHOST"] {
        for port in [open.port(), 1025] {
            let refused = client.send(get(&format!("https://{name}:{port}/"))).await;
            assert!(matches!(refused, Err(OutboundError::PrivateAddress)), "{name}: {refused:?}");
        }
    }
    for inside in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1"] {
        let client = HttpClient::with_look_up(&Reach::default(), leading_to(&[inside])).unwrap();
        let refused = client.send(get("https://metadata.google.internal/")).await;
        assert!(matches!(refused, Err(OutboundError::PrivateAddress)), "{inside}: {refused:?}");
    }
}

/// A name that leads to the internet and inside at once is called outside only: what the check saw is what is connected
/// to.
#[tokio::test]
async fn a_name_with_two_faces_is_called_by_its_public_one_only() {
    let resolver = CheckedResolver {
        allowed: Arc::new(Allowed::new(&Reach::default())),
        look_up: leading_to(&["127.0.0.1", "8.8.8.8", "::1", "::ffff:10.0.0.1"]),
    };
    let name: reqwest::dns::Name = "two.faces.test".parse().unwrap();
    let found: Vec<SocketAddr> = reqwest::dns::Resolve::resolve(&resolver, name).await.unwrap().collect();
    assert_eq!(found, ["8.8.8.8:0".parse().unwrap()]);
}

#[tokio::test]
async fn what_the_operator_names_is_reached_and_nothing_beside_it() {
    let hello = || b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi".to_vec();
    for reach in [reach(&[], &["127.0.0.0/8"]), reach(&[], &["127.0.0.1/32"])] {
        let address = answering(hello()).await;
        let client = HttpClient::new(&reach).unwrap();
        assert_eq!(client.send(get(&format!("http://{address}/"))).await.unwrap().status().as_u16(), 200);
        let mapped = format!("https://[::ffff:10.0.0.1]:{}/", address.port());
        assert!(matches!(client.send(get(&mapped)).await, Err(OutboundError::PrivateAddress)));
        let by_name = client.send(get(&format!("http://localhost:{}/", address.port()))).await;
        assert!(matches!(by_name, Err(OutboundError::Scheme)), "http is for what was named: {by_name:?}");
    }
    let address = answering(hello()).await;
    let client = HttpClient::with_look_up(&reach(&["hooks.internal"], &[]), leading_to(&["127.0.0.1"])).unwrap();
    let port = address.port();
    for refused in ["other.internal", "x.hooks.internal", "hooks.internal.evil.test"] {
        let refused = client.send(get(&format!("https://{refused}:{port}/"))).await;
        assert!(matches!(refused, Err(OutboundError::PrivateAddress)), "{refused:?}");
    }
    let answer = client.send(get(&format!("http://HOOKS.internal.:{port}/"))).await.unwrap();
    assert_eq!(answer.body(), b"hi");
}

/// Case 197.
#[tokio::test]
async fn other_schemes_and_ports_are_refused() {
    let client = HttpClient::new(&Reach::default()).unwrap();
    for url in ["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/"] {
        let Ok(request) = http::Request::get(url).body(Vec::new()) else { continue };
        let refused = client.send(request).await;
        assert!(matches!(refused, Err(OutboundError::Scheme | OutboundError::Request(_))), "{url}: {refused:?}");
    }
    for port in [1, 22, 25, 80, 465, 1023] {
        let refused = client.send(get(&format!("https://example.com:{port}/"))).await;
        assert!(matches!(refused, Err(OutboundError::Port)), "{port}: {refused:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_an_answer() {
    let address =
        answering(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    let answer = allowing(address).send(get(&format!("http://{address}/"))).await.unwrap();
    assert_eq!(answer.status().as_u16(), 302);
}

#[tokio::test]
async fn an_answer_beyond_the_bound_is_refused_announced_or_not() {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", MAX_RESPONSE + 1);
    let address = answering(head.into_bytes()).await;
    let refused = allowing(address).send(get(&format!("http://{address}/"))).await;
    assert!(matches!(refused, Err(OutboundError::TooLarge)), "{refused:?}");

    let mut body = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    body.resize(body.len() + MAX_RESPONSE + 1, b'x');
    let address = answering(body).await;
    let refused = allowing(address).send(get(&format!("http://{address}/"))).await;
    assert!(matches!(refused, Err(OutboundError::TooLarge)), "{refused:?}");
}
