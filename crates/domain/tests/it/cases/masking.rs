//! Masked entries: no word of a person is left in them, and the space still works.

use serde_json::Value;
use weicourt_domain::case::CaseStatus;
use weicourt_domain::command::{Command, JoinSpace, KnownPerson, Setting, Zone, decide};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, Outcome};
use weicourt_domain::form::{FilingKind, PartyForm, PartyKind};
use weicourt_domain::membership::seats;
use weicourt_domain::policy::{HIDDEN, Names, mask, mask_material};

use super::given::*;
use super::kept_for_ever::one_of_each;
use super::people::Who;
use super::{FACTS, NOW, instant};

/// Words that a body may have in clear when it is masked, with the reason.
const KEPT: [(&str, &str); 22] = [
    ("/article", "the law is public, and the table of applications names it"),
    ("/type", "the kind of entry stands in the envelope, too"),
    ("/court_name", "a court is public"),
    ("/cause_code", "the list of causes is public"),
    ("/cause_name", "the list of causes is public"),
    ("/case_type", "the list of case types is public"),
    ("/form/cause_code", "the list of causes is public"),
    ("/title", "made anew: of masked names and of the name of the cause"),
    ("/handling_judge/name", "a judge acts in public"),
    ("/clerk/name", "a clerk acts in public"),
    ("/judge_assistant/name", "an assistant acts in public"),
    ("/panel/*/name", "a judge acts in public"),
    ("/form/court_code", "a court is public"),
    ("/court_code", "a court is public"),
    ("/rule", "the table of periods is public"),
    ("/source/*", "the law is public"),
    ("/deadline", "the key of a deadline names an entry"),
    ("/todo", "the key of a to-do names an entry"),
    ("/template", "the list of templates is public"),
    ("/papers/*/template", "the list of templates is public"),
    ("/number", "made of the case number, which the register has"),
    ("/person/name", "who has a to-do sits on the bench, which acts in public"),
];

/// A body with every optional field of a form filled, so that each can hold a canary.
fn bodies() -> Vec<EntryBody> {
    let mut full = form(FilingKind::CivilFirstInstance);
    for party in full.parties_mut() {
        *party = filled(party);
    }
    full.respondents.push(PartyForm { kind: PartyKind::Organisation, ..filled(&full.respondents[0]) });
    full.enforcement = form(FilingKind::Enforcement).enforcement;
    full.administrative = form(FilingKind::AdministrativeFirstInstance).administrative;
    let stories = log(&one_of_each()).into_iter().map(|entry| entry.body);
    stories.chain([EntryBody::FilingSubmitted { form: full }]).collect()
}

fn filled(party: &PartyForm) -> PartyForm {
    let some = || Some("样例".to_owned());
    let mut party = PartyForm {
        id_masked: some(),
        id_digest: Some(Digest::of(b"sample")),
        uscc: some(),
        legal_representative: some(),
        sex: some(),
        ethnicity: some(),
        born_on: "1990-01-01".parse().ok(),
        ..party.clone()
    };
    for agent in &mut party.agents {
        agent.id_masked = some();
        agent.until = "2027-01-01".parse().ok();
    }
    party
}

/// Every string in a JSON value by its pointer.
fn strings(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(pointer),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                strings(item, format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                strings(field, format!("{pointer}/{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn may_stay(pointer: &str) -> bool {
    let pattern: Vec<&str> = pointer
        .split('/')
        .map(
            |part| {
                if part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() { "*" } else { part }
            },
        )
        .collect();
    let pattern = pattern.join("/");
    KEPT.iter().any(|(kept, _)| *kept == pattern)
}

const CANARIES: [&str; 3] = ["金丝雀在此", "canary", "claimants金丝雀"];

#[test]
fn no_word_that_anybody_wrote_is_left_in_a_masked_body() {
    let (mut n_tried, mut n_left) = (0, 0);
    for body in bodies() {
        let value = serde_json::to_value(&body).expect("JSON");
        let mut pointers = Vec::new();
        strings(&value, String::new(), &mut pointers);
        for pointer in pointers {
            for canary in CANARIES {
                let mut told = value.clone();
                *told.pointer_mut(&pointer).expect("a string") = canary.into();
                // A field that takes no words (a role, a date, a digest) cannot give any away.
                let Ok(told) = serde_json::from_value::<EntryBody>(told) else { continue };
                n_tried += 1;
                let masked = mask(&told, &Names::default());
                let text = serde_json::to_string(&masked).expect("JSON");
                if text.contains(canary) {
                    assert!(may_stay(&pointer), "{:?}: {pointer} is left: {text}", body.kind());
                    n_left += 1;
                }
            }
        }
    }
    assert!(n_tried > 300, "only {n_tried} fields took a canary");
    assert!(n_left > 0, "the exceptions are of no use");
}

#[test]
fn nothing_of_what_was_handed_in_is_left_when_the_papers_stay_home() {
    let of_material = [
        "/form/claims",
        "/form/facts_and_reasons",
        "/form/attachments",
        "/form/enforcement/title",
        "/form/administrative",
    ];
    let mut n_tried = 0;
    for body in bodies() {
        let value = serde_json::to_value(&body).expect("JSON");
        let mut pointers = Vec::new();
        strings(&value, String::new(), &mut pointers);
        for pointer in
            pointers.into_iter().filter(|pointer| of_material.iter().any(|of| pointer.starts_with(of)))
        {
            let mut told = value.clone();
            *told.pointer_mut(&pointer).expect("a string") = CANARIES[0].into();
            let Ok(told) = serde_json::from_value::<EntryBody>(told) else { continue };
            n_tried += 1;
            let text = serde_json::to_string(&mask_material(&told)).expect("JSON");
            assert!(!text.contains(CANARIES[0]), "{pointer} is left");
            assert!(text.contains(Who::Plaintiff.name()), "the parties stay");
        }
    }
    assert!(n_tried > 10, "only {n_tried} fields took a canary");
}

#[test]
fn masked_bodies_decode_again_and_fold_to_the_same_case() {
    let entries = log(&one_of_each());
    let state = state_of(&entries);
    let names = Names::of(&state);
    let mut masked = Vec::new();
    for entry in &entries {
        let mut entry = entry.clone();
        let bytes = serde_json::to_vec(&mask(&entry.body, &names)).expect("JSON");
        entry.body = serde_json::from_slice(&bytes).expect("a body");
        assert_eq!(mask(&entry.body, &Names::default()).kind(), entry.envelope.kind);
        masked.push(entry);
    }
    let outside = state_of(&masked);
    assert_eq!(outside.status(), CaseStatus::Closed);
    assert_eq!(outside.status(), state.status());
    assert!(outside.blobs.is_empty());
    let roles = |state: &weicourt_domain::case::CaseState| {
        let members = state.members();
        members.into_iter().map(|(person, _, membership)| (person, membership)).collect::<Vec<_>>()
    };
    assert_eq!(roles(&outside), roles(&state), "everybody keeps their place");
    assert_eq!(outside.messages, state.messages);
    assert_eq!(outside.decided.quiet_hours, state.decided.quiet_hours);
    assert_eq!(outside.decided.mutes, state.decided.mutes);
}

#[test]
fn people_of_a_masked_case_are_still_found_by_the_digest_of_their_number() {
    let state = fold(&[civil()]);
    let mut masked = log(&[civil()]);
    masked[0].body = mask(&masked[0].body, &Names::of(&state));
    let outside = state_of(&masked);
    let found = |state| {
        seats(state).into_iter().map(|seat| (seat.party, seat.agent, seat.id_digest)).collect::<Vec<_>>()
    };
    assert_eq!(found(&outside), found(&state));
    assert!(seats(&outside).iter().all(|seat| seat.phone.is_none()));
}

#[test]
fn a_masked_defendant_known_by_name_comes_in_with_the_phone_that_was_invited() {
    let given = filed();
    let mut outside = log(&given);
    let names = Names::of(&fold(&given));
    for entry in &mut outside {
        entry.body = mask(&entry.body, &names);
    }
    let state = state_of(&outside);
    let join = |name: &str, holds_invited_phone| {
        let known = KnownPerson { name: name.to_owned(), holds_invited_phone, ..Who::Defendant.known() };
        let command = Command::JoinSpace(JoinSpace { party: 1, agent: None, known });
        decide(
            &state,
            &Who::Defendant.actor(),
            &command,
            Setting { now: instant(NOW), facts: &FACTS, zone: Zone::All },
        )
    };
    assert!(join(Who::Defendant.name(), true).is_ok());
    assert!(join(Who::Defendant.name(), false).is_err(), "the surname alone does not open the door");
    assert!(join("李样例", true).is_err(), "nor does the phone alone");
    // A filing that is whole is not opened by a surname.
    let state = fold(&given);
    let known = KnownPerson { name: "样样".to_owned(), ..Who::Defendant.known() };
    let command = Command::JoinSpace(JoinSpace { party: 1, agent: None, known });
    assert!(
        decide(
            &state,
            &Who::Defendant.actor(),
            &command,
            Setting { now: instant(NOW), facts: &FACTS, zone: Zone::All }
        )
        .is_err()
    );
}

#[test]
fn people_are_told_apart_and_keep_the_name_they_were_given() {
    let named = |names: &[(&str, PartyKind)]| {
        let mut form = form(FilingKind::CivilFirstInstance);
        form.third_parties.clear();
        form.claimants.truncate(1);
        form.claimants[0].agents.clear();
        form.respondents = names
            .iter()
            .map(|(name, kind)| PartyForm { name: (*name).to_owned(), ..PartyForm::empty(*kind) })
            .collect();
        form
    };
    use PartyKind::{NaturalPerson, Organisation};
    let first = named(&[
        ("张样例", NaturalPerson),
        ("张例样", NaturalPerson),
        ("欧阳样例", NaturalPerson),
        ("样例科技有限公司", Organisation),
        ("样例贸易有限公司", Organisation),
        ("样例市样例局", Organisation),
        ("样例会", Organisation),
    ]);
    let mut state = fold(&[submitted(first)]);
    let masked = |state: &weicourt_domain::case::CaseState| {
        let names = Names::of(state);
        let people = [
            "张样例",
            "张例样",
            "欧阳样例",
            "样例科技有限公司",
            "样例贸易有限公司",
            "样例市样例局",
            "样例会",
            "张",
        ];
        people.map(|name| {
            names.party(
                name,
                if name.contains("公司") || name.contains('局') || name.contains('会') {
                    Organisation
                } else {
                    NaturalPerson
                },
            )
        })
    };
    let before = masked(&state);
    assert_eq!(before, ["张某", "张某2", "欧阳某", "某公司", "某公司2", "某局", "某单位", "某"]);
    assert_eq!(Names::of(&state).title("离婚纠纷"), "样某诉张某等离婚纠纷");
    // A corrected filing names one more; the others keep their names.
    let again = named(&[("张样样", NaturalPerson), ("张例样", NaturalPerson)]);
    let more = submitted(again);
    state.submitted.filings.extend(fold(&[more]).submitted.filings);
    assert_eq!(masked(&state), before);
    assert_eq!(Names::of(&state).person("张样样"), "张某3");
}

#[test]
fn what_is_hidden_says_where_to_find_it() {
    let names = Names::default();
    let end = closed(Outcome::Mediated);
    let EntryBody::CaseClosed { note, .. } = mask(&log(&[end])[0].body, &names) else {
        panic!("the end of a case");
    };
    assert_eq!(note, HIDDEN);
    assert!(HIDDEN.contains("法院专网"));
}
