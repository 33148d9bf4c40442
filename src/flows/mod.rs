//! The use cases. Every door calls these and none decides anything itself.
