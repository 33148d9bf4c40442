//! The server under measurement: the release binary on a database of its own, ended when this value is dropped.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::Result;
use crate::subject::Subject;

/// The key that the server makes at its first start.
pub(crate) const ACCESS_KEY_ID: &str = "AKIABENCHBENCHBENCH1";
/// Its secret half.
pub(crate) const SECRET_ACCESS_KEY: &str = "bench-secret-bench-secret-bench-secret-0";

/// A running server.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
    admin: SocketAddr,
    /// From the start of the process to the first `200` of `/readyz`.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts the server on the database in `folder`, and waits until it is ready.
    pub(crate) async fn start(folder: &Path) -> Result<Self> {
        let address = free_address()?;
        let admin = free_address()?;
        let url = format!("http://localhost:{}", address.port());
        let log = std::fs::File::create(folder.join("server.log"))?;
        let begun = Instant::now();
        let child = Command::new(binary())
            .arg("serve")
            .current_dir(folder)
            .env_clear()
            .env("VESTIBULE_LISTEN", address.to_string())
            .env("VESTIBULE_ADMIN_LISTEN", admin.to_string())
            .env("VESTIBULE_PUBLIC_URL", url)
            .env("VESTIBULE_DATABASE_URL", format!("sqlite://{}", folder.join("bench.db").display()))
            .env("VESTIBULE_MASTER_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
            .env("VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID", ACCESS_KEY_ID)
            .env("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
            // By which aws-lc can be told to leave an instruction set alone, to compare machines.
            .envs(std::env::var("OPENSSL_ia32cap").ok().map(|mask| ("OPENSSL_ia32cap", mask)))
            .env("VESTIBULE_LOG", "warn")
            // Where the machine has other work to do hashes queue for long; being sent away would end the measurement.
            .env("VESTIBULE_HASHING__MAX_WAIT_MS", "60000")
            .stdout(Stdio::from(log.try_clone()?))
            .stderr(Stdio::from(log))
            .spawn()?;
        let mut server = Self { child, address, admin, ready_after: Duration::ZERO };
        server.wait_until_ready(admin, begun).await?;
        Ok(server)
    }

    async fn wait_until_ready(&mut self, admin: SocketAddr, begun: Instant) -> Result<()> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(1)).build()?;
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended: {status}; see server.log").into());
            }
            let answer = client.get(format!("http://{admin}/readyz")).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                self.ready_after = begun.elapsed();
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err("the server was not ready after 30 s".into())
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The process, as it is measured.
    pub(crate) fn subject(&self) -> Subject {
        Subject::server(self.pid(), format!("http://{}/metrics", self.admin))
    }

    /// Its public URL.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when the process is gone already, which is what is wanted.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The program that [`under_test`] named.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that is measured; without it, it is the one that was built with this one.
pub(crate) fn under_test(program: PathBuf) {
    // Only the first word counts, and there is only one.
    let _named = PROGRAM.set(program);
}

/// The program that is measured.
pub(crate) fn binary() -> PathBuf {
    PROGRAM.get().cloned().unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_vestibule")))
}

/// A loopback address that nobody listens on.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
