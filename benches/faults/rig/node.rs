//! One node: the real program, started, killed, started again at the same address.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use reqwest::Client;

use super::{free_address, signal};
use crate::Result;

/// The key that the server makes at its first start.
pub(crate) const ACCESS_KEY_ID: &str = "AKIAFAULTFAULTFAULT1";
/// Its secret half.
pub(crate) const SECRET_ACCESS_KEY: &str = "fault-secret-fault-secret-fault-secret-0";
/// The master key of every server here.
pub(crate) const MASTER_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
/// Longest time from a start to ready before an experiment gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// How a node is started.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    folder: PathBuf,
    number: usize,
    listen: SocketAddr,
    environment: Vec<(String, String)>,
    end_at: Option<String>,
}

impl Setup {
    /// The usual way.
    pub(crate) fn new(
        folder: &Path,
        number: usize,
        listen: SocketAddr,
        public: SocketAddr,
        database_url: String,
        mail: SocketAddr,
    ) -> Self {
        let own = |name: &str, value: String| (name.to_owned(), value);
        let environment = vec![
            own("VESTIBULE_LISTEN", listen.to_string()),
            own("VESTIBULE_PUBLIC_URL", format!("http://localhost:{}", public.port())),
            own("VESTIBULE_DATABASE_URL", database_url),
            own("VESTIBULE_MASTER_KEY", MASTER_KEY.to_owned()),
            own("VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID", ACCESS_KEY_ID.to_owned()),
            own("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY.to_owned()),
            own("VESTIBULE_SMTP_URL", format!("smtp://{mail}")),
            own("VESTIBULE_LOG", "warn".to_owned()),
            // On a machine with other work hashes queue for long; what is sent away by that is the matter of F30.
            own("VESTIBULE_HASHING__MAX_WAIT_MS", "20000".to_owned()),
            // The whole crowd comes from one address.
            own("VESTIBULE_LIMITS__EXEMPT", "127.0.0.1/32".to_owned()),
        ];
        Self { folder: folder.to_owned(), number, listen, environment, end_at: None }
    }

    /// Adds settings, by the names of the environment.
    pub(crate) fn set(&mut self, settings: &[(&str, &str)]) {
        for (name, value) in settings {
            self.environment.retain(|(there, _)| there != name);
            self.environment.push(((*name).to_owned(), (*value).to_owned()));
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(&self.folder);
        command
    }
}

/// A node, running or not.
#[derive(Debug)]
pub(crate) struct Node {
    setup: Setup,
    admin: SocketAddr,
    http: Client,
    child: Option<Child>,
    /// Longest time from a start to ready so far.
    pub(crate) longest_start: Duration,
}

impl Node {
    /// A node that does not run yet.
    pub(crate) fn new(setup: Setup) -> Result<Self> {
        let admin = SocketAddr::from(([127, 0, 0, 1], 0));
        let http = Client::builder().timeout(Duration::from_secs(8)).build()?;
        Ok(Self { setup, admin, http, child: None, longest_start: Duration::ZERO })
    }

    /// Adds settings, by the names of the environment, for the next start.
    pub(crate) fn set(&mut self, settings: &[(&str, &str)]) {
        self.setup.set(settings);
    }

    /// Starts the process and waits until it is ready.
    pub(crate) async fn start(&mut self) -> Result<()> {
        self.launch()?;
        let begun = Instant::now();
        while !self.is_ready().await {
            if let Some(status) = self.child.as_mut().map(Child::try_wait).transpose()?.flatten() {
                return Err(format!("node {} ended: {status}; {}", self.setup.number, self.last_words()).into());
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("node {} was not ready after {PATIENCE:?}", self.setup.number).into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.longest_start = self.longest_start.max(begun.elapsed());
        Ok(())
    }

    /// Starts the process, to end by itself at a place of its code as the fourth, say, comes by: `PLACE:3`. It may do so
    /// before it is ready.
    pub(crate) fn start_to_end_at(&mut self, place: &str) -> Result<()> {
        self.setup.end_at = Some(place.to_owned());
        let started = self.launch();
        self.setup.end_at = None;
        started
    }

    /// Starts the process and does not wait.
    pub(crate) fn launch(&mut self) -> Result<()> {
        // A port of its own each time: connections of an earlier life may still hold the last one.
        self.admin = free_address()?;
        let log = OpenOptions::new().create(true).append(true).open(self.log())?;
        let mut command = self.setup.command();
        command.args(self.setup.end_at.iter().flat_map(|place| ["--end-at", place]));
        command.arg("serve").env("VESTIBULE_ADMIN_LISTEN", self.admin.to_string());
        self.child = Some(command.stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log)).spawn()?);
        Ok(())
    }

    /// Runs another command of the program with the node's settings; its status, output and errors.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<std::process::Output> {
        Ok(self.setup.command().args(arguments).stdin(Stdio::null()).output()?)
    }

    /// Whether it says that it is ready.
    pub(crate) async fn is_ready(&self) -> bool {
        self.health("readyz").await == Some(200)
    }

    /// The status of an endpoint of the operator's listener.
    pub(crate) async fn health(&self, path: &str) -> Option<u16> {
        self.question(path).ask().await
    }

    /// What a load balancer asks, for as long as this life of the node lasts.
    pub(crate) fn readiness(&self) -> Readiness {
        self.question("readyz")
    }

    fn question(&self, path: &str) -> Readiness {
        Readiness { http: self.http.clone(), url: format!("http://{}/{path}", self.admin) }
    }

    /// Ends it at once, as a crash would.
    pub(crate) fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Tells it to stop, and waits for its end: its status, and how long it took.
    pub(crate) async fn terminate(&mut self) -> Result<(Option<i32>, Duration)> {
        let mut child = self.child.take().ok_or("it does not run")?;
        signal("TERM", child.id())?;
        let begun = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok((status.code(), begun.elapsed()));
            }
            if begun.elapsed() > PATIENCE {
                child.kill()?;
                child.wait()?;
                return Err("it did not end".into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Whether the process still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Its process.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.setup.listen
    }

    fn log(&self) -> PathBuf {
        self.setup.folder.join(format!("node-{}.log", self.setup.number))
    }

    fn last_words(&self) -> String {
        let written = std::fs::read_to_string(self.log()).unwrap_or_default();
        written.lines().rev().take(3).collect::<Vec<_>>().join(" | ")
    }
}

/// An endpoint of the operator's listener.
#[derive(Clone, Debug)]
pub(crate) struct Readiness {
    http: Client,
    url: String,
}

impl Readiness {
    /// Its status; `None`: nobody answers.
    pub(crate) async fn ask(&self) -> Option<u16> {
        Some(self.http.get(&self.url).send().await.ok()?.status().as_u16())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Fails only when the process is gone already, which is what is wanted.
        let _ended = self.kill();
    }
}

/// The program that [`under_test`] named.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program under test; without it, it is the one that was built with this one.
pub(crate) fn under_test(program: PathBuf) {
    // Only the first word counts, and there is only one.
    let _named = PROGRAM.set(program);
}

fn binary() -> PathBuf {
    PROGRAM.get().cloned().unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_vestibule")))
}
