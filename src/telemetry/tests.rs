//! What reaches the log.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use super::*;

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(format: LogFormat, record: impl FnOnce()) -> String {
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let subscriber = registry().with(layer(format, move || writer.clone()));
    tracing::subscriber::with_default(subscriber, record);
    String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap()
}

const HOSTILE: &str = "eve\n{\"level\":\"ERROR\"}\r\u{1b}[31mred\u{2028}\u{202e}";

#[test]
fn a_record_is_one_line_whatever_its_fields_hold() {
    for format in [LogFormat::Json, LogFormat::Pretty] {
        let text = logged(format, || {
            let span = tracing::info_span!("request", user = HOSTILE, shown = %HOSTILE);
            span.in_scope(|| tracing::info!(name = %HOSTILE, quoted = ?HOSTILE, "sign-in of {HOSTILE}"));
        });
        assert_eq!(text.matches('\n').count(), 1, "{text:?}");
        assert!(!text.trim_end().contains(|character: char| character.is_control()), "{text:?}");
        assert!(text.contains("eve") && !text.contains(['\u{2028}', '\u{202e}']), "{text:?}");
    }
}

#[test]
fn a_json_record_parses_and_carries_the_requests_id() {
    let text = logged(LogFormat::Json, || {
        let span = tracing::info_span!("request", id = "r-1");
        span.in_scope(|| tracing::info!(name = %HOSTILE, "done"));
    });
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["message"], "done");
    assert_eq!(value["span"]["id"], "r-1");
}

#[test]
fn queries_and_passwords_do_not_reach_the_log() {
    for format in [LogFormat::Json, LogFormat::Pretty] {
        let text = logged(format, || {
            tracing::warn!(url = "https://a.test/cb?code=hunter2", "failed at postgres://u:hunter3@db/x");
        });
        assert!(text.contains("a.test/cb") && text.contains("@db/x") && !text.contains("hunter"), "{text}");
    }
}

#[test]
fn a_general_level_does_not_lift_the_caps_but_naming_the_library_does() {
    let parse = |filter: &str| EnvFilter::try_new(format!("{CAPS},{filter}")).unwrap().to_string();
    assert!(parse("debug").contains("sqlx=warn"));
    let lifted = parse("info,sqlx=debug");
    assert!(lifted.contains("sqlx=debug") && !lifted.contains("sqlx=warn"), "{lifted}");
}
