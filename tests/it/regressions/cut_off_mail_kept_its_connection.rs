//! A mail that was given up in the middle of its dialogue left its connection to the next one, which then took the answers to
//! earlier commands for its own: a mail that the server refused counted as sent.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use vestibule::domain::clock::Micros;
use vestibule::messaging::mail::Composed;
use vestibule::messaging::{SendError, Sender};

/// A mail server that answers for `slow@` when it is told to, refuses what is sent to `never@` once it has read it, and says
/// goodbye after a mail to `polite@` when it is told to.
struct Server {
    address: SocketAddr,
    asked: tokio::sync::mpsc::UnboundedReceiver<()>,
    go_on: mpsc::Sender<()>,
}

#[expect(clippy::disallowed_methods, reason = "the other side, which answers while the client waits")]
fn start() -> Server {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let (asks, asked) = tokio::sync::mpsc::unbounded_channel();
    let (go_on, waits) = mpsc::channel();
    thread::spawn(move || {
        let waits = Arc::new(Mutex::new(waits));
        // Ends with the process: nobody connects any more.
        for stream in socket.incoming().map_while(Result::ok) {
            let (asks, waits) = (asks.clone(), waits.clone());
            thread::spawn(move || talk(stream, &asks, &waits));
        }
    });
    Server { address, asked, go_on }
}

fn talk(
    mut stream: TcpStream,
    asks: &tokio::sync::mpsc::UnboundedSender<()>,
    waits: &Mutex<mpsc::Receiver<()>>,
) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    stream.write_all(b"220 mail.test\r\n").ok()?;
    let (mut is_content, mut is_never, mut is_polite) = (false, false, false);
    while let Some(Ok(line)) = lines.next() {
        if is_content && line != "." {
            continue;
        }
        let answer = match line.split([' ', ':']).next()? {
            "RCPT" if line.contains("slow@") => {
                asks.send(()).ok()?;
                waits.lock().ok()?.recv().ok()?;
                "250 at last"
            }
            "DATA" => "354 go on",
            "." if is_never => "554 not this",
            "QUIT" => {
                if is_polite {
                    asks.send(()).ok()?;
                    waits.lock().ok()?.recv().ok()?;
                }
                "221 bye"
            }
            _ => "250 ok",
        };
        is_never = if line.starts_with("RCPT") { line.contains("never@") } else { is_never };
        is_polite |= line.contains("polite@");
        is_content = line == "DATA";
        let sent = stream.write_all(format!("{answer}\r\n").as_bytes());
        if line.contains("slow@") {
            asks.send(()).ok()?;
        }
        sent.ok()?;
    }
    Some(())
}

async fn send(sender: &Sender, to: &str) -> Result<(), SendError> {
    let text = |text: &str| text.to_owned();
    let mail = Composed { subject: text("Hello"), text: text("Your code"), html: text("<p>Your code</p>") };
    sender.send(to, mail, to, Micros(0)).await
}

#[actix_web::test]
async fn what_a_server_refuses_is_refused_after_a_mail_that_was_given_up() {
    let mut server = start();
    let url = format!("smtp://{}?tls=none", server.address).parse().unwrap();
    let sender = Sender::smtp(&url, "no-reply@id.example.test", &[]).unwrap();
    tokio::select! {
        _ = send(&sender, "slow@example.test") => panic!("it was not held"),
        asked = server.asked.recv() => asked.unwrap(),
    }
    server.go_on.send(()).unwrap();
    server.asked.recv().await.unwrap();
    let refused = send(&sender, "never@example.test").await;
    assert!(matches!(&refused, Err(SendError::Permanent(why)) if why == "554"), "{refused:?}");
    send(&sender, "ada@example.test").await.unwrap();
}

/// F13: what the server has taken upon itself is sent. Whoever waits for its goodbye and ends meanwhile sends it again.
#[actix_web::test]
async fn a_mail_is_sent_before_the_server_says_goodbye() {
    let mut server = start();
    let url = format!("smtp://{}?tls=none", server.address).parse().unwrap();
    let sender = Sender::smtp(&url, "no-reply@id.example.test", &[]).unwrap();
    tokio::select! {
        biased;
        sent = send(&sender, "polite@example.test") => sent.unwrap(),
        _ = server.asked.recv() => panic!("it waits for the goodbye"),
    }
    server.asked.recv().await.unwrap();
    server.go_on.send(()).unwrap();
}
