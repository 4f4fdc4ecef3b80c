//! The program's templates as the use cases see them, and what is wrong with a field in Chinese.

use weicourt_app::ports::{
    BlockField, DocumentBlocks, DocumentTemplate, FieldColumn, FieldOption, FieldType, TemplateField,
};
use weicourt_documents::typeset::{
    Blocks, FaultReason, Field, FieldFault, FieldType as Takes, Issuer, Kind, Signer, Template,
};

/// Every template, in the order of the court's list.
pub(super) fn all() -> Vec<DocumentTemplate> {
    let mut templates: Vec<&Template> = Template::all().iter().collect();
    templates.sort_by_key(|template| template.number);
    templates.into_iter().map(of).collect()
}

fn of(template: &Template) -> DocumentTemplate {
    // The clerk writes what all documents have as well: who signs, and the date.
    let common = Blocks::get().common.iter().filter_map(field_of);
    let common = common.map(|field| TemplateField { free: true, ..field });
    let own = template.fields().iter().filter_map(field_of);
    DocumentTemplate {
        id: template.id.clone(),
        title: template.name.clone().unwrap_or_else(|| template.title.clone()),
        version: u16::try_from(template.version).unwrap_or(u16::MAX),
        issued_by: match template.issued_by {
            Issuer::Filing => "filing",
            Issuer::Trial => "trial",
            Issuer::Enforcement => "enforcement",
            Issuer::Clerk => "clerk",
            Issuer::Mediator => "mediator",
            Issuer::Party => "party",
            Issuer::Court => "court",
        }
        .to_owned(),
        kind: match template.kind {
            Kind::Notice => "notice",
            Kind::Ruling => "ruling",
            Kind::Record => "record",
            Kind::Form => "form",
        }
        .to_owned(),
        signed_by: match template.signed_by {
            Signer::Judge => "judge",
            Signer::Clerk => "clerk",
            Signer::President => "president",
            Signer::Party => "party",
            Signer::None => "none",
        }
        .to_owned(),
        to: template.to.clone(),
        sources: template.sources.clone(),
        fields: own.chain(common).collect(),
    }
}

fn field_of(field: &Field) -> Option<TemplateField> {
    Some(TemplateField {
        name: field.name.clone(),
        label: field.label.clone(),
        kind: kind_of(field.takes)?,
        required: field.required,
        free: field.free,
        options: options_of(field),
        columns: field.columns.iter().filter_map(column_of).collect(),
        default: field.default.clone(),
        help: field.help.clone(),
    })
}

fn column_of(field: &Field) -> Option<FieldColumn> {
    Some(FieldColumn {
        name: field.name.clone(),
        label: field.label.clone(),
        kind: kind_of(field.takes)?,
        required: field.required,
        options: options_of(field),
    })
}

fn options_of(field: &Field) -> Vec<FieldOption> {
    let options = field.options.iter();
    options.map(|option| FieldOption { value: option.value.clone(), label: option.label.clone() }).collect()
}

/// What a form asks for; nothing for pictures, which the program puts in.
fn kind_of(takes: Takes) -> Option<FieldType> {
    Some(match takes {
        Takes::Text => FieldType::Text,
        Takes::LongText => FieldType::LongText,
        Takes::Paragraphs => FieldType::Paragraphs,
        Takes::Date => FieldType::Date,
        Takes::Datetime => FieldType::Datetime,
        Takes::Money => FieldType::Money,
        Takes::Number => FieldType::Number,
        Takes::Bool => FieldType::Bool,
        Takes::Enum => FieldType::Enum,
        Takes::Party => FieldType::Party,
        Takes::Parties => FieldType::Parties,
        Takes::Judges => FieldType::Judges,
        Takes::Table => FieldType::Table,
        Takes::Rows => FieldType::Rows,
        Takes::Picture => return None,
    })
}

/// What stands inside parties, judges, rows and the case.
pub(super) fn blocks() -> DocumentBlocks {
    let fields = |fields: &[Field]| fields.iter().filter_map(block_field).collect();
    let blocks = Blocks::get();
    DocumentBlocks {
        case: fields(&blocks.case),
        party: fields(&blocks.party),
        judge: fields(&blocks.judge),
        row: fields(&blocks.row),
    }
}

fn block_field(field: &Field) -> Option<BlockField> {
    Some(BlockField {
        name: field.name.clone(),
        label: field.label.clone(),
        kind: kind_of(field.takes)?,
        required: field.required,
        options: options_of(field),
        columns: field.columns.iter().filter_map(column_of).collect(),
    })
}

/// What is wrong with a field, for whoever writes it.
#[must_use]
pub fn fault_in_words(template: &Template, fault: &FieldFault) -> String {
    let label = label_of(template, &fault.path).map(|label| format!("“{label}”")).unwrap_or_default();
    match fault.reason {
        FaultReason::Missing => format!("{label}没有填写"),
        FaultReason::Unknown => format!("模板中没有“{}”这一项", fault.path),
        FaultReason::NotAnObject => format!("{label}的内容不完整"),
        FaultReason::NoOption => format!("{label}不是可选的内容"),
        FaultReason::NotA(takes) => format!("{label}应当填写{}", shape_of(takes)),
    }
}

fn shape_of(takes: Takes) -> &'static str {
    match takes {
        Takes::Text => "一行文字",
        Takes::LongText => "文字",
        Takes::Paragraphs => "分段的文字",
        Takes::Date => "日期，例如2026-11-29",
        Takes::Datetime => "日期和时间，例如2026-11-29 09:30",
        Takes::Money => "金额",
        Takes::Number => "整数",
        Takes::Bool => "是或者否",
        Takes::Enum => "可选的内容之一",
        Takes::Party | Takes::Parties => "当事人",
        Takes::Judges => "审判人员",
        Takes::Table | Takes::Rows => "表格",
        Takes::Picture => "PNG图片",
    }
}

/// The label of the innermost field of a path such as `claims[2].amount`.
fn label_of(template: &Template, path: &str) -> Option<String> {
    let blocks = Blocks::get();
    let mut names = path.split('.').map(|name| name.split('[').next().unwrap_or(name));
    let first = names.next()?;
    let (mut label, mut within): (Option<&str>, &[Field]) = match first {
        "case" => (Some("案件信息"), &blocks.case),
        name => {
            let mut known = template.fields().iter().chain(&blocks.common);
            let field = known.find(|field| field.name == name)?;
            (Some(field.label.as_str()), inside(field, blocks))
        }
    };
    for name in names {
        let Some(field) = within.iter().find(|field| field.name == name) else { break };
        (label, within) = (Some(field.label.as_str()), inside(field, blocks));
    }
    label.map(str::to_owned)
}

fn inside<'a>(field: &'a Field, blocks: &'a Blocks) -> &'a [Field] {
    match field.takes {
        Takes::Party | Takes::Parties => &blocks.party,
        Takes::Judges => &blocks.judge,
        Takes::Rows => &blocks.row,
        _ => &field.columns,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use weicourt_documents::typeset::Template;

    use super::{all, fault_in_words};

    #[test]
    fn what_is_wrong_with_a_field_names_it_as_the_form_does() {
        let summons = Template::find("summons").expect("a template");
        let mut data = summons.sample();
        data["summoned"]["name"] = json!("");
        data["at"] = json!("明天");
        data["surprise"] = json!(1);
        let faults = summons.check(&data).expect_err("faults");
        let words: Vec<_> = faults.iter().map(|fault| fault_in_words(summons, fault)).collect();
        assert!(words.contains(&"“姓名或者名称”没有填写".to_owned()), "{words:?}");
        assert!(words.iter().any(|words| words.starts_with("“应到时间”应当填写日期和时间")), "{words:?}");
        assert!(words.contains(&"模板中没有“surprise”这一项".to_owned()), "{words:?}");
    }

    #[test]
    fn templates_stand_in_the_order_of_the_courts_list_with_the_fields_that_all_have() {
        let templates = all();
        assert!(!templates.is_empty());
        for template in &templates {
            assert!(template.fields.iter().any(|field| field.name == "issued_on" && field.free));
        }
    }
}
