//! The worker loop and one idempotent job per file.
