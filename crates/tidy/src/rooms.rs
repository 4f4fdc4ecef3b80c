//! Which room may know which.

use toml::{Table, Value};

use crate::{Finding, SourceFile};

/// Rooms, what they may use, and what only their tests may use besides.
///
/// A new arrow is a decision: write it in `docs/adr/` and then here.
const ROOMS: [(&str, &[&str], &[&str]); 11] = [
    ("domain", &[], &[]),
    ("store", &["domain"], &[]),
    ("exchange", &["domain"], &[]),
    ("app", &["domain", "store", "exchange"], &[]),
    ("http", &["domain", "app"], &["store"]),
    ("recognize", &[], &[]),
    ("search", &[], &[]),
    ("documents", &[], &[]),
    ("hearing", &[], &[]),
    (
        "server",
        &["domain", "store", "exchange", "app", "http", "recognize", "search", "documents", "hearing"],
        &[],
    ),
    ("tidy", &[], &[]),
];

/// Arrows in the manifests that the table does not have.
#[must_use]
pub fn check_rooms(files: &[SourceFile]) -> Vec<Finding> {
    let manifests = files.iter().filter_map(|file| {
        let room = file.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
        Some((room, file))
    });
    manifests.flat_map(|(room, file)| check_room(room, file)).collect()
}

fn check_room(room: &str, file: &SourceFile) -> Vec<Finding> {
    let Some((_, may_use, tests_may_use)) = ROOMS.iter().find(|(known, _, _)| *known == room) else {
        return vec![Finding::new(&file.path, 0, format!("{room} is no room of the house; see docs/adr"))];
    };
    let manifest = match file.text.parse::<Table>() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(&file.path, 0, error.message())],
    };
    let mut findings = Vec::new();
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let Some(Value::Table(used)) = manifest.get(section) else { continue };
        for other in used.keys().filter_map(|name| name.strip_prefix("weicourt-")) {
            let in_tests = section == "dev-dependencies" && tests_may_use.contains(&other);
            if !may_use.contains(&other) && !in_tests && other != room {
                let line = file.lines().find(|(_, line)| line.starts_with(&format!("weicourt-{other}")));
                let what = format!("{room} may not use {other}: a new arrow is a decision, see docs/adr");
                findings.push(Finding::new(&file.path, line.map_or(0, |(line, _)| line), what));
            }
        }
        if !matches!(room, "store") {
            for engine in used.keys().filter(|name| is_database(name)) {
                let what = format!("{room} may not use {engine}: the store is the only room with SQL");
                findings.push(Finding::new(&file.path, 0, what));
            }
        }
    }
    findings
}

fn is_database(name: &str) -> bool {
    name.starts_with("sea-orm")
        || name.starts_with("sqlx")
        || matches!(name, "rusqlite" | "tokio-postgres" | "postgres" | "diesel")
}
