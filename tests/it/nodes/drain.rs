//! How the real program ends: requests under way are answered, and a second signal ends it at once.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use tempfile::TempDir;

const REQUEST_HEAD: &str = "POST / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Type: application/x-amz-json-1.1\r\n\
    X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth\r\nContent-Length: 2\r\n\r\n{";

/// The program in a folder of its own; killed if the test fails.
struct Server {
    child: Child,
    log: BufReader<ChildStderr>,
    port: u16,
    admin_port: u16,
    folder: TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [port, admin_port] = free_ports();
        let mut child = settings(&mut command(), folder.path(), port, admin_port)
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut server = Self { child, log, port, admin_port, folder };
        server.wait_for_line("health");
        server
    }

    /// Reads the log up to a line that says this.
    fn wait_for_line(&mut self, word: &str) {
        let mut line = String::new();
        while self.log.read_line(&mut line).unwrap() > 0 {
            if line.contains(word) {
                return;
            }
            line.clear();
        }
        panic!("the program ended without saying {word:?}");
    }

    fn terminate(&self) {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }

    /// A connection that was answered once, with the next request half sent.
    fn half_sent(&self) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = REQUEST_HEAD.replace("PORT", &self.port.to_string());
        stream.write_all(format!("{head}}}").as_bytes()).unwrap();
        let answer = read_answer(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 400") && !answer.to_lowercase().contains("connection: close"), "{answer}");
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }

    /// `vestibule ready` with the same settings; whether it says yes, and what it says.
    fn asked(&self) -> (bool, String) {
        let output = settings(&mut command(), self.folder.path(), self.port, self.admin_port).arg("ready").output();
        let output = output.unwrap();
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
        (output.status.success(), said)
    }

    fn ready(&self) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.admin_port)).unwrap();
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_vestibule"))
}

fn settings<'a>(command: &'a mut Command, folder: &Path, port: u16, admin_port: u16) -> &'a mut Command {
    command
        .current_dir(folder)
        .env_clear()
        .env("VESTIBULE_LISTEN", format!("127.0.0.1:{port}"))
        .env("VESTIBULE_ADMIN_LISTEN", format!("127.0.0.1:{admin_port}"))
        .env("VESTIBULE_PUBLIC_URL", format!("http://localhost:{port}"))
        .env("VESTIBULE_DATABASE_URL", format!("sqlite://{}", folder.join("test.db").display()))
        .env("VESTIBULE_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
}

fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

/// Head and body of one answer, by its content length.
fn read_answer(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut byte = [0];
    while !answer.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "the connection broke off");
        answer.push(byte[0]);
    }
    let head = String::from_utf8(answer).unwrap();
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    head + &String::from_utf8(body).unwrap()
}

#[test]
fn requests_under_way_at_the_signal_are_answered() {
    let mut server = Server::start();
    assert!(server.ready().starts_with("HTTP/1.1 200"));
    let (is_ready, said) = server.asked();
    assert!(is_ready && said.contains("\"ready\":true"), "{said}");
    let mut streams: Vec<TcpStream> = (0..8).map(|_| server.half_sent()).collect();
    server.terminate();
    server.wait_for_line("stopping");
    let readiness = server.ready();
    assert!(readiness.starts_with("HTTP/1.1 503") && readiness.contains("\"stopping\":true"), "{readiness}");
    let (is_ready, said) = server.asked();
    assert!(!is_ready && said.contains("\"stopping\":true"), "{said}");
    for stream in &mut streams {
        stream.write_all(b"}").unwrap();
        let answer = read_answer(stream).to_lowercase();
        assert!(answer.starts_with("http/1.1 400") && answer.contains("connection: close"), "{answer}");
    }
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    let (is_ready, said) = server.asked();
    assert!(!is_ready && said.contains("does not answer"), "{said}");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut server = Server::start();
    let mut stream = server.half_sent();
    server.terminate();
    server.wait_for_line("stopping");
    server.terminate();
    assert_eq!(server.child.wait().unwrap().code(), Some(1));
    assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0, "cut off");
}
