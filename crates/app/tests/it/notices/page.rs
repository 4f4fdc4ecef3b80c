//! The page of notices is made from the table.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;
use weicourt_domain::facts::Facts;
use weicourt_domain::notice::{NoticeGroup, NoticeWhen};

/// The name a value has in the table.
fn name<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value).expect("a name") {
        serde_json::Value::String(name) => name,
        other => panic!("no name: {other}"),
    }
}

fn names<'a, T: Serialize + 'a>(values: impl IntoIterator<Item = &'a T>) -> String {
    values.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

fn page() -> String {
    let mut page = String::from(
        "# Notices (通知)\n\nMade from `data/notices.csv` by `make generate`; do not edit.\n\n\
         Whom an entry concerns is told once for each act, if they may see the entry and did not make it, and nobody of \
         their own party did. The bench and the filing desk are told on the workbench: no message is sent to staff.\n\n\
         - `pressing`: at once, in quiet hours as well. So are the notices to look that go along with a service: the court \
         orders them, nobody can turn them off.\n\
         - `now`: at once; in quiet hours (22:00 to 08:00 unless chosen otherwise) when they end.\n\
         - `digest`: gathered into one message a day, at 8 o'clock unless chosen otherwise.\n\n\
         Each person chooses the channels of each group, the quiet hours and the hour of the gathered message. What \
         `in_app` means (the space, the mailbox, the desk) cannot be turned off.\n",
    );
    let facts = Facts::embedded();
    for group in NoticeGroup::ALL {
        writeln!(page, "\n## {} (`{}`)\n", group.name(), name(&group)).expect("a string");
        page += "| entry | when | who | words | urgency | channels | source |\n| --- | --- | --- | --- | --- | --- | --- |\n";
        for rule in facts.notices.rules().iter().filter(|rule| rule.group == group) {
            let when = if rule.when == NoticeWhen::Always { String::new() } else { name(&rule.when) };
            writeln!(
                page,
                "| `{}` | {when} | {} | {} | {} | {} | {} |",
                name(&rule.kind),
                names(&rule.to),
                rule.title,
                name(&rule.urgency),
                names(&rule.channels),
                rule.source
            )
            .expect("a string");
        }
    }
    page
}

#[test]
fn the_page_of_notices_is_fresh() {
    let page = page();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/notices.md");
    if std::env::var_os("WEICOURT_GENERATE").is_some() {
        std::fs::write(&path, &page).expect("write the page");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(checked_in == page, "docs/generated/notices.md is stale: run `make generate`");
}
