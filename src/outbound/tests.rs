//! The bounds, against a socket on loopback that answers what it is told.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// Answers one connection with these bytes.
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
    HttpClient::new(&[Url::parse(&format!("http://{address}")).unwrap()]).unwrap()
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

#[tokio::test]
async fn names_and_spellings_of_private_addresses_are_refused() {
    let client = HttpClient::new(&[]).unwrap();
    for url in
        ["https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://[::1]/", "https://[::ffff:7f00:1]/"]
    {
        assert!(matches!(client.send(get(url)).await, Err(OutboundError::PrivateAddress)), "{url}");
    }
    let by_name = client.send(get("https://localhost:1/")).await.unwrap_err();
    assert!(matches!(by_name, OutboundError::Connect(_)), "{by_name:?}");
    assert!(format!("{by_name:?}").contains("no public address"), "refused by the resolver, not by the port");
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
