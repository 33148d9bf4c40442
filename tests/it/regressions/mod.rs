//! One file per bug that was found, named after what went wrong.

mod late_mail_killed_the_newer_code;
mod mail_held_the_writer;
