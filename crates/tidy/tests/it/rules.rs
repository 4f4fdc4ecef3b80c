//! The rules, one by one.

use weicourt_tidy::{
    Articles, Finding, SourceFile, check_names, check_rooms, check_size, check_sql, check_words,
};

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

fn told(findings: impl IntoIterator<Item = Finding>) -> Vec<String> {
    findings.into_iter().map(|finding| finding.to_string()).collect()
}

#[test]
fn a_new_arrow_between_rooms_is_found() {
    let manifest = "[dependencies]\nweicourt-domain.workspace = true\nweicourt-app.workspace = true\n";
    assert_eq!(
        told(check_rooms(&[file("crates/store/Cargo.toml", manifest)])),
        ["crates/store/Cargo.toml:3: store may not use app: a new arrow is a decision, see docs/adr"]
    );
    assert!(check_rooms(&[file("crates/http/Cargo.toml", manifest)]).is_empty());
}

#[test]
fn tests_may_use_what_the_room_may_not() {
    let manifest = "[dev-dependencies]\nweicourt-store.workspace = true\n";
    assert!(check_rooms(&[file("crates/http/Cargo.toml", manifest)]).is_empty());
    let manifest = "[dependencies]\nweicourt-store.workspace = true\n";
    assert_eq!(check_rooms(&[file("crates/http/Cargo.toml", manifest)]).len(), 1);
}

#[test]
fn a_room_nobody_decided_on_and_a_database_outside_the_store_are_found() {
    assert_eq!(check_rooms(&[file("crates/attic/Cargo.toml", "")]).len(), 1);
    let manifest = "[dependencies]\nsea-orm.workspace = true\n";
    assert_eq!(check_rooms(&[file("crates/app/Cargo.toml", manifest)]).len(), 1);
    assert!(check_rooms(&[file("crates/store/Cargo.toml", manifest)]).is_empty());
}

#[test]
fn sql_outside_the_store_is_found() {
    let text = "let q = \"SELECT 1\";\n// SELECT in a comment\n";
    assert_eq!(
        told(check_sql(&file("crates/app/src/a.rs", text))),
        ["crates/app/src/a.rs:1: SELECT: SQL belongs in the store"]
    );
    assert!(check_sql(&file("crates/store/src/a.rs", text)).is_empty());
    assert!(check_sql(&file("crates/http/tests/it/a.rs", text)).is_empty());
}

#[test]
fn names_that_say_nothing_are_found() {
    for path in ["crates/app/src/utils.rs", "web/src/helpers/date.ts", "crates/http/src/common/mod.rs"] {
        assert!(check_names(path).is_some(), "{path}");
    }
    for path in ["crates/app/src/evidence.rs", "web/src/commonplace.ts", "data/case_types.csv"] {
        assert!(check_names(path).is_none(), "{path}");
    }
}

#[test]
fn a_file_nobody_can_explain_in_two_minutes_is_found() {
    assert!(check_size(&file("crates/app/src/a.rs", &"\n".repeat(701))).is_some());
    assert!(check_size(&file("crates/app/src/a.rs", &"\n".repeat(700))).is_none());
    assert!(check_size(&file("web/src/api/schema.ts", &"\n".repeat(9000))).is_none());
}

#[test]
fn unfinished_work_and_tests_that_do_not_run_are_found() {
    for words in ["TO_DO", "FIX_ME", "to_do!()", "#[ig_nore]", "it.sk_ip('x')", "test.on_ly('x')"] {
        let text = words.replace('_', "");
        assert_eq!(check_words(&file("a.ts", &text)).len(), 1, "{text}");
    }
    assert!(check_words(&file("a.ts", "the method is done, the only one")).is_empty());
}

#[test]
fn paths_of_one_machine_and_numbers_of_tickets_are_found() {
    for words in
        ["\"/ro_ot/x\"", "cd /wo_rk/main", "/ho_me/me", "see ../sha_red", "fixes iss_ue #12", "is_sue 7"]
    {
        let text = words.replace('_', "");
        assert_eq!(check_words(&file("a.md", &text)).len(), 1, "{text}");
    }
    for text in ["let root = dir/work/x;", "the issue is this", "issuer of 12 notes", "homework/1"] {
        assert!(check_words(&file("a.md", text)).is_empty(), "{text}");
    }
}

fn articles() -> Articles {
    let text = "[[instrument]]\nid = \"CPL\"\ntitle = \"民事诉讼法全称\"\nnames = [\"民事诉讼法\"]\nverified = [85, 126]\n\
                [[instrument]]\nid = \"CC\"\ntitle = \"民法典\"\nfrom_memory = [202, 203]\n";
    Articles::read(text).expect("reads")
}

#[test]
fn known_articles_pass() {
    for cited in [
        "民事诉讼法 §85.",
        "CPL §85, §126; 民法典 §202–§203.",
        "民事诉讼法 §126(1), in force since 2024.",
        "The table follows CPL §85.",
        "GB 11643-1999.",
    ] {
        let text = format!("/// A rule.\n///\n/// # Source\n///\n/// {cited}\nfn rule() {{}}\n");
        assert_eq!(told(articles().check(&file("a.rs", &text))), Vec::<String>::new(), "{cited}");
    }
}

#[test]
fn unknown_articles_and_empty_sources_are_found() {
    for (cited, what) in [
        ("民事诉讼法 §86.", "民事诉讼法 §86 is not in docs/law/articles.toml"),
        ("民法典 §202; CPL §85, §7", "CPL §7 is not in docs/law/articles.toml"),
        ("刑法 §1", "\"刑法\" is not in docs/law/articles.toml"),
        ("common sense", "a rule of law names its article: NAME §ARTICLE"),
        ("", "a rule of law names its article: NAME §ARTICLE"),
    ] {
        let text =
            format!("/// # Source\n///\n/// {cited}\n///\n/// # Example\n/// 刑法 §2\nfn rule() {{}}\n");
        assert_eq!(told(articles().check(&file("a.rs", &text))), [format!("a.rs:1: {what}")], "{cited}");
    }
}

#[test]
fn a_citation_over_two_lines_at_the_end_of_a_file_is_read() {
    let text = "//! # Source\n//!\n//! CPL §85,\n//! §9.";
    assert_eq!(
        told(articles().check(&file("a.rs", text))),
        ["a.rs:1: CPL §9 is not in docs/law/articles.toml"]
    );
}
