//! What leaves the court's network: every kind of entry in every category and class, and every policy.

use std::collections::BTreeSet;

use proptest::prelude::*;
use weicourt_domain::audience::{Audience, Class, Room};
use weicourt_domain::case::CaseState;
use weicourt_domain::case_type::CaseTypeCode;
use weicourt_domain::entry::{EntryBody, EntryKind, MessageContent, Outcome, Procedure};
use weicourt_domain::form::FilingKind;
use weicourt_domain::log::{Entry, Origin};
use weicourt_domain::policy::{CaseFlag, Category, Outgoing, Policy, Retention, Sharing, explain};

use super::given::*;
use super::kept_for_ever::one_of_each;
use super::people::Who;

const CLASSES: [Class; 7] = [
    Class::Register,
    Class::Party,
    Class::Material,
    Class::Conversation,
    Class::Hearing,
    Class::Deliberation,
    Class::Secret,
];

/// A case of the category: with its first flag, type and cause.
fn case_of(category: &Category) -> CaseState {
    let mut state = fold(&open_space());
    let registration = state.decided.registration.as_mut().expect("a register");
    if let Some(pattern) = category.case_types.first() {
        registration.case_type = CaseTypeCode::new(&pattern.replace('*', "初"));
    }
    if let Some(code) = category.causes.first() {
        registration.cause_code.clone_from(code);
    }
    state.decided.flags = category.flags.iter().copied().take(1).collect();
    state
}

/// Every kind of entry with every class, in the deliberation room and before everyone.
fn every_entry() -> Vec<Entry> {
    let mut entries = Vec::new();
    for entry in log(&one_of_each()) {
        for class in CLASSES {
            for audience in [Audience::Everyone, Audience::Room { room: Room::Deliberation }] {
                let mut entry = entry.clone();
                entry.envelope.class = class;
                entry.envelope.audience = audience;
                entries.push(entry);
            }
        }
    }
    entries
}

fn is_filing(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::FilingSubmitted | EntryKind::FilingResubmitted | EntryKind::PartiesImported)
}

/// What the file says of a class of a category; the two it cannot speak of never leave.
fn says(category: &Category, class: Class) -> Sharing {
    category.rule(class).map_or(Sharing::Withhold, |rule| rule.sharing)
}

#[test]
fn every_kind_of_entry_leaves_as_its_category_and_class_say() {
    let policy = Policy::embedded();
    let (mut kinds, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let entries = every_entry();
    for category in policy.categories() {
        let state = case_of(category);
        let fitting: Vec<&str> =
            policy.categories_of(&state).iter().map(|found| found.name.as_str()).collect();
        assert!(fitting.contains(&category.name.as_str()), "{} does not fit its own case", category.name);
        let strictest = |class| {
            policy.categories_of(&state).into_iter().map(|found| says(found, class)).max().expect("one fits")
        };
        for entry in &entries {
            let (kind, class) = (entry.envelope.kind, entry.envelope.class);
            let of_deliberation = entry.envelope.audience != Audience::Everyone;
            let mut expected = if of_deliberation { Sharing::Withhold } else { strictest(class) };
            // The papers of a filing are material, whatever the class of its entry.
            if is_filing(kind) && expected == Sharing::Share && strictest(Class::Material) != Sharing::Share {
                expected = Sharing::Mask;
            }
            if words_of_the_court_to_itself(kind) {
                expected = expected.max(Sharing::Mask);
            }
            let outgoing = policy.outgoing(&state, entry);
            let found = match &outgoing {
                Outgoing::Share => Sharing::Share,
                Outgoing::Mask(_) => Sharing::Mask,
                Outgoing::Withhold => Sharing::Withhold,
            };
            assert_eq!(found, expected, "{kind:?} of {class:?} in {}", category.name);
            assert_eq!(policy.rule_of(&state, &entry.envelope).sharing, expected, "{kind:?} of {class:?}");
            if let Outgoing::Mask(body) = outgoing {
                assert_eq!(body.kind(), kind);
                assert!(body.blobs().is_empty(), "a masked {kind:?} leaves without files");
            }
            kinds.insert(kind);
            seen.insert((category.name.clone(), class, found));
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), EntryKind::ALL, "a kind of entry was not walked");
    assert!(seen.iter().any(|(.., found)| *found == Sharing::Mask));
    assert!(seen.iter().all(|(_, class, found)| {
        !matches!(class, Class::Deliberation | Class::Secret) || *found == Sharing::Withhold
    }));
}

fn words_of_the_court_to_itself(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::CaseFlagged | EntryKind::TodoAdded | EntryKind::TodoDone)
}

#[test]
fn where_several_categories_fit_the_strictest_counts_class_by_class() {
    let policy = Policy::embedded();
    let mut state = fold(&open_space());
    let shape = |state: &CaseState, class| {
        let rule = policy.rule(state, class);
        (rule.sharing, rule.retention, rule.category)
    };
    assert_eq!(shape(&state, Class::Material), (Sharing::Share, Retention::Days(7), "ordinary".to_owned()));
    state.decided.flags = [CaseFlag::NotPublic].into();
    assert_eq!(
        shape(&state, Class::Register),
        (Sharing::Share, Retention::UntilClosed, "not_public".to_owned())
    );
    state.decided.flags = [CaseFlag::NotPublic, CaseFlag::TradeSecret, CaseFlag::Family].into();
    // The family's register is masked, and stays no longer than any of the three allows.
    assert_eq!(shape(&state, Class::Register), (Sharing::Mask, Retention::UntilClosed, "family".to_owned()));
    assert_eq!(shape(&state, Class::Material).2, "trade_secret");
    assert_eq!(shape(&state, Class::Conversation).2, "trade_secret");
}

#[test]
fn a_cause_stands_for_everything_below_it_and_nothing_beside_it() {
    let policy = Policy::embedded();
    let mut state = fold(&open_space());
    let mut of_cause = |code: &str| {
        let registration = state.decided.registration.as_mut().expect("a register");
        code.clone_into(&mut registration.cause_code);
        let names = policy.categories_of(&state).into_iter().map(|found| found.name.clone());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of_cause("2-2-14"), "family");
    assert_eq!(of_cause("2-2-22-1"), "minors family");
    assert_eq!(of_cause("5-13-157-2"), "trade_secret");
    assert_eq!(of_cause("5-13-158"), "ordinary");
    assert_eq!(of_cause("20-1"), "ordinary");
    assert_eq!(of_cause("1-1-81"), "ordinary");
}

#[test]
fn a_cause_that_another_system_numbers_is_known_by_its_words() {
    let policy = Policy::embedded();
    let mut state = fold(&[imported(), parties_imported(form(FilingKind::CivilFirstInstance))]);
    let mut of_cause = |name: &str| {
        let registration = state.decided.registration.as_mut().expect("a register");
        registration.cause_code = "9014".to_owned();
        name.clone_into(&mut registration.cause_name);
        let names = policy.categories_of(&state).into_iter().map(|found| found.name.clone());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of_cause("离婚纠纷"), "family");
    assert_eq!(of_cause("变更抚养关系纠纷"), "minors family");
    assert_eq!(of_cause("侵犯商业秘密纠纷"), "trade_secret");
    assert_eq!(of_cause("民间借贷纠纷"), "ordinary");
}

/// Every cause of the list is in the same categories by its code and by its words, or in more by its words.
#[test]
fn the_words_find_every_cause_that_the_codes_find() {
    let policy = Policy::embedded();
    let mut state = fold(&open_space());
    let mut missed = Vec::new();
    for cause in super::FACTS.causes.iter() {
        let mut names = |code: &str, name: &str| {
            let registration = state.decided.registration.as_mut().expect("a register");
            code.clone_into(&mut registration.cause_code);
            name.clone_into(&mut registration.cause_name);
            let found = policy.categories_of(&state).into_iter().map(|found| found.name.clone());
            found.filter(|name| name != "ordinary").collect::<BTreeSet<_>>()
        };
        let (by_code, by_words) = (names(&cause.code, ""), names("", &cause.name));
        if !by_code.is_subset(&by_words) {
            missed.push(format!("{} {}", cause.code, cause.name));
        }
    }
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn before_it_is_filed_a_case_is_what_its_filer_says() {
    let policy = Policy::embedded();
    let mut divorce = form(FilingKind::CivilFirstInstance);
    divorce.cause_code = Some("2-2-14".to_owned());
    let state = fold(&[submitted(divorce)]);
    assert_eq!(policy.rule(&state, Class::Register).category, "family");
    assert_eq!(policy.rule(&fold(&[]), Class::Register).category, "ordinary");
    // The court files it under another cause.
    let state = fold(&[civil(), registered(FilingKind::CivilFirstInstance, Procedure::Ordinary)]);
    assert_eq!(policy.rule(&state, Class::Register).category, "ordinary");
}

#[test]
fn a_file_leaves_only_with_an_entry_that_leaves_whole() {
    let policy = Policy::embedded();
    let shown =
        shown(Who::Defendant, MessageContent::Photo { blob: photo("照片"), preview: Some(photo("预览")) });
    let mut state = fold(&space_with([shown, deliberated(Who::Panel, "应当支持")]));
    let leaves = |state: &CaseState, name: &str| policy.blob_leaves(state, photo(name).sha256);
    assert!(leaves(&state, "照片") && leaves(&state, "预览") && leaves(&state, "身份证明"));
    assert!(!leaves(&state, "没有这个文件"));
    // In a case of trade secrets people still talk, but the papers stay home.
    state.decided.flags = [CaseFlag::TradeSecret].into();
    assert!(leaves(&state, "照片") && !leaves(&state, "身份证明"));
    state.decided.flags = [CaseFlag::StateSecret].into();
    assert!(!leaves(&state, "照片") && !leaves(&state, "身份证明"));
}

#[test]
fn a_file_of_the_deliberation_never_leaves_though_another_entry_shows_it() {
    let policy = Policy::embedded();
    let content = || MessageContent::File { blob: photo("评议笔录") };
    let secret = Told::new(
        Who::Panel,
        EntryBody::MessagePosted { content: content(), quote: None, mentions: [].into() },
        Class::Conversation,
        Audience::Room { room: Room::Deliberation },
    );
    let state = fold(&space_with([secret.clone()]));
    assert!(!policy.blob_leaves(&state, photo("评议笔录").sha256));
    // What somebody showed to everyone is no secret of the deliberation any more.
    let state = fold(&space_with([secret, shown(Who::Plaintiff, content())]));
    assert!(policy.blob_leaves(&state, photo("评议笔录").sha256));
}

#[test]
fn what_people_made_outside_and_may_not_stay_there_goes_when_the_court_has_it() {
    let policy = Policy::embedded();
    let entries = log(&open_space());
    let filing = entries.iter().find(|entry| is_filing(entry.envelope.kind)).expect("a filing");
    let bench =
        entries.iter().find(|entry| entry.envelope.kind == EntryKind::BenchAssigned).expect("a bench");
    let mut state = state_of(&entries);
    assert_eq!(policy.retention(&state, &filing.envelope), Retention::Days(7));
    state.decided.flags = [CaseFlag::TradeSecret].into();
    assert_eq!(filing.envelope.origin, Origin::Front);
    assert_eq!(policy.retention(&state, &filing.envelope), Retention::UntilAcknowledged);
    assert_eq!(policy.retention(&state, &bench.envelope), Retention::Days(7));
    state.decided.flags = [CaseFlag::Family].into();
    assert_eq!(
        policy.retention(&state, &bench.envelope),
        Retention::UntilClosed,
        "masked, but the court's own"
    );
}

#[test]
fn a_case_comes_home_on_the_last_day_that_any_of_its_classes_has() {
    let policy = Policy::embedded();
    let last_day = |state: &CaseState| policy.last_day_outside(state).map(|day| day.to_string());
    assert_eq!(last_day(&fold(&open_space())), None);
    let mut over = fold(&space_with([closed(Outcome::Mediated)]));
    assert_eq!(last_day(&over).as_deref(), Some("2026-11-27"));
    over.decided.flags = [CaseFlag::Minors].into();
    assert_eq!(last_day(&over).as_deref(), Some("2026-11-20"));
    over.decided.flags = [CaseFlag::StateSecret].into();
    assert_eq!(last_day(&over).as_deref(), Some("2026-11-20"));
    // A filing that was not accepted ends a case, too.
    let refused = fold(&[civil(), rejected().at("2026-11-10T23:59:59+08:00")]);
    assert_eq!(last_day(&refused).as_deref(), Some("2026-11-17"));
    // It was filed all the same, after an appeal.
    let accepted =
        fold(&[civil(), rejected(), registered(FilingKind::CivilFirstInstance, Procedure::Ordinary)]);
    assert_eq!(last_day(&accepted), None);
}

#[test]
fn an_explanation_names_every_entry_and_file_and_no_person() {
    let policy = Policy::embedded();
    let given = one_of_each();
    let entries = log(&given);
    let state = state_of(&entries);
    let explained = explain(&policy, &state, entries.iter().rev().map(|entry| &entry.envelope));
    assert_eq!(explained.entries.len(), entries.len());
    assert_eq!(explained.n_shared + explained.n_masked + explained.n_withheld, entries.len());
    let stays = |class| matches!(class, Class::Material | Class::Deliberation | Class::Secret);
    let n_staying = entries.iter().filter(|entry| stays(entry.envelope.class)).count();
    assert_eq!(
        explained.n_withheld, n_staying,
        "the deliberation, documents of the court, and what was handed in by a minor"
    );
    assert_eq!(explained.files.len(), state.blobs.len());
    assert!(
        explained
            .entries
            .iter()
            .all(|entry| entry.last_day.is_some() || entry.rule.sharing == Sharing::Withhold)
    );
    let order: Vec<(Origin, u64)> = explained.entries.iter().map(|entry| (entry.origin, entry.seq)).collect();
    let told: Vec<(Origin, u64)> =
        entries.iter().map(|entry| (entry.envelope.origin, entry.envelope.seq)).collect();
    assert_eq!(order, told, "in the order of the space");
    let text = serde_json::to_string(&explained).expect("JSON");
    for words in ["样例甲", "样例乙", "样例法官", "您好", "借款", "照片", "15400000001"] {
        assert!(!text.contains(words), "{words} stands in the explanation");
    }
}

fn sharing() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("share"), Just("mask"), Just("withhold")]
}

fn rule_line(class: &'static str) -> impl Strategy<Value = String> {
    let keep = prop_oneof![
        Just("until_closed".to_owned()),
        Just("until_acknowledged".to_owned()),
        any::<u16>().prop_map(|n_days| format!("days {n_days}")),
    ];
    (sharing(), keep).prop_map(move |(sharing, keep)| match sharing {
        "withhold" => format!("{class} = {{ sharing = \"withhold\" }}\n"),
        _ => format!("{class} = {{ sharing = \"{sharing}\", keep = \"{keep}\" }}\n"),
    })
}

/// A category with random rules; `more` may speak of what no policy can change.
fn random_category(name: &'static str, conditions: &'static str) -> impl Strategy<Value = String> {
    let classes = ["register", "party", "material", "conversation", "hearing"].map(rule_line);
    classes.prop_map(move |lines| {
        format!(
            "[[category]]\nname = \"{name}\"\ntitle = \"样例\"\nsource = \"样例\"\nbecause = \"样例\"\n{conditions}\n\
             [category.classes]\n{}",
            lines.concat()
        )
    })
}

fn random_state() -> impl Strategy<Value = CaseState> {
    let flags = proptest::collection::btree_set(proptest::sample::select(CaseFlag::ALL.as_slice()), 0..4);
    let cause = proptest::sample::select(vec!["2-2-14", "4-10-108-3", "5-15-189", ""]);
    (flags, cause).prop_map(|(flags, cause)| {
        let mut state = fold(&one_of_each());
        state.decided.flags = flags;
        state.decided.registration.as_mut().expect("a register").cause_code = cause.to_owned();
        state
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn deliberation_and_secrets_leave_under_no_policy(
        some in random_category("some", "flags = [\"minors\", \"family\"]\ncauses = [\"5\"]"),
        ordinary in random_category("ordinary", ""),
        state in random_state(),
    ) {
        let policy = Policy::parse(&format!("{some}{ordinary}")).expect("a policy");
        for entry in every_entry() {
            let secret = matches!(entry.envelope.class, Class::Deliberation | Class::Secret)
                || entry.envelope.audience == Audience::Room { room: Room::Deliberation }
                || state.decided.flags.contains(&CaseFlag::StateSecret);
            let outgoing = policy.outgoing(&state, &entry);
            if secret {
                prop_assert_eq!(&outgoing, &Outgoing::Withhold);
            }
            // What goes out whole may take its files along, and nothing else may.
            if outgoing != Outgoing::Share && entry.body.blobs().len() == 1 {
                let mut alone = state.clone();
                alone.blobs.clear();
                alone.evolve(&entry);
                prop_assert!(!policy.blob_leaves(&alone, entry.body.blobs()[0].sha256));
            }
        }
    }

    #[test]
    fn a_policy_that_would_share_them_is_refused(
        ordinary in random_category("ordinary", ""),
        class in proptest::sample::select(vec!["deliberation", "secret"]),
        shape in proptest::sample::select(vec!["share", "mask"]),
    ) {
        let open = format!("{ordinary}{class} = {{ sharing = \"{shape}\", keep = \"days 1\" }}\n");
        let error = Policy::parse(&open).expect_err("refused");
        prop_assert_eq!(error.line, open.lines().count());
        prop_assert!(error.problem.starts_with(class), "{}", error);
    }
}
