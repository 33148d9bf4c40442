//! The rates of the bare primitives: what no server over them can beat.

use std::thread;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256};

use crate::Result;
use crate::load::count;
use crate::process::own_thread_cpu_secs;

/// Bytes that are signed: about what a token's header and claims come to.
const MESSAGE: [u8; 640] = [b'm'; 640];
/// Memory of a password hash in KiB, as the server's default.
const MEMORY_KIB: u32 = 19_456;
/// Its passes, as the server's default.
const PASSES: u32 = 2;

/// Password hashes per second of processor time, in reused memory, on as many threads as there are cores: they share
/// the memory's bandwidth here as they do in the server.
pub(crate) fn argon2id(time: Duration) -> Result<f64> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let workers: Vec<_> = (0..threads).map(|_| thread::spawn(move || hash_for(time))).collect();
    let mut rates = Vec::new();
    for worker in workers {
        rates.push(worker.join().map_err(|_| "a hashing thread panicked")??);
    }
    Ok(rates.iter().sum::<f64>() / count(rates.len()))
}

fn hash_for(time: Duration) -> Result<f64> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|error| error.to_string())?;
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = [0_u8; 32];
    rate(time, || {
        argon2
            .hash_password_into_with_memory(b"a password of a person", b"0123456789abcdef", &mut out, &mut memory)
            .map_err(|error| error.to_string().into())
    })
}

/// RSA-2048 PKCS#1 signatures per second of processor time.
pub(crate) fn rs256(time: Duration) -> Result<f64> {
    let key = RsaKeyPair::generate(KeySize::Rsa2048)?;
    let random = SystemRandom::new();
    let mut signature = vec![0; key.public_modulus_len()];
    rate(time, || Ok(key.sign(&RSA_PKCS1_SHA256, &random, &MESSAGE, &mut signature)?))
}

/// P-256 signatures per second of processor time.
pub(crate) fn es256(time: Duration) -> Result<f64> {
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
    let random = SystemRandom::new();
    rate(time, || Ok(key.sign(&random, &MESSAGE).map(|_| ())?))
}

fn rate(time: Duration, mut step: impl FnMut() -> Result<()>) -> Result<f64> {
    step()?;
    let (end, before) = (Instant::now() + time, own_thread_cpu_secs()?);
    let mut steps = 0;
    while Instant::now() < end {
        step()?;
        steps += 1;
    }
    Ok(count(steps) / (own_thread_cpu_secs()? - before).max(0.01))
}
