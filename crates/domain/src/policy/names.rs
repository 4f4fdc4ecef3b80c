//! The names by which people and organisations of a case are called outside: 张某, 某公司.

use std::collections::BTreeMap;

use crate::case::CaseState;
use crate::form::{FilingForm, PartyForm, PartyKind};

/// Names of the people and organisations of a case with what stands for them.
///
/// Two people whose masked names are the same are told apart by a number from 2, in the order in which
/// the filings name them; a later filing only adds, so a name that has been used stays.
///
/// # Source
///
/// 裁判文书公布规定 §8.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Names {
    masked: BTreeMap<String, String>,
    /// How often each masked name was given.
    given: BTreeMap<String, u32>,
    /// The latest filing with nothing in it but its kind and the masked names of its parties.
    form: Option<FilingForm>,
}

/// Names stay out of logs.
impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Names").field("n_names", &self.masked.len()).finish_non_exhaustive()
    }
}

impl Names {
    /// The names of everybody whom the filings of the case name.
    #[must_use]
    pub fn of(state: &CaseState) -> Names {
        let mut names = Names::default();
        let handed_in = state.submitted.filings.iter().map(|filing| &filing.form);
        for form in state.decided.imported.iter().chain(handed_in) {
            for (_, party) in form.parties() {
                names.add(&party.name, party.kind);
                if let Some(person) = &party.legal_representative {
                    names.add(person, PartyKind::NaturalPerson);
                }
                for agent in &party.agents {
                    names.add(&agent.name, PartyKind::NaturalPerson);
                }
            }
        }
        names.form = state.form().map(|form| names.bare(form));
        names
    }

    fn bare(&self, form: &FilingForm) -> FilingForm {
        let named = |parties: &[PartyForm]| {
            let named = parties.iter().map(|party| PartyForm {
                name: self.party(&party.name, party.kind),
                ..PartyForm::empty(party.kind)
            });
            named.collect()
        };
        let (claimants, respondents) = (named(&form.claimants), named(&form.respondents));
        FilingForm { claimants, respondents, ..FilingForm::empty(form.kind) }
    }

    /// What people call the case, without the names: 张某诉李某离婚纠纷.
    #[must_use]
    pub fn title(&self, cause_name: &str) -> String {
        match &self.form {
            Some(form) => form.title(cause_name),
            None => cause_name.to_owned(),
        }
    }

    fn add(&mut self, name: &str, kind: PartyKind) {
        let name = name.trim();
        if name.is_empty() || self.masked.contains_key(name) {
            return;
        }
        let plain = match kind {
            PartyKind::NaturalPerson => of_person(name),
            PartyKind::Organisation => of_organisation(name),
        };
        let times = self.given.entry(plain.clone()).or_default();
        *times += 1;
        let masked = if *times == 1 { plain } else { format!("{plain}{times}") };
        self.masked.insert(name.to_owned(), masked);
    }

    /// What stands for a person.
    #[must_use]
    pub fn person(&self, name: &str) -> String {
        self.known(name).unwrap_or_else(|| of_person(name))
    }

    /// What stands for a party of `kind`.
    #[must_use]
    pub fn party(&self, name: &str, kind: PartyKind) -> String {
        self.known(name).unwrap_or_else(|| match kind {
            PartyKind::NaturalPerson => of_person(name),
            PartyKind::Organisation => of_organisation(name),
        })
    }

    fn known(&self, name: &str) -> Option<String> {
        self.masked.get(name.trim()).cloned()
    }
}

/// Whether `masked` can stand for the person `name`, with or without the number that tells two apart.
#[must_use]
pub fn is_masked(masked: &str, name: &str) -> bool {
    masked.trim().trim_end_matches(|c: char| c.is_ascii_digit()) == of_person(name)
}

/// The surname and 某; compound surnames are kept whole, of other names the first character.
fn of_person(name: &str) -> String {
    let starred = crate::identifier::masking::mask_name(name);
    match starred.trim_end_matches('*') {
        "" => "某".to_owned(),
        surname => format!("{surname}某"),
    }
}

/// 某 and what kind of organisation it is.
fn of_organisation(name: &str) -> String {
    const KINDS: [&str; 18] = [
        "公司",
        "银行",
        "支行",
        "分行",
        "事务所",
        "合作社",
        "医院",
        "学校",
        "大学",
        "幼儿园",
        "委员会",
        "协会",
        "基金会",
        "工厂",
        "商行",
        "中心",
        "政府",
        "局",
    ];
    let name = name.trim();
    let kind = KINDS.into_iter().find(|kind| name.ends_with(kind));
    format!("某{}", kind.unwrap_or("单位"))
}
