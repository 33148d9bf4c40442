//! A PostgreSQL of our own, durable as in production, that can be restarted, crashed and held still.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{free_address, signal};
use crate::Result;

/// A running PostgreSQL; stopped, and its files removed with the folder, when it is dropped.
#[derive(Debug)]
pub(crate) struct Postgres {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
    password: String,
}

impl Postgres {
    /// A new database cluster in `folder`.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let own = folder.join("postgres");
        std::fs::create_dir(&own)?;
        let password = secret();
        std::fs::write(own.join("password"), &password)?;
        let started = Self { binaries: binaries()?, port: free_address()?.port(), folder: own, password };
        if is_root()? {
            // PostgreSQL refuses to run as root; its package brings a user, who must reach the folder.
            run(Command::new("chmod").arg("711").arg(folder))?;
            run(Command::new("chown").args(["-R", "postgres:"]).arg(&started.folder))?;
        }
        let mut init = started.command("initdb")?;
        init.arg("-D").arg(started.data()).args(["-U", "vestibule", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"]);
        run(init.arg("--pwfile").arg(started.folder.join("password")))?;
        started.begin()?;
        Ok(started)
    }

    /// Where it is, with the password.
    pub(crate) fn url(&self) -> String {
        self.url_at(self.port)
    }

    /// The same at another port, for a proxy.
    pub(crate) fn url_at(&self, port: u16) -> String {
        format!("postgres://vestibule:{}@127.0.0.1:{port}/postgres", self.password)
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Starts the stopped cluster, and waits until it takes connections.
    pub(crate) fn begin(&self) -> Result<()> {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100 -c fsync=on",
            self.port
        );
        let mut start = self.command("pg_ctl")?;
        start.arg("-D").arg(self.data()).arg("-l").arg(self.folder.join("server.log")).args(["-w", "-t", "60", "-o"]);
        run(start.arg(options).arg("start"))
    }

    /// Stops it: `fast` as an operator does, `immediate` as a crash does.
    pub(crate) fn stop(&self, mode: &str) -> Result<()> {
        run(self.command("pg_ctl")?.arg("-D").arg(self.data()).args(["-w", "-t", "60", "-m", mode, "stop"]))
    }

    /// Holds every process of it still, or lets them go on.
    pub(crate) fn hold(&self, still: bool) -> Result<()> {
        let pid_file = std::fs::read_to_string(self.data().join("postmaster.pid"))?;
        let postmaster: u32 = pid_file.lines().next().ok_or("an empty pid file")?.parse()?;
        let name = if still { "STOP" } else { "CONT" };
        // First the one that starts the others, so that none is missed.
        signal(name, postmaster)?;
        for child in children(postmaster)? {
            // One that ended meanwhile needs no holding.
            let _sent = signal(name, child);
        }
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Result<Command> {
        let path = self.binaries.join(program);
        let mut command = if is_root()? {
            let mut as_user = Command::new("setpriv");
            as_user.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(path);
            as_user
        } else {
            Command::new(path)
        };
        // The working folder may be closed to that user.
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A server that was held still must go on before it can stop; all fail only when it is gone already.
        let _released = self.hold(false);
        let _stopped = self.stop("immediate");
    }
}

fn children(of: u32) -> Result<Vec<u32>> {
    let list = Command::new("ps").args(["-o", "pid=", "--ppid", &of.to_string()]).output()?;
    Ok(String::from_utf8_lossy(&list.stdout).split_whitespace().filter_map(|pid| pid.parse().ok()).collect())
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}

fn is_root() -> Result<bool> {
    let id = Command::new("id").arg("-u").output()?;
    Ok(String::from_utf8_lossy(&id.stdout).trim() == "0")
}

fn binaries() -> Result<PathBuf> {
    let mut found = Vec::new();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        found.extend(versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))));
    }
    found.extend(["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map(PathBuf::from));
    found.sort();
    found.reverse();
    let there = found.into_iter().find(|folder| folder.join("initdb").is_file());
    there.ok_or_else(|| "PostgreSQL is not installed".into())
}

fn secret() -> String {
    use vestibule::domain::random::{SystemRandom, bytes};
    bytes::<16>(&SystemRandom).iter().fold(String::new(), |mut text, byte| {
        let _written = write!(text, "{byte:02x}");
        text
    })
}
