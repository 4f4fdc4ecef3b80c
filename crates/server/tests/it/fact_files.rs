//! An operator's own fact files take the place of those built in.

use std::path::Path;

use weicourt_server::config::{Config, Source, load};
use weicourt_server::facts;

/// The configuration in which the key `key` of `[facts]` names `path`, or what is wrong with it.
fn naming(key: &str, path: &Path) -> Result<Config, String> {
    let file = format!("[facts]\n{key} = {:?}\n", path.display().to_string());
    load(&Source { file: &file, variables: Vec::new() })
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_courts_own_holidays_are_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.csv");
    std::fs::write(&path, "date,kind,name,source\n2031-01-01,holiday,元旦,样例\n").expect("writes");
    let config = naming("holidays", &path).expect("a good file");
    let facts = facts::read(&config.facts).expect("good files");
    assert_eq!(facts.holidays.years().collect::<Vec<_>>(), [2031]);
    assert!(facts.causes.get("4-10-108-3").is_some(), "the other files stay");
}

#[test]
fn a_bad_file_is_told_with_its_line_before_anything_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.csv");
    std::fs::write(&path, "date,kind,name,source\n2031-13-01,holiday,元旦,样例\n").expect("writes");
    let told = naming("holidays", &path).expect_err("there is no thirteenth month");
    assert!(told.starts_with("line 2: facts.holidays: ") && told.contains("own.csv line 2: date:"), "{told}");
    std::fs::write(&path, [0xff, 0xfe, b'd']).expect("writes");
    assert!(naming("holidays", &path).expect_err("not UTF-8").ends_with("is not UTF-8"));
    let gone = naming("fee_bands", &folder.path().join("gone.csv")).expect_err("no such file");
    assert!(gone.contains("facts.fee_bands: cannot read"), "{gone}");
}
