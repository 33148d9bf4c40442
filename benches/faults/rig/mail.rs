//! A mail server that keeps what it is given, and can be as bad as real ones.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::Result;
use crate::task::Task;

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// As it should.
    Good,
    /// Nobody is there: connections end at once.
    Down,
    /// Recipients of this domain are answered after a long while.
    Tarpit(&'static str, Duration),
    /// Recipients of this domain are told to come later.
    Later(&'static str),
    /// Recipients of this domain are refused for good.
    Never(&'static str),
    /// The connection ends after the text was taken, without a word.
    Vanish,
}

/// A mail that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    /// To whom.
    pub(crate) to: String,
    /// Its `Message-ID`.
    pub(crate) id: String,
    /// The six digits in its subject, where there are some.
    pub(crate) code: Option<String>,
    /// When it arrived.
    pub(crate) at: Instant,
}

/// The server.
#[derive(Debug)]
pub(crate) struct MailServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    _accepting: Task<()>,
}

#[derive(Debug)]
struct State {
    mood: Mood,
    mails: Vec<Mail>,
}

impl MailServer {
    /// Starts it, in a good mood.
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State { mood: Mood::Good, mails: Vec::new() }));
        let shared = Arc::clone(&state);
        let accepting = Task::begin(async move {
            let mut talks = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                talks.push(Task::begin(async move {
                    // A peer that goes away in the middle is what this server is there for.
                    let _ended = talk(stream, &state).await;
                }));
            }
        });
        Ok(Self { address, state, _accepting: accepting })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes its mood.
    pub(crate) fn set(&self, mood: Mood) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).mood = mood;
    }

    /// All mails so far.
    pub(crate) fn all(&self) -> Vec<Mail> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).mails.clone()
    }

    /// A handle for those who only read mail.
    pub(crate) fn mailbox(&self) -> Mailbox {
        Mailbox(Arc::clone(&self.state))
    }
}

/// What arrived, for those who wait for it.
#[derive(Clone, Debug)]
pub(crate) struct Mailbox(Arc<Mutex<State>>);

impl Mailbox {
    /// The newest code that was mailed to an address.
    pub(crate) fn code(&self, to: &str) -> Option<String> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.mails.iter().rev().find(|mail| mail.to == to && mail.code.is_some())?.code.clone()
    }

    /// How many mails with a code came to an address.
    pub(crate) fn count(&self, to: &str) -> usize {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.mails.iter().filter(|mail| mail.to == to && mail.code.is_some()).count()
    }

    /// The code in the newest mail to an address that has had `before` of them, after at most `patience`.
    pub(crate) async fn wait_after(&self, to: &str, before: usize, patience: Duration) -> Option<String> {
        let begun = Instant::now();
        while self.count(to) <= before {
            if begun.elapsed() > patience {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.code(to)
    }

    /// The same, after at most `patience`.
    pub(crate) async fn wait(&self, to: &str, patience: Duration) -> Option<String> {
        let begun = Instant::now();
        loop {
            let code = self.code(to);
            if code.is_some() || begun.elapsed() > patience {
                return code;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn talk(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mood = || state.lock().unwrap_or_else(PoisonError::into_inner).mood;
    if mood() == Mood::Down {
        return Ok(());
    }
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 faults\r\n").await?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await? {
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" | "HELO" => "250 faults",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let is_in = |domain: &str| to.ends_with(&format!("@{domain}"));
                match mood() {
                    Mood::Tarpit(domain, pause) if is_in(domain) => {
                        tokio::time::sleep(pause).await;
                        "250 at last"
                    }
                    Mood::Later(domain) if is_in(domain) => "451 later",
                    Mood::Never(domain) if is_in(domain) => "550 never",
                    Mood::Good | Mood::Down | Mood::Tarpit(..) | Mood::Later(_) | Mood::Never(_) | Mood::Vanish => {
                        "250 ok"
                    }
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let Some(mail) = receive(&mut lines, &to).await? else { return Ok(()) };
                state.lock().unwrap_or_else(PoisonError::into_inner).mails.push(mail);
                if mood() == Mood::Vanish {
                    return Ok(());
                }
                "250 taken"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

/// A mail up to its last line; nothing, where the other end is gone before that: then the mail is still theirs (RFC 5321
/// §4.1.1.4).
async fn receive(
    lines: &mut tokio::io::Lines<BufReader<tokio::net::tcp::ReadHalf<'_>>>,
    to: &str,
) -> std::io::Result<Option<Mail>> {
    let (mut id, mut code) = (String::new(), None);
    while let Some(line) = lines.next_line().await? {
        if line == "." {
            return Ok(Some(Mail { to: to.to_owned(), id, code, at: Instant::now() }));
        }
        if let Some(value) = line.strip_prefix("Message-ID:") {
            value.trim().clone_into(&mut id);
        } else if let Some(subject) = line.strip_prefix("Subject:") {
            code = subject.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).map(str::to_owned);
        }
    }
    Ok(None)
}
