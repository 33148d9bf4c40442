//! Parses arguments and calls the command line's door; nothing else.

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    // before anything speaks TLS, so that every library uses the one provider
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        anyhow::bail!("a TLS provider was installed before the start");
    }
    vestibule::cli::run()
}
