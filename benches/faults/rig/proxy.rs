//! A TCP proxy between a node and its database: passes everything, or is cut.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::Result;
use crate::task::Task;

/// What becomes of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// They pass.
    Open,
    /// Those there are end, new ones end at once.
    Cut,
    /// Nothing passes and nobody is told: a cable that was pulled.
    Silent,
}

/// The proxy.
#[derive(Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    line: Arc<watch::Sender<Line>>,
    _accepting: Task<()>,
}

impl Proxy {
    /// A proxy to a port of this machine.
    pub(crate) async fn start(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let line = Arc::new(watch::Sender::new(Line::Open));
        let state = Arc::clone(&line);
        let accepting = Task::begin(async move {
            let mut passing = Vec::new();
            while let Ok((client, _)) = listener.accept().await {
                passing.push(Task::begin(pass(client, port, state.subscribe())));
            }
        });
        Ok(Self { address, line, _accepting: accepting })
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Opens or cuts it.
    pub(crate) fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

async fn pass(mut client: TcpStream, port: u16, mut line: watch::Receiver<Line>) {
    if *line.borrow_and_update() == Line::Open {
        let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
        tokio::select! {
            // Either side closed: so do we.
            _ = copy_bidirectional(&mut client, &mut server) => return,
            _ = line.changed() => {}
        }
        // The streams are dropped on the way out, which closes them; a silent line keeps them.
        let _held = (client, server);
        hold(&mut line).await;
    } else {
        let _held = client;
        hold(&mut line).await;
    }
}

/// While the line is silent.
async fn hold(line: &mut watch::Receiver<Line>) {
    while *line.borrow_and_update() == Line::Silent {
        if line.changed().await.is_err() {
            return;
        }
    }
}
