//! What an experiment stands on: nodes of the real program, their database, a mail server, and a place for all of it.

pub(crate) mod front;
pub(crate) mod mail;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod process;
pub(crate) mod proxy;
pub(crate) mod stored;
pub(crate) mod visitor;
pub(crate) mod wire;
pub(crate) mod world;

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;

use self::front::Front;
use self::mail::MailServer;
use self::node::{Node, Setup};
use self::postgres::Postgres;
use self::world::World;
use crate::Result;

/// Everything that one experiment runs on. All of it ends when this value is dropped.
pub(crate) struct Rig {
    /// The nodes.
    pub(crate) nodes: Vec<Node>,
    /// Their database, unless it is a SQLite file.
    pub(crate) postgres: Option<Postgres>,
    /// Where their mail goes.
    pub(crate) mail: MailServer,
    /// The pool and the client that everything happens in.
    pub(crate) world: Arc<World>,
    /// Where the database is, for those who look into it.
    pub(crate) database_url: String,
    /// Where the ledger and the logs are.
    pub(crate) folder: TempDir,
}

impl Rig {
    /// One node on SQLite.
    pub(crate) async fn sqlite(settings: &[(&str, &str)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("vestibule.db").display());
        Self::start(folder, None, &[url], settings).await
    }

    /// Several nodes on one PostgreSQL.
    pub(crate) async fn cluster(nodes: usize, settings: &[(&str, &str)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let postgres = Postgres::start(folder.path())?;
        let urls = vec![postgres.url(); nodes];
        Self::start(folder, Some(postgres), &urls, settings).await
    }

    /// Copies the files of its folder to one that stays, where something was found: a PostgreSQL's own folder not.
    pub(crate) fn keep_evidence(&self) -> Result<PathBuf> {
        let kept = tempfile::Builder::new().prefix("vestibule-faults-").tempdir()?.keep();
        for entry in std::fs::read_dir(self.folder.path())? {
            let from = entry?.path();
            if let (true, Some(name)) = (from.is_file(), from.file_name()) {
                std::fs::copy(&from, kept.join(name))?;
            }
        }
        Ok(kept)
    }

    /// One node for each database URL.
    pub(crate) async fn start(
        folder: TempDir,
        postgres: Option<Postgres>,
        urls: &[String],
        settings: &[(&str, &str)],
    ) -> Result<Self> {
        let mail = MailServer::start().await?;
        let public = free_address()?;
        let mut nodes = Vec::new();
        for (number, database_url) in urls.iter().enumerate() {
            let listen = if number == 0 { public } else { free_address()? };
            let mut setup = Setup::new(folder.path(), number, listen, public, database_url.clone(), mail.address());
            setup.set(settings);
            let mut node = Node::new(setup)?;
            node.start().await?;
            nodes.push(node);
        }
        let front = Front::new(public, nodes.iter().map(Node::address).collect())?;
        let world = Arc::new(World::create(front).await?);
        let database_url = urls.first().cloned().unwrap_or_default();
        Ok(Self { nodes, postgres, mail, world, database_url, folder })
    }

    /// The node of this number.
    pub(crate) fn node(&mut self, number: usize) -> Result<&mut Node> {
        self.nodes.get_mut(number).ok_or_else(|| "no such node".into())
    }
}

/// A loopback address that nobody listens on.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Sends a signal to one process that this program started.
pub(crate) fn signal(name: &str, pid: u32) -> Result<()> {
    let done = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status()?;
    if done.success() { Ok(()) } else { Err(format!("kill -{name} {pid}: {done}").into()) }
}
