//! The address form as a paper (送达地址确认书): what a party signed on the phone, with its signature.

use std::collections::BTreeSet;

use data_encoding::BASE64;
use serde_json::{Value, json};
use weicourt_domain::actor::{Actor, Assurance};
use weicourt_domain::case::CaseState;
use weicourt_domain::entry::PartyNumber;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::EntryRef;

use crate::court::Court;
use crate::documents::{fill, refused};
use crate::error::{AppError, Denied};
use crate::ports::{DocumentError, SetOrder};
use crate::view::Viewer;

/// The template of the form.
const TEMPLATE: &str = "service_address_form";
/// Largest picture of a signature that is put on paper, in bytes.
const LARGEST_SIGNATURE: u64 = 1 << 20;

/// A form in force, and everything its paper says but the signature.
struct InForce {
    entry: EntryRef,
    at: Instant,
    signature: BlobRef,
    data: Value,
}

impl Court {
    /// The address form of a party that counts now, the viewer's own where none is named, as a PDF file: the same
    /// form makes the same bytes. Forms that were signed on paper are in the file as they were scanned, and none
    /// is made of them.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for strangers, for other parties, and where the party signed none on a screen;
    /// [`Denied::NoGlyph`].
    ///
    /// # Source
    ///
    /// 民诉法解释 §136; 在线诉讼规则 §30.
    pub async fn address_paper(
        &self,
        actor: &Actor,
        case: CaseId,
        party: Option<PartyNumber>,
    ) -> Result<Vec<u8>, AppError> {
        let (loaded, now) = (self.case_for(actor, case).await?, self.now());
        let template = self.template(TEMPLATE)?;
        let found = loaded.read(|state, _| {
            let viewer = Viewer::of(state, actor, now)?;
            let own = viewer.membership.party;
            let party = party.or(own)?;
            if own != Some(party) && !viewer.membership.role.is_court() {
                return None;
            }
            let parties = BTreeSet::from([party]);
            let source =
                fill::Source { state, facts: &self.facts, now, profile: &self.profile, parties: &parties };
            in_force(state, party, fill::fill(&source, template))
        });
        let InForce { entry, at, signature, mut data } = found.ok_or(Denied::NotFound)?;
        let said = self.store.entry(case, entry).await?.ok_or(Denied::NotFound)?;
        let checked = match said.envelope.actor.assurance {
            Assurance::Phone => "手机号码验证",
            Assurance::RealName => "实名核验",
            Assurance::Face => "实名和人脸核验",
            Assurance::Staff | Assurance::System => return Err(Denied::NotFound.into()),
        };
        data["remark"] = json!(format!("签名人经{checked}，以本人设备签署，存证记录{entry}"));
        if signature.size_bytes <= LARGEST_SIGNATURE {
            let blob = self.store.open_blob(case, signature.sha256).await?.ok_or(Denied::NotFound)?;
            let bytes = blob.read_at(0, usize::try_from(LARGEST_SIGNATURE).unwrap_or(usize::MAX)).await?;
            data["signature"] = json!(BASE64.encode(&bytes));
        }
        let order = |data: Value| SetOrder {
            template: TEMPLATE.to_owned(),
            data,
            document_id: format!("送达地址确认书 {entry}"),
            issued_on: at.beijing_date(),
            verify_url: None,
        };
        let paper = match self.ports.documents.set(order(data.clone())).await {
            // What was handed in as a signature may be no picture: the paper names the entry that has it.
            Err(DocumentError::NotInOrder(faults))
                if faults.iter().all(|fault| fault.path == "signature") =>
            {
                data["signature"] = Value::Null;
                self.ports.documents.set(order(data)).await
            }
            set => set,
        };
        Ok(paper.map_err(refused)?.pdf)
    }
}

/// The form of a party that counts, on the paper that the case fills; none when it was signed on paper.
fn in_force(state: &CaseState, party: PartyNumber, mut data: Value) -> Option<InForce> {
    let address = state.service_address(party).filter(|address| !address.on_paper)?;
    data["signer"] = json!(state.member_name(address.by)?);
    data["explained_by"] = json!("人民法院诉讼服务平台（签名前在页面上逐项告知）");
    data["issued_on"] = json!(address.at.beijing_date().to_string());
    Some(InForce { entry: address.entry, at: address.at, signature: address.signature.clone(), data })
}
