//! Parses arguments and calls the command line's door; nothing else.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Answers are made of many small pieces and hashes of large ones; it is quicker with both than the C library's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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
