//! Named limits (sign-in per account, code attempts) and the one limiter that keeps them.
