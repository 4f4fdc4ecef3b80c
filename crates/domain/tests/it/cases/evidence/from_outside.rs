//! What the court's node takes of acts on evidence that were written outside.

use weicourt_domain::actor::{Assurance, Role, Side};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::entry::{EntryBody, EvidenceRuling, ExhibitForm, OpinionForm, Stance};
use weicourt_domain::front::{Misfit, check, check_words_of_staff};
use weicourt_domain::log::Entry;

use super::super::given::*;
use super::super::people::Who;
use super::given::*;

/// The last entry of the story, checked against the case before it.
fn judged(given: &[Told]) -> Result<(), Misfit> {
    judged_as(given, |entry| entry)
}

fn judged_as(given: &[Told], bent: impl Fn(Entry) -> Entry) -> Result<(), Misfit> {
    let mut entries = log(given);
    let last = bent(entries.pop().expect("an entry"));
    let person = last.envelope.actor.person;
    let who = Who::ALL.into_iter().find(|who| who.person() == person).expect("somebody");
    check(&state_of(&entries), &last.envelope, &last.body, &who.known(), None, &super::super::FACTS)
}

fn after_exhibit(more: impl IntoIterator<Item = Told>) -> Vec<Told> {
    let mut given = space_with([exhibit(Who::Plaintiff, "借条")]);
    given.extend(more);
    given
}

#[test]
fn honest_acts_are_taken() {
    let honest = [
        space_with([exhibit(Who::Plaintiff, "借条")]),
        after_exhibit([withdrawn(Who::Plaintiff, first())]),
        after_exhibit([wished(Who::PlaintiffsLawyer, first())]),
        after_exhibit([restricted(first(), &[Who::Defendant]), looked(Who::Defendant, first())]),
        after_exhibit([opinion(Who::Defendant, first(), Stance::Dispute)]),
        after_exhibit([round([], 2, "2026-11-30"), opinion_in(Who::Defendant, first(), Stance::Agree, 2)]),
        after_exhibit([asked(Some(first()), 1), answered(Who::Defendant, court(3))]),
        after_exhibit([comparison_requested(Who::ThirdParty, first())]),
        space_with([
            said(Who::Defendant, "您好"),
            proposed(Who::Defendant, first()),
            declined(Who::Defendant, court(3)),
        ]),
        space_with([
            said(Who::Defendant, "您好"),
            proposed(Who::Defendant, first()),
            listed(Who::Defendant, first(), Some(court(3))),
        ]),
    ];
    for given in honest {
        assert_eq!(judged(&given), Ok(()), "{:?}", given.last());
    }
}

#[test]
fn what_the_court_ordered_meanwhile_is_no_reason() {
    let meanwhile = [
        after_exhibit([
            ruled(first(), EvidenceRuling::NotAdopted, None),
            opinion(Who::Defendant, first(), Stance::Agree),
        ]),
        after_exhibit([restricted(first(), &[]), opinion(Who::Defendant, first(), Stance::Agree)]),
        after_exhibit([restricted(first(), &[]), opened_to_all(first()), looked(Who::Defendant, first())]),
        after_exhibit([ruled(first(), EvidenceRuling::NotAdopted, None), withdrawn(Who::Plaintiff, first())]),
        space_with([closed(weicourt_domain::entry::Outcome::Withdrawn), exhibit(Who::Plaintiff, "借条")]),
    ];
    for given in meanwhile {
        assert_eq!(judged(&given), Ok(()), "{:?}", given.last());
    }
}

#[test]
fn no_party_acts_for_another_or_on_the_wrong_side() {
    let of_another = |told: Told| {
        judged_as(&after_exhibit([told]), |mut entry| {
            match &mut entry.body {
                EntryBody::EvidenceSubmitted { party, .. } | EntryBody::OpinionGiven { party, .. } => {
                    *party = 0
                }
                _ => {}
            }
            entry
        })
    };
    assert_eq!(of_another(exhibit(Who::Defendant, "收条")), Err(Misfit::NotTheirParty));
    assert_eq!(of_another(opinion(Who::Defendant, first(), Stance::Agree)), Err(Misfit::NotTheirParty));
    let own = opinion(Who::Plaintiff, first(), Stance::Agree);
    assert_eq!(judged(&after_exhibit([own])), Err(Misfit::NotTheirExhibit));
    let theirs = withdrawn(Who::Defendant, first());
    assert_eq!(judged(&after_exhibit([theirs])), Err(Misfit::NotTheirExhibit));
    let wish = wished(Who::Defendant, first());
    assert_eq!(judged(&after_exhibit([wish])), Err(Misfit::NotTheirExhibit));
    let look = [restricted(first(), &[]), looked(Who::Plaintiff, first())];
    assert_eq!(judged(&after_exhibit(look)), Err(Misfit::NotTheirExhibit));
}

#[test]
fn nobody_speaks_of_what_is_not_there_or_was_never_open_to_them() {
    let unknown = opinion(Who::Defendant, front(99), Stance::Agree);
    assert_eq!(judged(&after_exhibit([unknown])), Err(Misfit::NoSuchExhibit));
    let hidden =
        space_with([secret(Who::Plaintiff, "账册"), opinion(Who::Defendant, first(), Stance::Agree)]);
    assert_eq!(judged(&hidden), Err(Misfit::NoSuchExhibit));
    let gone = [withdrawn(Who::Plaintiff, first()), comparison_requested(Who::Defendant, first())];
    assert_eq!(judged(&after_exhibit(gone)), Err(Misfit::NoSuchExhibit));
    let round = opinion_in(Who::Defendant, first(), Stance::Agree, 2);
    assert_eq!(judged(&after_exhibit([round])), Err(Misfit::NothingToAnswer));
    let question = [asked(None, 0), answered(Who::Defendant, court(3))];
    assert_eq!(judged(&after_exhibit(question)), Err(Misfit::NothingToAnswer));
    let twice = [asked(None, 1), answered(Who::Defendant, court(3)), answered(Who::Defendant, court(3))];
    assert_eq!(judged(&after_exhibit(twice)), Err(Misfit::NothingToAnswer));
    let after = [opinion(Who::Defendant, first(), Stance::Agree), withdrawn(Who::Plaintiff, first())];
    assert_eq!(judged(&after_exhibit(after)), Err(Misfit::NotInOrder));
}

#[test]
fn what_is_not_in_order_or_for_other_readers_is_not_taken() {
    let empty = handed_in(Who::Plaintiff, ExhibitForm { pages: vec![], ..exhibit_form("借条") });
    assert_eq!(judged(&space_with([empty])), Err(Misfit::NotInOrder));
    let itself =
        judged_as(&after_exhibit([opinion(Who::Defendant, first(), Stance::Dispute)]), |mut entry| {
            if let EntryBody::OpinionGiven { opinion, .. } = &mut entry.body {
                *opinion = OpinionForm { counter_evidence: [first()].into(), ..opinion.clone() };
            }
            entry
        });
    assert_eq!(itself, Err(Misfit::NotInOrder));
    let others_message = space_with([said(Who::Plaintiff, "您好"), listed(Who::Defendant, first(), None)]);
    assert_eq!(judged(&others_message), Err(Misfit::NotTheirMessage));
    for (class, audience) in [
        (Class::Conversation, Audience::Everyone),
        (Class::Material, Audience::Side { side: Side::Claimant }),
    ] {
        let bent = judged_as(&space_with([exhibit(Who::Plaintiff, "借条")]), |mut entry| {
            (entry.envelope.class, entry.envelope.audience) = (class, audience.clone());
            entry
        });
        assert_eq!(bent, Err(Misfit::AnotherAudience));
    }
    let order = after_exhibit([ruled(first(), EvidenceRuling::Adopted, None)]);
    let by_public = judged_as(&order, |mut entry| {
        entry.envelope.actor.assurance = Assurance::RealName;
        entry
    });
    assert_eq!(by_public, Err(Misfit::CourtKind));
}

#[test]
fn a_judge_looks_on_a_phone_outside_and_does_nothing_else_there() {
    let given = after_exhibit([restricted(first(), &[]), looked(Who::Handling, first())]);
    let mut entries = log(&given);
    let look = entries.pop().expect("a look");
    let state = state_of(&entries);
    let judge = Who::Handling.actor();
    assert_eq!(check_words_of_staff(&state, &look.envelope, &look.body, &judge, None), Ok(()));
    let mut as_clerk = look.clone();
    as_clerk.envelope.actor.role = Role::Clerk;
    let told = check_words_of_staff(&state, &as_clerk.envelope, &as_clerk.body, &judge, None);
    assert_eq!(told, Err(Misfit::AnotherRole));
    let order = restricted(first(), &[]);
    let order = log(&after_exhibit([order])).pop().expect("an order");
    let told = check_words_of_staff(&state, &order.envelope, &order.body, &judge, None);
    assert_eq!(told, Err(Misfit::CourtKind));
}
