//! Password hashing, the key ring, sealing at rest, signing, one-time codes. Knows nothing of HTTP or SQL.
