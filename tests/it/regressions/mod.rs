//! One file per bug that was found, named after what went wrong.

mod mail_held_the_writer;
mod null_device_key;
