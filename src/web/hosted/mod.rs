//! The hosted pages: one file per page; its view struct is the template's context.
