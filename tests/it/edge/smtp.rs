//! Mail over SMTP as a mail server sees it: what is said in the clear, and what under TLS.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use vestibule::domain::clock::Micros;
use vestibule::messaging::mail::Composed;
use vestibule::messaging::{SendError, Sender};

use super::listening::{HANG, self_signed};

/// A mail server that answers one connection.
struct MailServer {
    address: SocketAddr,
    authority: Vec<u8>,
    thread: JoinHandle<Heard>,
}

/// Before each line of a mail, where the others are commands.
const CONTENT: &str = "| ";

/// What the server was told, command by command.
#[derive(Debug, Default)]
struct Heard {
    clear: Vec<String>,
    sealed: Vec<String>,
}

impl Heard {
    fn has(commands: &[String], beginning: &str) -> bool {
        commands.iter().any(|command| command.starts_with(beginning))
    }

    fn mail_in_clear(&self) -> bool {
        Self::has(&self.clear, "MAIL FROM") || Self::has(&self.clear, "AUTH")
    }

    fn mail_under_tls(&self) -> bool {
        Self::has(&self.sealed, "MAIL FROM") && Self::has(&self.sealed, ".")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Offers {
    Nothing,
    StartTls,
    TlsOnly,
    /// Takes no mail now.
    Later,
    /// Takes no mail for that address.
    Never,
}

impl MailServer {
    #[expect(clippy::disallowed_methods, reason = "the other side, which answers while the client waits")]
    fn start(offers: Offers) -> Self {
        let (config, certificate) = self_signed("127.0.0.1");
        let authority = certificate.to_vec();
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let thread = std::thread::spawn(move || serve(&socket, offers, Arc::new(config)));
        Self { address, authority, thread }
    }

    /// Sends one mail through this server and answers what came of it on both sides. `url` has `{}` for host and port.
    async fn send(self, url: &str, is_trusted: bool) -> (Result<(), SendError>, Heard) {
        self.deliver(url, is_trusted, mail("Hello", "Your code")).await
    }

    async fn deliver(self, url: &str, is_trusted: bool, mail: Composed) -> (Result<(), SendError>, Heard) {
        let url = url.replace("{}", &self.address.to_string()).parse().unwrap();
        let authorities = if is_trusted { vec![self.authority.clone()] } else { Vec::new() };
        let sender = Sender::smtp(&url, "no-reply@id.example.test", &authorities).unwrap();
        let outcome = sender.send("ada@example.test", mail, "message-1", Micros(0)).await;
        // the server reads until the connection is closed
        drop(sender);
        let heard = tokio::task::spawn_blocking(|| self.thread.join().unwrap()).await.unwrap();
        (outcome, heard)
    }
}

fn mail(subject: &str, text: &str) -> Composed {
    Composed { subject: subject.to_owned(), text: text.to_owned(), html: format!("<p>{text}</p>") }
}

fn serve(socket: &TcpListener, offers: Offers, config: Arc<ServerConfig>) -> Heard {
    let (stream, _) = socket.accept().unwrap();
    stream.set_read_timeout(Some(HANG)).unwrap();
    let mut heard = Heard::default();
    let seal = |stream: TcpStream| StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    if offers == Offers::TlsOnly {
        // whoever ends the connection early has said enough
        let _ended = talk(&mut seal(stream), true, Offers::Nothing, &mut heard.sealed);
        return heard;
    }
    let mut clear = stream;
    if talk(&mut clear, true, offers, &mut heard.clear).is_ok_and(|upgrades| upgrades) {
        let _ended = talk(&mut seal(clear), false, Offers::Nothing, &mut heard.sealed);
    }
    heard
}

/// Speaks SMTP until the client goes (`false`) or wants TLS (`true`).
fn talk(stream: &mut (impl Read + Write), greets: bool, offers: Offers, heard: &mut Vec<String>) -> io::Result<bool> {
    if greets {
        stream.write_all(b"220 mail.test ESMTP\r\n")?;
        stream.flush()?;
    }
    let mut is_content = false;
    loop {
        let mut line = String::new();
        // One byte at a time: what follows STARTTLS must not be read here.
        if BufReader::with_capacity(1, &mut *stream).read_line(&mut line)? == 0 {
            return Ok(false);
        }
        let line = line.trim_end();
        if is_content && line != "." {
            heard.push(format!("{CONTENT}{line}"));
            continue;
        }
        heard.push(line.to_owned());
        let answer: &[u8] = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" if offers == Offers::StartTls => b"250-mail.test\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n",
            "EHLO" => b"250-mail.test\r\n250 AUTH PLAIN\r\n",
            "STARTTLS" => b"220 go on\r\n",
            "RCPT" if offers == Offers::Later => b"451 ada@example.test is busy\r\n",
            "RCPT" if offers == Offers::Never => b"550 no ada@example.test here\r\n",
            "AUTH" => b"235 welcome\r\n",
            "DATA" => b"354 go on\r\n",
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        is_content = line == "DATA";
        stream.write_all(answer)?;
        stream.flush()?;
        if line == "STARTTLS" {
            return Ok(true);
        }
    }
}

#[actix_web::test]
async fn an_offered_upgrade_is_taken_and_the_mail_goes_under_tls() {
    for url in ["smtp://{}", "smtp://ada:secret@{}", "smtp://ada:secret@{}?tls=required"] {
        let (outcome, heard) = MailServer::start(Offers::StartTls).send(url, true).await;
        assert!(outcome.is_ok(), "{url}: {outcome:?}");
        assert!(heard.mail_under_tls() && !heard.mail_in_clear(), "{url}: {heard:?}");
    }
}

#[actix_web::test]
async fn tls_from_the_first_byte_is_spoken() {
    let (outcome, heard) = MailServer::start(Offers::TlsOnly).send("smtps://ada:secret@{}", true).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(heard.mail_under_tls() && heard.clear.is_empty(), "{heard:?}");
}

#[actix_web::test]
async fn an_unknown_certificate_is_a_failed_delivery_and_nothing_goes_in_the_clear() {
    for (offers, url) in [(Offers::StartTls, "smtp://{}"), (Offers::TlsOnly, "smtps://{}")] {
        let (outcome, heard) = MailServer::start(offers).send(url, false).await;
        assert!(matches!(outcome, Err(SendError::Temporary(_))), "{url}: {outcome:?}");
        assert!(!heard.mail_under_tls() && !heard.mail_in_clear(), "{url}: {heard:?}");
    }
}

#[actix_web::test]
async fn without_an_offer_mail_goes_in_the_clear_unless_tls_is_required() {
    let (outcome, heard) = MailServer::start(Offers::Nothing).send("smtp://{}", true).await;
    assert!(outcome.is_ok() && heard.mail_in_clear(), "{outcome:?} {heard:?}");
    let (outcome, heard) = MailServer::start(Offers::Nothing).send("smtp://ada:secret@{}?tls=required", true).await;
    assert!(outcome.is_err() && !heard.mail_in_clear(), "{outcome:?} {heard:?}");
    let (outcome, heard) = MailServer::start(Offers::StartTls).send("smtp://{}?tls=none", true).await;
    assert!(outcome.is_ok() && heard.mail_in_clear() && heard.sealed.is_empty(), "{outcome:?} {heard:?}");
}

#[actix_web::test]
async fn a_refusal_is_for_now_or_for_good_and_its_reason_names_nobody() {
    let (outcome, heard) = MailServer::start(Offers::Later).send("smtp://{}", true).await;
    let Err(SendError::Temporary(why)) = outcome else { panic!("{outcome:?} {heard:?}") };
    assert_eq!(why, "451");
    let (outcome, heard) = MailServer::start(Offers::Never).send("smtp://{}", true).await;
    let Err(SendError::Permanent(why)) = outcome else { panic!("{outcome:?} {heard:?}") };
    assert_eq!(why, "550");
    // Nobody listens there: the socket was closed again.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sender = Sender::smtp(&format!("smtp://{closed}").parse().unwrap(), "no-reply@id.example.test", &[]).unwrap();
    let mail = Composed { subject: String::new(), text: "Your code".to_owned(), html: String::new() };
    let outcome = sender.send("ada@example.test", mail, "message-1", Micros(0)).await;
    assert!(matches!(outcome, Err(SendError::Temporary(_))), "{outcome:?}");
}

/// Case 245: no subject and no text is a command, a header or another mail.
#[actix_web::test]
async fn nothing_in_a_mail_speaks_to_the_server() {
    let injected = "Bcc: eve@evil.test";
    let dialogue = "\r\n.\r\nMAIL FROM:<eve@evil.test>\r\nRCPT TO:<bob@evil.test>\r\nDATA\r\nspam\r\n.\r\nQUIT\r\n";
    for line_break in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\r\n ", "\0"] {
        let hostile = mail(
            &format!("Hi{line_break}{injected}{line_break}{line_break}text"),
            &dialogue.replace("\r\n", line_break),
        );
        let (outcome, heard) = MailServer::start(Offers::Nothing).deliver("smtp://{}", true, hostile).await;
        assert!(outcome.is_ok(), "{line_break:?}: {outcome:?}");
        let (content, commands): (Vec<_>, Vec<_>) = heard.clear.iter().partition(|line| line.starts_with(CONTENT));
        for (command, beginning) in
            [("MAIL", "MAIL FROM:<no-reply@id.example.test>"), ("RCPT", "RCPT TO:<ada@example.test>"), ("DATA", "DATA")]
        {
            let said: Vec<_> = commands.iter().filter(|line| line.starts_with(command)).collect();
            assert!(said.len() == 1 && said[0].starts_with(beginning), "{line_break:?}: {commands:?}");
        }
        assert!(!commands.iter().any(|line| line.contains("evil.test")), "{line_break:?}: {commands:?}");
        let head: Vec<_> =
            content.iter().map(|line| &line[CONTENT.len()..]).take_while(|line| !line.is_empty()).collect();
        assert!(head.len() > 3 && !head.iter().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head:?}");
    }
}

/// Case 245: what is no address gets no mail, and the server is not even called.
#[actix_web::test]
async fn a_recipient_is_one_address_or_none() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sender = Sender::smtp(&format!("smtp://{closed}").parse().unwrap(), "no-reply@id.example.test", &[]).unwrap();
    for to in [
        "ada@example.test\r\nRCPT TO:<eve@evil.test>",
        "ada@example.test>\r\nRCPT TO:<eve@evil.test",
        "ada@example.test\nBcc: eve@evil.test",
        "\"ada\r\nRCPT TO:<eve@evil.test>\"@example.test",
        "ada@example.test, eve@evil.test",
        "ada@example.test;eve@evil.test",
        "Ada <ada@example.test>, Eve <eve@evil.test>",
        "ada@example.test\0",
        "ada",
        "",
    ] {
        let outcome = sender.send(to, mail("Hello", "Your code"), "message-1", Micros(0)).await;
        assert!(matches!(outcome, Err(SendError::Permanent(_))), "{to:?}: {outcome:?}");
    }
}
