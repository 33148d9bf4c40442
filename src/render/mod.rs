//! Pages and mail from templates, with the filters both template engines share.
