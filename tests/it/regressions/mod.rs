//! One file per bug that was found, named after what went wrong.

mod cut_connection_was_our_fault;
mod cut_off_mail_kept_its_connection;
mod full_disk_kept_a_transaction;
mod mail_held_the_writer;
