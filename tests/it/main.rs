//! The integration suite: one binary, in-process, through the public doors.

mod architecture;
