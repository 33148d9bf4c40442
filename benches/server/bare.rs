//! A server that does nothing but answer: the ceiling of the HTTP stack. It runs as a process of its own, from this
//! same program.

use std::process::{Child, Command};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};

use crate::Result;
use crate::server::free_address;
use crate::subject::Subject;

/// The argument that makes this program the bare server.
pub(crate) const ARGUMENT: &str = "--bare-server";
/// About as long as a key document with two RSA keys.
const BODY_LEN: usize = 900;

/// The bare server, ended when this value is dropped.
pub(crate) struct Bare {
    child: Child,
    port: u16,
}

impl Bare {
    /// Starts it.
    pub(crate) async fn start() -> Result<Self> {
        let port = free_address()?.port();
        let child = Command::new(std::env::current_exe()?).arg(ARGUMENT).arg(port.to_string()).spawn()?;
        let bare = Self { child, port };
        for _ in 0..1000 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(bare);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("the bare server did not start".into())
    }

    /// The process, as it is measured.
    pub(crate) fn subject(&self) -> Subject {
        Subject::silent(self.child.id())
    }

    /// Its one page.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}/bare", self.port)
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Runs the bare server until it is ended.
pub(crate) fn run(port: u16) -> Result<()> {
    let body: &'static str = Box::leak("b".repeat(BODY_LEN).into_boxed_str());
    let answer = move || async move { HttpResponse::Ok().content_type("application/json").body(body) };
    let app = move || App::new().route("/bare", web::get().to(answer));
    actix_web::rt::System::new().block_on(HttpServer::new(app).bind(("127.0.0.1", port))?.run())?;
    Ok(())
}
