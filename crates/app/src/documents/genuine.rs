//! Whether a paper that somebody holds was issued by the court (文书核验): asked by anybody with its code.

use weicourt_domain::case::CaseState;
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::facts::Facts;
use weicourt_domain::form::PartyKind;
use weicourt_domain::identifier::masking::mask_name;
use weicourt_domain::log::EntryRef;
use weicourt_domain::serving;
use weicourt_store::ISSUED_CODE;

use super::code::read_code;
use super::views::{CertificateStanding, GenuineDocument, GenuineKind};
use crate::court::Court;
use crate::error::{AppError, Denied};

impl Court {
    /// What anybody may know who holds a paper with this code.
    ///
    /// # Errors
    ///
    /// [`Denied::NotGenuine`] when the court issued nothing with this code, [`Denied::DocumentVoid`] when it was
    /// given up since, [`Denied::AskTheCourt`] when the words of the case are destroyed, [`Denied::TooMany`].
    pub async fn genuine_document(&self, code: &str, address: &str) -> Result<GenuineDocument, AppError> {
        self.rates.genuine(address)?;
        let code = read_code(code).ok_or(Denied::NotGenuine)?;
        let digest = self.store.keyed_digest(ISSUED_CODE, code.as_bytes());
        let issued = self.store.issued_by_code(digest).await?.ok_or(Denied::NotGenuine)?;
        if !self.store.has_case(issued.case).await? {
            return Err(Denied::AskTheCourt.into());
        }
        let loaded = self.case(issued.case).await?;
        loaded.read(|state, _| told(state, &self.facts, issued.entry, &code)).ok_or(Denied::NotGenuine)?
    }
}

/// What is told of an entry that issued something.
fn told(
    state: &CaseState,
    facts: &Facts,
    entry: EntryRef,
    code: &str,
) -> Option<Result<GenuineDocument, AppError>> {
    let document = state.decided.documents.values().find_map(|document| {
        let issued = document.issued.as_ref().filter(|issued| issued.entry == entry)?;
        Some((document, issued))
    });
    let registration = state.decided.registration.as_ref();
    let court_name = registration.map(|known| known.court_name.clone()).unwrap_or_default();
    let case_number = registration.map(|known| known.case_number.to_string());
    if let Some((document, issued)) = document {
        if !document.is_alive() {
            return Some(Err(Denied::DocumentVoid.into()));
        }
        let parties: Vec<String> =
            document.latest.parties.iter().filter_map(|party| masked(state, *party)).collect();
        return Some(Ok(GenuineDocument {
            genuine: true,
            kind: GenuineKind::Document,
            court_name,
            case_number,
            title: document.latest.title.clone(),
            recipient_masked: (!parties.is_empty()).then(|| parties.join("、")),
            rule: None,
            effective_at: None,
            effective_on: None,
            standing: None,
            issued_at: issued.at,
            sha256: issued.file.sha256,
            n_pages: issued.n_pages,
        }));
    }
    if let Some(sending) = state.decided.serving.sendings.get(&entry) {
        let paper = sending.sent.papers.iter().find(|paper| paper.code == code)?;
        let file = paper.files.first()?;
        return Some(Ok(GenuineDocument {
            genuine: true,
            kind: GenuineKind::Document,
            court_name,
            case_number,
            title: paper.title.clone(),
            recipient_masked: masked(state, sending.sent.recipient),
            rule: None,
            effective_at: None,
            effective_on: None,
            standing: None,
            issued_at: sending.at,
            sha256: file.sha256,
            n_pages: file.pages.unwrap_or(1),
        }));
    }
    let mut effects = state.decided.serving.effects.values();
    let (took, last) = effects
        .find_map(|effects| Some((effects.iter().find(|effect| effect.entry == entry)?, effects.last()?)))?;
    let effect = &took.effect;
    let standing = if last.entry != entry {
        CertificateStanding::Replaced
    } else if !serving::stands(state, facts, effect.recipient, effect.paper) {
        CertificateStanding::Undone
    } else if effect.presumed {
        CertificateStanding::Presumed
    } else {
        CertificateStanding::Stands
    };
    Some(Ok(GenuineDocument {
        genuine: true,
        kind: GenuineKind::Certificate,
        court_name,
        case_number,
        title: effect.title.clone(),
        recipient_masked: masked(state, effect.recipient),
        rule: Some(effect.rule),
        effective_at: effect.at,
        effective_on: Some(effect.on),
        standing: Some(standing),
        issued_at: took.at,
        sha256: effect.certificate.sha256,
        n_pages: effect.certificate.pages.unwrap_or(1),
    }))
}

/// Surname and star; of an organisation its first two characters.
fn masked(state: &CaseState, party: PartyNumber) -> Option<String> {
    let (_, form) = state.party(party)?;
    Some(match form.kind {
        PartyKind::NaturalPerson => mask_name(&form.name),
        PartyKind::Organisation => form.name.chars().take(2).chain("***".chars()).collect(),
    })
}
