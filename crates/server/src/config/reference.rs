//! The reference page of the configuration, made from the doc comments of the sections.

use std::fmt::Write as _;

use toml::Value;

use super::{Config, sections};

/// The page `docs/generated/configuration.md`.
///
/// # Panics
///
/// If a default cannot be written as TOML, which a test would show.
#[must_use]
pub fn reference() -> String {
    let defaults = Value::try_from(Config::default()).expect("every default can be written as TOML");
    let mut page = String::from(
        "# Configuration\n\n\
         One TOML file: `weicourt serve --config FILE`. Every key has the default shown here; an \
         empty file is a valid one.\nThe environment goes before the file: `WEICOURT__SECTION__KEY`, \
         for example `WEICOURT__NODE__LISTEN=0.0.0.0:8420`; lists and tables are written as in \
         TOML.\n`weicourt check-config FILE` lists everything that is wrong at once.\n\n\
         This page is made from the program by `weicourt config-reference`; do not edit it.\n",
    );
    for (section, about, keys) in sections() {
        let _ = write!(page, "\n## `[{section}]`\n\n{}\n\n", sentence(about));
        page.push_str("| key | default | what it does |\n| --- | --- | --- |\n");
        for key in keys {
            let default = &defaults[section][key.name];
            let about = sentence(key.about).replace('|', "\\|");
            let _ = writeln!(page, "| `{}` | `{default}` | {about} |", key.name);
        }
    }
    page
}

fn sentence(doc: &[&str]) -> String {
    doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
