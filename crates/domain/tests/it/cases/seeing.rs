//! Who sees what: the circle of an entry holds for every role.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use proptest::prelude::*;
use weicourt_domain::actor::{Actor, Role, Side};
use weicourt_domain::audience::{Audience, Class, Room};
use weicourt_domain::case::Membership;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::PersonId;
use weicourt_domain::log::Envelope;
use weicourt_domain::permission::{may_review_filings, may_see, member_sees};

use super::given::*;
use super::people::{COURT, Who};

fn envelope(by: Who, class: Class, audience: Audience) -> Envelope {
    let body = EntryBody::FloorOpened {};
    log(&[Told::new(by, body, class, audience)]).swap_remove(0).envelope
}

/// Everybody who sees an entry of the handling judge in an open space.
fn seen_by(class: Class, audience: Audience) -> String {
    let (state, envelope) = (fold(&open_space()), envelope(Who::Handling, class, audience));
    let sees = |who: &&Who| may_see(&state, &who.actor(), &envelope);
    Who::ALL.iter().filter(sees).map(|who| format!("{who:?}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn supervisors_see_the_register_and_nothing_else() {
    assert_snapshot!(seen_by(Class::Register, Audience::Everyone), @"Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, Clock");
    for class in CLASSES.into_iter().filter(|class| *class != Class::Register) {
        let seen = seen_by(class, Audience::Everyone);
        assert!(!seen.contains("DivisionHead") && !seen.contains("President"), "{class:?}: {seen}");
    }
    assert_snapshot!(seen_by(Class::Party, Audience::Everyone), @"Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, Clock");
}

#[test]
fn what_is_said_in_the_space_is_not_for_the_filing_desk() {
    assert_snapshot!(seen_by(Class::Conversation, Audience::Everyone), @"Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk, Clock");
    assert_eq!(seen_by(Class::Hearing, Audience::Everyone), seen_by(Class::Conversation, Audience::Everyone));
}

#[test]
fn one_side_and_the_court_see_what_is_for_one_side() {
    let side = |side| seen_by(Class::Party, Audience::Side { side });
    assert_snapshot!(side(Side::Claimant), @"Plaintiff, PlaintiffsLawyer, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, Clock");
    assert_snapshot!(side(Side::Respondent), @"Defendant, DefendantsRelative, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, Clock");
    assert_snapshot!(side(Side::ThirdParty), @"ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, Clock");
}

#[test]
fn what_is_for_the_court_is_for_no_party() {
    assert_snapshot!(seen_by(Class::Party, Audience::Court), @"Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, Clock");
}

#[test]
fn named_persons_and_the_bench_see_what_is_for_named_persons() {
    let persons = BTreeSet::from([Who::Defendant.person(), Who::Stranger.person()]);
    assert_snapshot!(seen_by(Class::Conversation, Audience::Persons { persons }), @"Defendant, Handling, Panel, SecondPanel, Assistant, Clerk");
}

#[test]
fn the_deliberation_is_for_the_judges_and_the_clerk_alone() {
    let room = Audience::Room { room: Room::Deliberation };
    assert_snapshot!(seen_by(Class::Deliberation, room.clone()), @"Handling, Panel, SecondPanel, Clerk");
    assert_eq!(seen_by(Class::Deliberation, Audience::Everyone), seen_by(Class::Deliberation, room));
}

#[test]
fn before_filing_a_case_is_between_the_filer_and_the_court() {
    let state = fold(&[civil()]);
    let log = log(&[civil()]);
    let sees = |who: &&Who| may_see(&state, &who.actor(), &log[0].envelope);
    let seen: Vec<&Who> = Who::ALL.iter().filter(sees).collect();
    assert_snapshot!(format!("{seen:?}"), @"[Plaintiff, FilingOfficer, Clock]");
}

#[test]
fn the_desk_reviews_filings_of_its_own_court_only() {
    let court = COURT.parse().expect("a court");
    let reviews: Vec<&Who> = Who::ALL.iter().filter(|who| may_review_filings(&who.actor(), &court)).collect();
    assert_eq!(reviews, [&Who::FilingOfficer]);
}

const ROLES: [Role; 16] = [
    Role::HandlingJudge,
    Role::PresidingJudge,
    Role::Judge,
    Role::LayJudge,
    Role::JudgeAssistant,
    Role::Clerk,
    Role::FilingOfficer,
    Role::EnforcementOfficer,
    Role::DivisionHead,
    Role::Plaintiff,
    Role::Defendant,
    Role::ThirdParty,
    Role::EnforcementApplicant,
    Role::JudgmentDebtor,
    Role::LitigationAgent,
    Role::System,
];

const SIDES: [Side; 3] = [Side::Claimant, Side::Respondent, Side::ThirdParty];

const CLASSES: [Class; 7] = [
    Class::Register,
    Class::Party,
    Class::Material,
    Class::Conversation,
    Class::Hearing,
    Class::Deliberation,
    Class::Secret,
];

fn any_audience() -> impl Strategy<Value = Audience> {
    prop_oneof![
        Just(Audience::Everyone),
        Just(Audience::Court),
        prop::sample::select(SIDES.to_vec()).prop_map(|side| Audience::Side { side }),
        prop::collection::btree_set(1u64..8, 0..4)
            .prop_map(|persons| Audience::Persons { persons: persons.into_iter().map(PersonId).collect() }),
        Just(Audience::Room { room: Room::Deliberation }),
    ]
}

proptest! {
    #[test]
    fn nobody_sees_what_is_not_for_their_circle(
        role in prop::sample::select(ROLES.to_vec()),
        side in prop::sample::select(SIDES.to_vec()),
        viewer in 1u64..8,
        author in 1u64..8,
        class in prop::sample::select(CLASSES.to_vec()),
        audience in any_audience(),
    ) {
        let side = (!role.is_court()).then_some(side);
        let membership = Membership { role, side, party: side.map(|_| 0) };
        let actor = Actor { person: PersonId(viewer), ..Who::Stranger.actor() };
        let mut envelope = envelope(Who::Handling, class, audience.clone());
        envelope.actor.person = PersonId(author);
        let sees = member_sees(&fold(&[]), membership, &actor, &envelope);
        let deliberates = matches!(
            role,
            Role::HandlingJudge | Role::PresidingJudge | Role::Judge | Role::LayJudge | Role::Clerk
        );
        if class == Class::Deliberation || matches!(audience, Audience::Room { .. }) {
            prop_assert!(!sees || deliberates, "the deliberation is secret");
        }
        let is_author = viewer == author;
        match audience {
            Audience::Court => prop_assert!(!sees || role.is_court() || is_author),
            Audience::Side { side: of } => {
                prop_assert!(!sees || role.is_court() || side == Some(of) || is_author);
            }
            Audience::Persons { persons } => {
                let named = persons.contains(&PersonId(viewer));
                prop_assert!(!sees || role.is_bench() || named || is_author);
            }
            Audience::Everyone | Audience::Room { .. } => {}
        }
        if role == Role::FilingOfficer && matches!(class, Class::Conversation | Class::Hearing) {
            prop_assert!(!sees, "the desk handed the case over");
        }
        if role == Role::DivisionHead && class != Class::Register {
            prop_assert!(!sees, "supervisors see the register");
        }
    }
}
