//! One file per bug that was found, named after what went wrong.

mod clock_set_back_froze_limits;
mod faster_clock_signed_out_the_future;
mod hard_stop_was_forgotten;
mod mail_held_the_writer;
mod pre_hijacked_sign_up;
mod ring_was_made_anew;
mod unconfirmed_names_were_kept;
