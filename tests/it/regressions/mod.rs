//! One file per bug that was found, named after what went wrong.

mod mail_held_the_writer;
mod pre_hijacked_sign_up;
