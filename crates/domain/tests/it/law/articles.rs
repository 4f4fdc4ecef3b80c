//! Every article cited in this crate and in the fact files stands in `docs/law/articles.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
struct Articles {
    instrument: Vec<Instrument>,
}

#[derive(Deserialize)]
struct Instrument {
    title: String,
    names: Vec<String>,
    verified: Vec<u32>,
    #[serde(default)]
    from_memory: Vec<u32>,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Article numbers by every name of their instrument.
fn known() -> BTreeMap<String, Vec<u32>> {
    let text = fs::read_to_string(repository().join("docs/law/articles.toml")).expect("the list of articles");
    let articles: Articles = toml::from_str(&text).expect("the list of articles is TOML");
    let mut known = BTreeMap::new();
    for instrument in articles.instrument {
        let numbers = [instrument.verified, instrument.from_memory].concat();
        for name in instrument.names.into_iter().chain([instrument.title]) {
            assert!(known.insert(name.clone(), numbers.clone()).is_none(), "{name} names two instruments");
        }
    }
    known
}

fn files_below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_below(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
}

/// The articles after the first `§` of a citation: `8, §13(2)1–§18` gives 8 and 13 to 18.
fn numbers(citation: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = Vec::new();
    for (i, part) in citation.split('§').enumerate().skip(1) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let Ok(number) = digits.parse() else { continue };
        let joined =
            i > 1 && citation.split('§').nth(i - 1).is_some_and(|before| before.trim_end().ends_with('–'));
        match numbers.last().copied() {
            Some(last) if joined => numbers.extend(last + 1..=number),
            _ => numbers.push(number),
        }
    }
    numbers
}

/// Says which citations of a text are not known.
fn unknown(text: &str, known: &BTreeMap<String, Vec<u32>>) -> (usize, Vec<String>) {
    let (mut n_citations, mut unknown) = (0, Vec::new());
    let mut last_name: Option<&String> = None;
    for citation in text.split([';', '；', '\n', '"', '，', '|']).filter(|part| part.contains('§')) {
        let before = citation.split('§').next().unwrap_or_default();
        let named = known
            .keys()
            .filter(|name| before.trim_end().ends_with(name.as_str()))
            .max_by_key(|name| name.len());
        // A citation broken over two lines goes on with its name.
        let continues = before.trim_start_matches(['/', '!', ' ']).is_empty();
        let Some(name) = named.or(if continues { last_name } else { None }) else {
            unknown.push(citation.trim().to_owned());
            continue;
        };
        last_name = Some(name);
        for number in numbers(citation) {
            n_citations += 1;
            if !known[name].contains(&number) {
                unknown.push(format!("{name} §{number}"));
            }
        }
    }
    (n_citations, unknown)
}

#[test]
fn every_cited_article_is_in_the_list() {
    let known = known();
    let mut files = Vec::new();
    files_below(&repository().join("crates/domain/src"), "rs", &mut files);
    files_below(&repository().join("data"), "csv", &mut files);
    files_below(&repository().join("data"), "toml", &mut files);
    let mut n_citations = 0;
    for path in files {
        let (n, unknown) = unknown(&fs::read_to_string(&path).expect("text"), &known);
        n_citations += n;
        assert!(unknown.is_empty(), "{}: not in docs/law/articles.toml: {unknown:?}", path.display());
    }
    assert!(n_citations > 150, "only {n_citations} citations were found");
}

#[test]
fn a_citation_that_is_not_in_the_list_is_noticed() {
    let known = known();
    assert_eq!(unknown("/// 民事诉讼法 §85; 民法典 §202, §203.", &known), (3, vec![]));
    assert_eq!(unknown("/// 民事诉讼法 §9999", &known).1, ["民事诉讼法 §9999"]);
    assert_eq!(unknown("/// 样例法 §1", &known).1, ["/// 样例法 §1"]);
    assert_eq!(numbers("诉讼费用交纳办法 §8, §13(2)1–§15"), [8, 13, 14, 15]);
}
