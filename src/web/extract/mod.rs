//! Extractors shared by the doors.
