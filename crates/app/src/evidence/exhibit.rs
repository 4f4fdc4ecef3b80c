//! One exhibit as one viewer sees it.

use weicourt_domain::actor::{Role, Side};
use weicourt_domain::case::CaseState;
use weicourt_domain::entry::{EvidenceRuling, ExhibitForm, PartyNumber};
use weicourt_domain::evidence::{self, CourtQuestion, Exhibit, Opinion, RulingMade};
use weicourt_domain::form::FilingKind;
use weicourt_domain::id::PersonId;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{self, Act};

use super::views::{
    AppointmentView, AwaitedView, ComparisonRequestView, ComparisonView, ComparisonsView, CourtAnswerView,
    ExhibitStatus, ExhibitView, LateView, LookView, NamedPerson, OpinionView, QuestionView, ReceivedView,
    RestrictionView, RestrictionWishView, RulingView,
};
use crate::view::Viewer;

/// How a side is called in a case of this kind.
pub(crate) fn side_name(kind: Option<FilingKind>, side: Side) -> &'static str {
    match (kind, side) {
        (Some(FilingKind::Enforcement), Side::Claimant) => "申请执行人",
        (Some(FilingKind::Enforcement), Side::Respondent) => "被执行人",
        (_, Side::Claimant) => "原告",
        (_, Side::Respondent) => "被告",
        (_, Side::ThirdParty) => "第三人",
    }
}

/// Name of a party; nothing for a number that no party has.
pub(crate) fn party_name(state: &CaseState, party: PartyNumber) -> String {
    state.party(party).map(|(_, form)| form.name.clone()).unwrap_or_default()
}

/// Name of a person in the case; the court's for staff who are not in it any more.
pub(crate) fn person_name(state: &CaseState, person: PersonId) -> String {
    state.member_name(person).unwrap_or("法院").to_owned()
}

/// Pages of an exhibit: those of its files, and one for each file that has none.
pub(crate) fn n_pages(form: &ExhibitForm) -> u32 {
    form.pages.iter().map(|page| page.blob.pages.unwrap_or(1)).fold(0, u32::saturating_add)
}

/// What the exhibit is called in the case: 原告证据1.
pub(super) fn label(state: &CaseState, exhibit: &Exhibit) -> String {
    let side = state.side_of(exhibit).unwrap_or(Side::Claimant);
    format!("{}证据{}", side_name(state.kind(), side), state.exhibit_number(exhibit))
}

/// The exhibit as the viewer sees it, who may know of it.
pub(super) fn exhibit_view(viewer: &Viewer<'_>, exhibit: &Exhibit) -> ExhibitView {
    let state = viewer.state;
    let entry = exhibit.entry;
    let side = state.side_of(exhibit).unwrap_or(Side::Claimant);
    let open = evidence::is_open_to(state, viewer.membership, viewer.actor, exhibit, viewer.now);
    let mut form = exhibit.form.clone();
    if !open {
        form.pages.clear();
    }
    let received = state.decided.evidence.received.get(&entry).map(|found| ReceivedView {
        at: found.at,
        accepted: found.accepted,
        note: found.note.clone(),
    });
    let rulings = state.decided.evidence.rulings.get(&entry).map_or(0, Vec::len);
    ExhibitView {
        exhibit: entry,
        number: state.exhibit_number(exhibit),
        label: label(state, exhibit),
        side,
        party: exhibit.party,
        party_name: party_name(state, exhibit.party),
        author_name: person_name(state, exhibit.author),
        submitted_at: exhibit.at,
        hash: exhibit.hash,
        command_id: exhibit.command,
        n_pages: n_pages(&exhibit.form),
        form,
        message: exhibit.message,
        status: status(state, exhibit),
        received,
        late: late(state, exhibit),
        restriction: restriction(state, exhibit, !open),
        wish: wish(viewer, exhibit),
        opinions: opinions(state, exhibit),
        awaits: awaits(state, exhibit),
        questions: questions(viewer, |question| question.exhibit == Some(entry)),
        comparison: comparison(state, exhibit, open),
        ruling: evidence::ruling_of(state, entry).map(|ruling| ruling_view(state, ruling)),
        rulings_before: u32::try_from(rulings.saturating_sub(1)).unwrap_or(u32::MAX),
        looks: looks(viewer, exhibit),
        actions: evidence::exhibit_actions(state, viewer.actor, exhibit, viewer.now),
    }
}

fn status(state: &CaseState, exhibit: &Exhibit) -> ExhibitStatus {
    let entry = exhibit.entry;
    let received = state.decided.evidence.received.get(&entry).map(|found| found.accepted);
    let ruling = evidence::ruling_of(state, entry).map(|ruling| ruling.ruling);
    let answered = !evidence::opinions_on(state, entry).is_empty();
    if state.submitted.evidence.withdrawn.contains_key(&entry) {
        return ExhibitStatus::Withdrawn;
    }
    match (ruling, received) {
        (Some(EvidenceRuling::Adopted), _) => ExhibitStatus::Adopted,
        (Some(EvidenceRuling::PartlyAdopted), _) => ExhibitStatus::PartlyAdopted,
        (Some(EvidenceRuling::NotAdopted), _) => ExhibitStatus::NotAdopted,
        (None, Some(false)) => ExhibitStatus::Returned,
        (None, _) if answered && evidence::awaited(state, exhibit).is_empty() => ExhibitStatus::CrossExamined,
        (None, Some(true)) => ExhibitStatus::Received,
        (None, None) => ExhibitStatus::Submitted,
    }
}

fn late(state: &CaseState, exhibit: &Exhibit) -> Option<LateView> {
    let lateness = evidence::lateness(state, exhibit)?;
    Some(LateView {
        n_days: lateness.n_days,
        until: lateness.until,
        reason: exhibit.form.late_reason.clone(),
        treatment: evidence::ruling_of(state, exhibit.entry).and_then(|ruling| ruling.late),
    })
}

fn restriction(state: &CaseState, exhibit: &Exhibit, needs_look: bool) -> Option<RestrictionView> {
    match state.decided.evidence.restrictions.get(&exhibit.entry) {
        Some(order) => order.restriction.as_ref().map(|circle| RestrictionView {
            ground: circle.ground,
            decided: true,
            persons: circle
                .persons
                .iter()
                .map(|person| NamedPerson { person: *person, name: person_name(state, *person) })
                .collect(),
            view_only: circle.view_only,
            reason: order.reason.clone(),
            needs_look,
        }),
        None => exhibit.form.restriction.as_ref().map(|wish| RestrictionView {
            ground: wish.ground,
            decided: false,
            persons: Vec::new(),
            view_only: true,
            reason: wish.reason.clone(),
            needs_look,
        }),
    }
}

/// Whether the viewer is of the exhibit's side, or of the bench.
fn is_close(viewer: &Viewer<'_>, exhibit: &Exhibit) -> bool {
    let own = viewer.membership.side.is_some() && viewer.membership.side == viewer.state.side_of(exhibit);
    own || viewer.membership.role.is_bench()
}

fn wish(viewer: &Viewer<'_>, exhibit: &Exhibit) -> Option<RestrictionWishView> {
    let open = evidence::open_wish(viewer.state, exhibit).filter(|_| is_close(viewer, exhibit))?;
    Some(RestrictionWishView { at: open.at, ground: open.wish.ground, reason: open.wish.reason.clone() })
}

fn opinions(state: &CaseState, exhibit: &Exhibit) -> Vec<OpinionView> {
    let opinions = evidence::opinions_on(state, exhibit.entry);
    let last = |opinion: &Opinion| {
        evidence::opinion_of(state, exhibit.entry, opinion.party).is_some_and(|o| o.entry == opinion.entry)
    };
    let view = |opinion: &Opinion| OpinionView {
        entry: opinion.entry,
        party: opinion.party,
        party_name: party_name(state, opinion.party),
        side: state.party(opinion.party).map_or(Side::Respondent, |(side, _)| side),
        author_name: person_name(state, opinion.author),
        at: opinion.at,
        round: opinion.round,
        opinion: opinion.form.clone(),
        superseded: !last(opinion),
        late: evidence::is_late_opinion(state, exhibit, opinion),
    };
    opinions.iter().map(view).collect()
}

fn awaits(state: &CaseState, exhibit: &Exhibit) -> Vec<AwaitedView> {
    if !evidence::counts(state, exhibit.entry) {
        return Vec::new();
    }
    let view = |party| AwaitedView {
        party,
        party_name: party_name(state, party),
        until: evidence::opinions_until(state, exhibit, party),
    };
    evidence::awaited(state, exhibit).into_iter().map(view).collect()
}

/// Questions of the court that fit, the first one first.
pub(super) fn questions(viewer: &Viewer<'_>, fits: impl Fn(&CourtQuestion) -> bool) -> Vec<QuestionView> {
    let state = viewer.state;
    let questions = state.decided.evidence.questions.values();
    questions.filter(|question| fits(question)).map(|question| question_view(viewer, question)).collect()
}

fn question_view(viewer: &Viewer<'_>, question: &CourtQuestion) -> QuestionView {
    let state = viewer.state;
    let answer = state.submitted.evidence.answers.get(&question.entry);
    let asked = viewer.membership.party == Some(question.party);
    let may = permission::may(state, viewer.actor, Act::AnswerCourtQuestion, viewer.now).is_ok();
    let open = asked && answer.is_none() && may;
    QuestionView {
        question: question.entry,
        exhibit: question.exhibit,
        party: question.party,
        party_name: party_name(state, question.party),
        text: question.question.clone(),
        at: question.at,
        until: question.until,
        answer: answer.map(|said| CourtAnswerView {
            text: said.words.clone(),
            at: said.at,
            author_name: person_name(state, said.author),
        }),
        actions: open.then_some(Act::AnswerCourtQuestion).into_iter().collect(),
    }
}

fn comparison(state: &CaseState, exhibit: &Exhibit, open: bool) -> ComparisonsView {
    let entry: EntryRef = exhibit.entry;
    let requests = state.submitted.evidence.comparison_requests.get(&entry).into_iter().flatten();
    let records = state.decided.evidence.comparisons.get(&entry).into_iter().flatten();
    ComparisonsView {
        requests: requests
            .map(|said| ComparisonRequestView {
                at: said.at,
                by: person_name(state, said.author),
                reason: said.words.clone(),
            })
            .collect(),
        appointment: state
            .decided
            .evidence
            .appointments
            .get(&entry)
            .map(|made| AppointmentView { at: made.at, place: made.place.clone() }),
        records: records
            .map(|made| ComparisonView {
                at: made.at,
                way: made.way,
                present: made.present.clone(),
                equal: made.equal,
                note: made.note.clone(),
                photos: if open { made.photos.clone() } else { Vec::new() },
            })
            .collect(),
    }
}

fn ruling_view(state: &CaseState, ruling: &RulingMade) -> RulingView {
    RulingView {
        at: ruling.at,
        by_name: person_name(state, ruling.by),
        ruling: ruling.ruling,
        reason: ruling.reason.clone(),
        late: ruling.late,
    }
}

fn looks(viewer: &Viewer<'_>, exhibit: &Exhibit) -> Vec<LookView> {
    if !is_close(viewer, exhibit) {
        return Vec::new();
    }
    let state = viewer.state;
    let members = state.members();
    let role = |person| -> Option<Role> {
        members.iter().find(|(member, ..)| *member == person).map(|(_, _, membership)| membership.role)
    };
    let looks = state.looks.values().filter(|look| look.exhibit == exhibit.entry);
    let view = |look: &evidence::Look| LookView {
        person_name: person_name(state, look.person),
        role: role(look.person),
        at: look.at,
    };
    looks.map(view).collect()
}
