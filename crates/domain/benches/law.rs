//! How long the questions take that are asked while somebody types.

use divan::{Bencher, black_box};
use weicourt_domain::case_number::CaseNumber;
use weicourt_domain::facts::Facts;
use weicourt_domain::fee::{FeeKind, FeeQuestion, Modifier, court_fee};
use weicourt_domain::money::Fen;

fn main() {
    divan::main();
}

#[divan::bench]
fn read_the_embedded_facts() -> Facts {
    Facts::embedded()
}

#[divan::bench(args = ["（2026）浙0203民初1号", "（2024）浙0114破1-6号之二", "（2026）浙0203民审1号"])]
fn check_a_case_number(bencher: Bencher<'_, '_>, text: &str) {
    let facts = Facts::embedded();
    let on = "2026-11-23".parse().expect("a date");
    bencher.bench(|| CaseNumber::check(black_box(text), &facts.case_types, on));
}

#[divan::bench(args = [10_000, 123_456, 30_000_000])]
fn compute_a_property_fee(bencher: Bencher<'_, '_>, yuan: i64) {
    let facts = Facts::embedded();
    let question = FeeQuestion {
        kind: FeeKind::Property,
        amount: Some(Fen::yuan(yuan)),
        modifiers: vec![Modifier::Simplified, Modifier::Mediated],
    };
    bencher.bench(|| court_fee(black_box(&question), &facts.tariff));
}

#[divan::bench(args = ["民间借贷", "借", "房屋 合同", "机动责任", "没有这个"])]
fn search_a_cause(bencher: Bencher<'_, '_>, words: &str) {
    let facts = Facts::embedded();
    bencher.bench(|| facts.causes.search(black_box(words), 20).len());
}
