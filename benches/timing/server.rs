//! The server under the stopwatch: the release binary behind TLS, ended when this value is dropped.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Certificate, Client};

use crate::Result;

/// The key that the server makes at its first start.
pub(crate) const ACCESS_KEY_ID: &str = "AKIATIMINGTIMINGTIM1";
/// Its secret half.
pub(crate) const SECRET_ACCESS_KEY: &str = "timing-secret-timing-secret-timing-secre";

/// The program with the settings of the server.
struct Program {
    binary: PathBuf,
    folder: PathBuf,
    settings: Vec<(&'static str, String)>,
}

impl Program {
    /// A command of it, which writes to `server.log`.
    fn command(&self, arguments: &[&str]) -> Result<Command> {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("server.log"))?;
        let mut command = Command::new(&self.binary);
        command.args(arguments).current_dir(&self.folder).env_clear();
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
        Ok(command)
    }
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    program: Program,
    /// Its public URL.
    pub(crate) url: String,
    /// A client that trusts it and keeps one connection.
    pub(crate) http: Client,
}

impl Server {
    /// Starts the server, which is `binary`, on a new database in `folder`, and waits until it is ready.
    pub(crate) async fn start(binary: &Path, folder: &Path) -> Result<Self> {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
        std::fs::write(&cert, made.cert.pem())?;
        std::fs::write(&key, made.signing_key.serialize_pem())?;
        let (address, admin) = (free_address()?, free_address()?);
        let url = format!("https://localhost:{}", address.port());
        let settings = [
            ("VESTIBULE_LISTEN", address.to_string()),
            ("VESTIBULE_ADMIN_LISTEN", admin.to_string()),
            ("VESTIBULE_PUBLIC_URL", url.clone()),
            ("VESTIBULE_TLS_CERT", cert.display().to_string()),
            ("VESTIBULE_TLS_KEY", key.display().to_string()),
            ("VESTIBULE_DATABASE_URL", format!("sqlite://{}", folder.join("timing.db").display())),
            ("VESTIBULE_MASTER_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=".to_owned()),
            ("VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID", ACCESS_KEY_ID.to_owned()),
            ("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY.to_owned()),
            ("VESTIBULE_LIMITS__EXEMPT", "127.0.0.0/8".to_owned()),
            ("VESTIBULE_LIMITS__POOL_CODES", "1000000".to_owned()),
            ("VESTIBULE_LIMITS__POOL_SIGN_IN_FAILURES", "1000000".to_owned()),
            ("VESTIBULE_LOG", "error".to_owned()),
        ];
        let program = Program { binary: binary.to_owned(), folder: folder.to_owned(), settings: settings.into() };
        let child = program.command(&["serve"])?.spawn()?;
        let trusted = Certificate::from_pem(made.cert.pem().as_bytes())?;
        let http = Client::builder()
            .tls_certs_only([trusted])
            .resolve("localhost", address)
            .timeout(Duration::from_secs(20))
            .build()?;
        let mut server = Self { child, program, url, http };
        server.wait_until_ready(admin).await?;
        Ok(server)
    }

    /// Another command of the program, beside the server on the same database.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<Command> {
        self.program.command(arguments)
    }

    async fn wait_until_ready(&mut self, admin: SocketAddr) -> Result<()> {
        let begun = Instant::now();
        let client = Client::builder().timeout(Duration::from_secs(1)).build()?;
        while begun.elapsed() < Duration::from_mins(1) {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended: {status}; see server.log").into());
            }
            let answer = client.get(format!("http://{admin}/readyz")).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("the server was not ready after a minute".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when the process is gone already, which is what is wanted.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A loopback address that nobody listens on.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
