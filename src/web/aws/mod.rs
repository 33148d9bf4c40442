//! The Cognito API: one dispatch table, one file per operation.
