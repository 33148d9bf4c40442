//! The composition root: builds the dependencies and mounts each door. The only file that knows every module.
