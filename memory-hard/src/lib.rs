//! The one loop of Vestibule that is worth more than its size: argon2's.
//!
//! The program is compiled to be small (docs/decisions/0009-small-but-for-the-hash.md), and argon2's functions are generic:
//! they are compiled where they are called. Called in the program itself they take twice as long. Nothing else lives here.
#![forbid(unsafe_code)]

use argon2::{Argon2, Block, Result};

/// Computes the hash of `password` in `memory`, of which it uses as many blocks as the parameters of `argon2` ask for.
///
/// # Errors
/// Password, salt or output are of a length that argon2 does not take, or the memory has too few blocks.
#[inline(never)]
pub fn hash_into(
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &[u8],
    output: &mut [u8],
    memory: &mut [Block],
) -> Result<()> {
    argon2.hash_password_into_with_memory(password, salt, output, memory)
}
