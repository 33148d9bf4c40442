//! The only place that knows sea-orm: entities, repositories, units of work.
