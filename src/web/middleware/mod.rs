//! Middleware shared by the doors.
