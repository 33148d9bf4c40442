//! `vestibule users import`, as an operator runs it.

use std::path::Path;
use std::process::{Command, Output};

use vestibule::domain::secret::ExposeSecret as _;

use super::import::{BCRYPT, IMPORTED_PASSWORD};
use crate::support::desk::{Desk, done};

fn import(desk: &Desk, file: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(["users", "import", "--pool", desk.app.pool.id.as_str()])
        .args(more)
        .arg(file)
        .env_clear()
        .env("VESTIBULE_PUBLIC_URL", "http://localhost:8080")
        .env("VESTIBULE_DATABASE_URL", desk.app.database_url())
        .env("VESTIBULE_MASTER_KEY", desk.app.master_key().to_base64().expose_secret())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

#[actix_web::test]
async fn a_file_comes_in_with_a_report_and_can_be_run_again() {
    let desk = Desk::open(|_| {}).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.jsonl");
    let mut lines: Vec<String> =
        (0..120).map(|n| format!("{{\"username\":\"user-{n}\",\"password_hash\":\"{BCRYPT}\"}}")).collect();
    lines.insert(60, String::new());
    lines.insert(61, "{\"username\": \"broken".to_owned());
    lines.insert(62, format!("{{\"username\":\"{}\"}}", "x".repeat(200_000)));
    lines.push("{\"username\":\"without\"}".to_owned());
    std::fs::write(&file, lines.join("\r\n")).unwrap();

    let tried = import(&desk, &file, &["--dry-run"]);
    assert!(said(&tried).contains("Users would be made: 121. There already: 0. Lines refused: 2."), "{}", said(&tried));
    assert_eq!(desk.app.rows("users").await, 0);

    let done_once = import(&desk, &file, &[]);
    let text = said(&done_once);
    assert_eq!(done_once.status.code(), Some(1), "lines were refused: {text}");
    assert!(text.contains("Users made: 121. There already: 0. Lines refused: 2."), "{text}");
    assert!(text.contains("with a password hash, bcrypt: 120"), "{text}");
    assert!(text.contains("Without a password: 1.") && text.contains("1 have no proven address"), "{text}");
    done(&desk.try_sign_in("user-119", IMPORTED_PASSWORD).await);

    let report = folder.path().join("users.jsonl.report.jsonl");
    let written = std::fs::read_to_string(&report).unwrap();
    assert!(!written.contains("$2b$"), "no hash is in the report");
    assert!(
        written.contains("{\"line\":62,\"outcome\":\"refused\",\"problem\":\"is not JSON (column 21)\"}"),
        "{written}"
    );
    assert!(written.contains("{\"line\":63,\"outcome\":\"refused\",\"problem\":\"is longer than 65536 bytes\"}"));

    // Broken off in the middle of a line of the report: it goes on behind the last whole one.
    let whole: Vec<&str> = written.lines().take(41).collect();
    let cut = whole.join("\n") + "\n{\"line\":41,\"us";
    std::fs::write(&report, cut).unwrap();
    let text = said(&import(&desk, &file, &[]));
    assert!(text.contains("Users made: 40. There already: 81. Lines refused: 2."), "{text}");
    let text = said(&import(&desk, &file, &[]));
    assert!(text.contains("Users made: 40. There already: 81. Lines refused: 2."), "nothing is left: {text}");
    assert_eq!(desk.app.rows("users").await, 121);

    let other = folder.path().join("others.jsonl");
    std::fs::write(&other, "{\"username\":\"other\"}\n").unwrap();
    let mixed = import(&desk, &other, &["--report", report.to_str().unwrap()]);
    assert!(said(&mixed).contains("is of another import"), "{}", said(&mixed));
    let unknown = import(&desk, &folder.path().join("nowhere"), &[]);
    assert!(!unknown.status.success() && said(&unknown).contains("cannot be read"));
    assert!(import(&desk, &other, &[]).status.success());
}
