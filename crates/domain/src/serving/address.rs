//! Where a party wants to be served, and whether it agrees to steps online.

use super::{Refusal, of_court, of_party};
use crate::actor::Actor;
use crate::case::CaseState;
use crate::command::{self, ConfirmServiceAddress, DeclareConsent, RecordServiceAddress, Setting};
use crate::entry::{
    ConsentDeclared, ConsentScope, EntryBody, PartyNumber, ServiceAddressConfirmed, ServiceAddressForm,
};
use crate::id::PersonId;
use crate::instant::Instant;
use crate::log::{Draft, EntryRef};
use crate::permission::{Act, may};
use crate::service::{Consent, ConsentBasis};

/// Longest line of the form, in characters.
const LONGEST_LINE: usize = 200;
/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// The form as it is kept: without spaces at the ends of lines.
pub(super) fn checked(form: &ServiceAddressForm) -> Result<ServiceAddressForm, Refusal> {
    let line = |field: &'static str, text: &str, owed: bool| {
        let text = text.trim();
        let fits = text.chars().count() <= LONGEST_LINE && (!owed || !text.is_empty());
        if fits { Ok(text.to_owned()) } else { Err(Refusal::FormNotInOrder { field }) }
    };
    let email = form.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    if email.is_some_and(|email| !is_email(email)) {
        return Err(Refusal::FormNotInOrder { field: "email" });
    }
    if form.electronic && !form.mailbox && email.is_none() {
        return Err(Refusal::NoElectronicAddress);
    }
    Ok(ServiceAddressForm {
        electronic: form.electronic,
        mailbox: form.mailbox,
        email: email.map(str::to_owned),
        paper_decisions: form.paper_decisions,
        excluded: line("excluded", &form.excluded, false)?,
        receiver: line("receiver", &form.receiver, true)?,
        phone: line("phone", &form.phone, true)?,
        address: line("address", &form.address, true)?,
        postcode: line("postcode", &form.postcode, false)?,
        stages: form.stages.clone(),
    })
}

/// Whether the text looks like an e-mail address: one `@`, something before it, a domain with a dot after it.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let dotted = domain.split('.').count() >= 2 && domain.split('.').all(|label| !label.is_empty());
    text.len() <= 254 && plain(local) && plain(domain) && dotted && !domain.contains(['@', '<', '>', ','])
}

/// Decides whether a party's address form is taken.
///
/// # Errors
///
/// Refuses forms that are not in order, and electronic service without an electronic address.
///
/// # Source
///
/// 民诉法解释 §136; 在线诉讼规则 §30.
pub fn decide_confirm_address(
    state: &CaseState,
    actor: &Actor,
    command: &ConfirmServiceAddress,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::ConfirmServiceAddress, setting.now)?;
    let party = membership.party.ok_or(Refusal::NoSuchParty)?;
    let form = checked(&command.form)?;
    // Whoever took back what the form says may sign the same form again.
    let (consent, _) = agrees_to_service(state, party);
    let holds = consent.refused_at.is_none() == form.electronic;
    if holds && state.service_address(party).is_some_and(|known| known.form == form) {
        return Err(Refusal::NothingChanges.into());
    }
    let signature = command.signature.clone();
    let confirmed = ServiceAddressConfirmed { party, form, signature, on_paper: false };
    let body = EntryBody::ServiceAddressConfirmed(confirmed);
    Ok(vec![of_party(state, party, actor, membership, body)])
}

/// Decides whether an address form that was signed on paper is recorded.
///
/// # Errors
///
/// As [`decide_confirm_address`]; parties that do not exist.
pub fn decide_record_address(
    state: &CaseState,
    actor: &Actor,
    command: &RecordServiceAddress,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::RecordServiceAddress, setting.now)?;
    let party = command.party;
    state.party(party).ok_or(Refusal::NoSuchParty)?;
    let form = checked(&command.form)?;
    let confirmed = ServiceAddressConfirmed { party, form, signature: command.scan.clone(), on_paper: true };
    let body = EntryBody::ServiceAddressConfirmed(confirmed);
    Ok(vec![of_court(state, party, actor, membership, body)])
}

/// Decides whether a declaration on steps online is taken. What was done before stays done.
///
/// # Errors
///
/// Refuses declarations of nothing, and a withdrawal without its reason.
///
/// # Source
///
/// 在线诉讼规则 §4, §5.
pub fn decide_declare_consent(
    state: &CaseState,
    actor: &Actor,
    command: &DeclareConsent,
    setting: Setting<'_>,
) -> Result<Vec<Draft>, command::Refusal> {
    let membership = may(state, actor, Act::DeclareConsent, setting.now)?;
    let party = membership.party.ok_or(Refusal::NoSuchParty)?;
    if command.scopes.is_empty() {
        return Err(Refusal::Nothing.into());
    }
    let known = |scope: &ConsentScope| {
        let declared = state.submitted.serving.consents.get(&(actor.person, *scope));
        declared.map(|declared| declared.agrees)
    };
    if command.scopes.iter().all(|(scope, agrees)| known(scope) == Some(*agrees)) {
        return Err(Refusal::NothingChanges.into());
    }
    let declared =
        ConsentDeclared { party, scopes: command.scopes.clone(), reason: command.reason.trim().to_owned() };
    check_declared(state, actor.person, &declared)?;
    let body = EntryBody::ConsentDeclared(declared);
    Ok(vec![of_party(state, party, actor, membership, body)])
}

/// Whether a declaration says why it takes something back, and not too much.
pub(super) fn check_declared(
    state: &CaseState,
    person: PersonId,
    declared: &ConsentDeclared,
) -> Result<(), Refusal> {
    let agreed = |scope: &ConsentScope| {
        let before = state.submitted.serving.consents.get(&(person, *scope));
        before.is_some_and(|before| before.agrees)
    };
    let takes_back = declared.scopes.iter().any(|(scope, agrees)| !agrees && agreed(scope));
    if takes_back && declared.reason.is_empty() {
        return Err(Refusal::NoReason);
    }
    if declared.reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::TooLong { longest: LONGEST_REASON });
    }
    Ok(())
}

/// Whether a party agrees to electronic service as the log stands, and the entry that says so.
///
/// What was said last counts: the address form, or a declaration of the party or its agent. A party that said
/// nothing but signed for something that was served electronically has accepted it.
///
/// # Source
///
/// 在线诉讼规则 §29.
pub fn agrees_to_service(state: &CaseState, party: PartyNumber) -> (Consent, Option<EntryRef>) {
    let form = state.service_address(party);
    let form = form.map(|address| (address.at, address.entry, address.form.electronic));
    let declarations = state.submitted.serving.consents.iter();
    let declared = declarations
        .filter(|((_, scope), declared)| *scope == ConsentScope::Service && declared.party == party)
        .map(|(_, declared)| (declared.at, declared.entry, declared.agrees));
    if let Some((at, entry, agrees)) =
        form.into_iter().chain(declared).max_by_key(|(at, entry, _)| (*at, *entry))
    {
        let basis = agrees.then_some(ConsentBasis::Express);
        let refused_at: Option<Instant> = (!agrees).then_some(at);
        return (Consent { basis, refused_at }, Some(entry));
    }
    let sendings = &state.decided.serving.sendings;
    let own = |sent: &&EntryRef| sendings.get(sent).is_some_and(|sending| sending.sent.recipient == party);
    let accepted = state.submitted.serving.signed_for.keys().find(own).copied();
    (Consent { basis: accepted.map(|_| ConsentBasis::AcceptedBefore), refused_at: None }, accepted)
}
