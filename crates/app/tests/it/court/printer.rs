//! A printer of court documents that says in its bytes what it printed.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use async_trait::async_trait;
use serde_json::Value;
use weicourt_app::ports::{
    CourtDocuments, DocumentBlocks, DocumentError, DocumentTemplate, FieldFault, FieldType, PortError,
    SealPlace, SetOrder, SetPaper, TemplateField,
};
use weicourt_domain::instant::Instant;

/// A few kinds of documents; a name with 〇 has no face until the operator installs one, and a blank field is
/// not in order.
pub(crate) struct Printer {
    templates: Vec<DocumentTemplate>,
    blocks: DocumentBlocks,
    pub(crate) has_seal: AtomicBool,
    pub(crate) has_every_face: AtomicBool,
    pub(crate) n_sealed: AtomicU32,
    /// What another version of the program would print differently.
    pub(crate) edition: AtomicU32,
}

fn field(name: &str, kind: FieldType, free: bool) -> TemplateField {
    TemplateField {
        name: name.to_owned(),
        label: name.to_owned(),
        kind,
        required: true,
        free,
        options: Vec::new(),
        columns: Vec::new(),
        default: None,
        help: None,
    }
}

fn template(id: &str, title: &str, issued_by: &str, fields: Vec<TemplateField>) -> DocumentTemplate {
    DocumentTemplate {
        id: id.to_owned(),
        title: title.to_owned(),
        version: 1,
        issued_by: issued_by.to_owned(),
        kind: "notice".to_owned(),
        signed_by: "judge".to_owned(),
        to: "party".to_owned(),
        sources: Vec::new(),
        fields,
    }
}

/// What every certificate says, and what one kind says besides.
fn certificate(besides: &str) -> Vec<TemplateField> {
    let names = ["certificate_number", "recipient", "documents", "event_index", "event_hash", besides];
    names.iter().map(|name| field(name, FieldType::Text, false)).collect()
}

impl Default for Printer {
    fn default() -> Self {
        let summons = vec![
            field("summoned", FieldType::Party, false),
            field("place", FieldType::Text, true),
            field("judge_name", FieldType::Text, false),
            field("issued_on", FieldType::Date, true),
        ];
        let fee_notice = vec![
            field("payer", FieldType::Party, false),
            field("full_amount", FieldType::Money, false),
            field("amount", FieldType::Money, false),
            field("halving", FieldType::Text, false),
            field("issued_on", FieldType::Date, true),
        ];
        let address_form = vec![
            field("party", FieldType::Party, false),
            field("receiver_name", FieldType::Text, true),
            field("address", FieldType::Text, false),
            field("signer", FieldType::Text, false),
            field("explained_by", FieldType::Text, false),
        ];
        Self {
            templates: vec![
                template(
                    "complaint_copy",
                    "起诉状副本",
                    "trial",
                    vec![field("claims", FieldType::Paragraphs, false)],
                ),
                template("e_service_certificate", "电子送达凭证", "clerk", certificate("effective_rule")),
                template("service_return", "送达回证", "clerk", certificate("method")),
                template("fee_notice", "交纳诉讼费用通知书", "filing", fee_notice),
                template("service_address_form", "送达地址确认书", "party", address_form),
                template("summons", "传票", "trial", summons),
            ],
            blocks: DocumentBlocks::default(),
            has_seal: AtomicBool::new(true),
            has_every_face: AtomicBool::new(false),
            n_sealed: AtomicU32::new(0),
            edition: AtomicU32::new(1),
        }
    }
}

#[async_trait]
impl CourtDocuments for Printer {
    fn templates(&self) -> &[DocumentTemplate] {
        &self.templates
    }

    fn blocks(&self) -> &DocumentBlocks {
        &self.blocks
    }

    fn has_seal(&self) -> bool {
        self.has_seal.load(Ordering::SeqCst)
    }

    fn check(&self, template: &str, data: &Value) -> Result<(), DocumentError> {
        let template = self.templates.iter().find(|known| known.id == template);
        let template = template.ok_or(DocumentError::NoSuchTemplate)?;
        let blank = |field: &&TemplateField| data[&field.name].is_null() || data[&field.name] == "";
        let fault = |field: &TemplateField| FieldFault {
            path: field.name.clone(),
            reason: "没有填写".to_owned(),
        };
        let mut faults: Vec<_> = template.fields.iter().filter(blank).map(fault).collect();
        let is_png = |text: &str| text.starts_with(&data_encoding::BASE64.encode(b"\x89PN"));
        if data["signature"].as_str().is_some_and(|signature| !is_png(signature)) {
            faults.push(FieldFault { path: "signature".to_owned(), reason: "不是图片".to_owned() });
        }
        if faults.is_empty() { Ok(()) } else { Err(DocumentError::NotInOrder(faults)) }
    }

    async fn set(&self, order: SetOrder) -> Result<SetPaper, DocumentError> {
        self.check(&order.template, &order.data)?;
        let data = order.data.to_string();
        if data.contains('〇') && !self.has_every_face.load(Ordering::SeqCst) {
            return Err(DocumentError::NoGlyph { character: '〇' });
        }
        let SetOrder { template, document_id, issued_on, verify_url, .. } = order;
        let (edition, url) = (self.edition.load(Ordering::SeqCst), verify_url.unwrap_or_default());
        let pdf = format!("%PDF-1.7 /Page {template} {edition}\n{document_id} {issued_on} {url}\n{data}");
        let seal = SealPlace { page: 0, x: 1.0, y: 1.0, width: 1.0, height: 1.0 };
        Ok(SetPaper { pdf: pdf.into_bytes(), n_pages: 1, seal: Some(seal) })
    }

    async fn seal(&self, paper: SetPaper, at: Instant, reason: &str) -> Result<Vec<u8>, PortError> {
        self.n_sealed.fetch_add(1, Ordering::SeqCst);
        Ok([paper.pdf, format!("\nsealed {at} {reason}").into_bytes()].concat())
    }
}
