//! Parses arguments and calls the command line's door; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    // before anything speaks TLS, so that every library uses the one provider
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        eprintln!("vestibule: a TLS provider was installed before the start");
        return ExitCode::FAILURE;
    }
    vestibule::cli::run().unwrap_or_else(|error| {
        // the causes in one line, without a stack: this is what an operator reads
        eprintln!("vestibule: {error:#}");
        ExitCode::FAILURE
    })
}
