//! Court documents: every template and its sample, and what a template promises.

use serde_json::{Value, json};
use weicourt_documents::Fonts;
use weicourt_documents::typeset::words::{arabic_day, capital_yuan, chinese_day, time_of_day, yuan};
use weicourt_documents::typeset::{
    Blocks, FaultReason, Field, FieldFault, FieldType, Kind, Marks, Template, Typeset, TypesetError,
    Typesetter,
};

use crate::poppler;

fn marks() -> Marks {
    Marks {
        document_id: "样本-文-20261123-0001".into(),
        issued_on: "2026-11-23".into(),
        verify_url: Some("https://court.invalid/verify/YB-20261123-0001?k=4f2a".into()),
    }
}

fn set(template: &Template, data: &Value) -> Typeset {
    let set = Typesetter::new(&Fonts::default()).set(template, data, &marks());
    set.unwrap_or_else(|error| panic!("{}: {error}", template.id))
}

fn template(id: &str) -> &'static Template {
    Template::find(id).expect("a template")
}

fn tight(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The words of a document without what stands in the foot of each page.
fn words(pdf: &[u8]) -> String {
    let text = poppler::written(pdf);
    let in_foot = |line: &&str| {
        let line = tight(line);
        line.starts_with("文书编号样本-文-") || line.starts_with('第') && line.contains("页共")
    };
    tight(&text.lines().filter(|line| !in_foot(line)).collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_sample_becomes_a_file_that_says_what_it_is() {
    for template in Template::all() {
        let id = &template.id;
        let document = set(template, &template.sample());
        assert_eq!(document.warnings, [""; 0], "{id}");
        assert_eq!(document.pdf, set(template, &template.sample()).pdf, "{id}: other bytes the second time");
        let head = String::from_utf8_lossy(&document.pdf);
        assert!(head.contains("<pdfaid:part>2</pdfaid:part>"), "{id} is no PDF/A-2");
        assert!(head.contains("<pdfaid:conformance>B</pdfaid:conformance>"), "{id} is no PDF/A-2b");
        assert!(head.contains("/Lang(zh-CN)") || head.contains("/Lang (zh-CN)"), "{id} has no language");
        let info = poppler::info(&document.pdf);
        assert!(info.contains(&template.title) && info.contains("A4"), "{id}: {info}");
        assert!(info.contains(&format!("Pages:           {}\n", document.n_pages)), "{id}: {info}");
        let text = tight(&poppler::written(&document.pdf));
        assert!(text.contains(&format!("第{0}页共{0}页", document.n_pages)), "{id} has no page numbers");
        assert!(text.contains(&tight(&template.title)), "{id} has no title");
        assert!(text.contains("样本"), "the sample of {id} is not marked");
    }
}

#[test]
fn every_document_has_bookmarks_for_its_title_and_its_sections() {
    for template in Template::all() {
        let outline = poppler::marks(&set(template, &template.sample()).pdf);
        let (_, outline) = outline.split_once("<outline>").unwrap_or_else(|| panic!("{}", template.id));
        assert!(
            tight(outline).contains(&format!(">{}</item>", template.title)),
            "{}: {outline}",
            template.id
        );
        assert!(outline.matches("<item").count() >= 2, "{}: {outline}", template.id);
    }
}

#[test]
fn every_field_of_a_sample_stands_on_paper() {
    let mut not_printed = Vec::new();
    for template in Template::all() {
        let sample = template.sample();
        let text = words(&set(template, &sample).pdf);
        let mut expect = |path: &str, ways: &[String]| {
            if !ways.iter().any(|way| text.contains(&tight(way))) {
                not_printed.push(format!("{}: {path} = {ways:?}", template.id));
            }
        };
        expect("case.court_name", &[sample["case"]["court_name"].as_str().expect("a name").into()]);
        if let Some(number) = sample["case"]["number"].as_str() {
            expect("case.number", &[number.into()]);
        }
        for field in template.fields() {
            assert!(sample.get(&field.name).is_some(), "the sample of {} has no {}", template.id, field.name);
        }
        for field in template.fields().iter().chain(&Blocks::get().common) {
            look_for(&field.name, field, &sample[&field.name], &mut expect);
        }
    }
    assert!(not_printed.is_empty(), "not on paper:\n{}", not_printed.join("\n"));
}

fn look_for(path: &str, field: &Field, value: &Value, expect: &mut dyn FnMut(&str, &[String])) {
    let text = || value.as_str().unwrap_or_default().to_owned();
    let lines = || value.as_array().into_iter().flatten();
    match field.takes {
        _ if value.is_null() => {}
        FieldType::Text => expect(path, &[text()]),
        FieldType::LongText => text().lines().for_each(|line| expect(path, &[line.into()])),
        FieldType::Paragraphs => {
            lines().filter_map(Value::as_str).for_each(|line| expect(path, &[line.into()]))
        }
        FieldType::Date => {
            let day = text().parse().expect("a day");
            expect(path, &[arabic_day(day), chinese_day(day)]);
        }
        FieldType::Datetime => {
            let at: jiff::civil::DateTime = text().parse().expect("a moment");
            expect(path, &[arabic_day(at.date()), chinese_day(at.date())]);
            expect(path, &[time_of_day(at)]);
        }
        FieldType::Money => {
            let fen = value.as_i64().expect("fen");
            expect(path, &[yuan(fen), capital_yuan(fen)]);
        }
        FieldType::Number => expect(path, &[value.to_string()]),
        FieldType::Bool | FieldType::Enum | FieldType::Picture => {}
        FieldType::Party => expect(path, &[value["name"].as_str().expect("a name").into()]),
        FieldType::Parties | FieldType::Judges => {
            lines().for_each(|one| expect(path, &[one["name"].as_str().expect("a name").into()]));
        }
        FieldType::Rows => lines().for_each(|one| {
            expect(path, &[one["label"].as_str().expect("a label").into()]);
            expect(path, &[one["value"].as_str().expect("a value").into()]);
        }),
        FieldType::Table => {
            for (place, line) in lines().enumerate() {
                for column in &field.columns {
                    let path = format!("{path}[{place}].{}", column.name);
                    look_for(&path, column, &line[&column.name], expect);
                }
            }
        }
    }
}

#[test]
fn the_seal_goes_over_the_date() {
    for template in Template::all() {
        let document = set(template, &template.sample());
        let needs_seal = matches!(template.kind, Kind::Notice | Kind::Ruling);
        let Some(seal) = document.seal else {
            assert!(!needs_seal, "{} has no place for the seal", template.id);
            continue;
        };
        assert!((seal.width - 119.06).abs() < 0.01 && seal.width == seal.height, "42 mm");
        assert!(seal.x > 0.0 && seal.x + seal.width < 595.0, "{}: {seal:?}", template.id);
        assert!(seal.y > 0.0 && seal.y + seal.height < 842.0, "{}: {seal:?}", template.id);
        let day = template.sample()["issued_on"].as_str().unwrap_or("2026-11-23").parse().expect("a day");
        let date = if template.kind == Kind::Ruling { chinese_day(day) } else { arabic_day(day) };
        // The date may be wider than the seal.
        let square = [seal.x - 60.0, 841.89 - seal.y - seal.height, seal.width + 120.0, seal.height];
        let under = poppler::inside(&document.pdf, seal.page as u32 + 1, square.map(|points| points as u32));
        assert!(tight(&under).contains(&date), "{}: under the seal stands {under}", template.id);
    }
}

#[test]
fn every_template_rests_on_articles_that_the_repository_knows() {
    let articles: toml::Table =
        toml::from_str(include_str!("../../../../docs/law/articles.toml")).expect("the articles");
    let instruments = articles["instrument"].as_array().expect("a list");
    for template in Template::all() {
        for source in &template.sources {
            let (name, article) = source.split_once(" §").expect("NAME §ARTICLE");
            let article: i64 = article.parse().expect("a number");
            let instrument = instruments.iter().find(|one| one["id"].as_str() == Some(name));
            let knows = |list: &str| {
                let list = instrument?.get(list)?.as_array()?;
                Some(list.iter().any(|one| one.as_integer() == Some(article)))
            };
            let known = knows("verified") == Some(true) || knows("from_memory") == Some(true);
            assert!(known, "{} rests on {source}", template.id);
        }
    }
}

#[test]
fn fields_have_names_that_differ_and_what_their_type_needs() {
    fn look(path: &str, fields: &[Field]) {
        for (place, field) in fields.iter().enumerate() {
            let path = format!("{path}.{}", field.name);
            assert!(!fields[..place].iter().any(|other| other.name == field.name), "{path} twice");
            assert_eq!(field.takes == FieldType::Enum, !field.options.is_empty(), "{path}");
            assert_eq!(field.takes == FieldType::Table, !field.columns.is_empty(), "{path}");
            assert!(!field.label.is_empty(), "{path}");
            look(&path, &field.columns);
        }
    }
    for template in Template::all() {
        let all: Vec<_> = template.fields().iter().chain(&Blocks::get().common).cloned().collect();
        look(&template.id, &all);
        assert!(!all.iter().any(|field| field.name == "case"), "{}", template.id);
        // Defaults are data as well.
        let mut defaults = template.sample();
        for field in template.fields() {
            if let Some(default) = &field.default {
                defaults[&field.name] = default.clone();
            }
        }
        assert_eq!(template.check(&defaults), Ok(()), "{}", template.id);
        set(template, &defaults);
    }
}

#[test]
fn a_document_is_set_with_its_required_fields_alone() {
    for template in Template::all() {
        let mut data = template.sample();
        for field in template.fields().iter().chain(&Blocks::get().common) {
            if !field.required || field.default.is_some() {
                data.as_object_mut().expect("an object").remove(&field.name);
            }
            for column in field.columns.iter().filter(|column| !column.required) {
                for line in data.get_mut(&field.name).and_then(Value::as_array_mut).into_iter().flatten() {
                    line.as_object_mut().expect("an object").remove(&column.name);
                }
            }
        }
        let case = data["case"].as_object_mut().expect("a case");
        case.remove("cause");
        case.remove("procedure");
        assert_eq!(template.check(&data), Ok(()), "{}", template.id);
        let document = set(template, &data);
        assert_eq!(document.warnings, [""; 0], "{}", template.id);
        assert!(!poppler::written(&document.pdf).contains("none"), "{}", template.id);
    }
}

#[test]
fn all_faults_are_found_at_once_and_each_with_its_place() {
    let fault = |path: &str, reason| FieldFault { path: path.into(), reason };
    let notice = template("fee_notice");
    let mut data = notice.sample();
    data["case"]["number"] = json!("  ");
    data["calculation"][2]["amount"] = json!(43.5);
    data["calculation"][1]["note"] = json!("not in the schema");
    data["due_on"] = json!("2026-02-30");
    data["fee_kind"] = json!("tip");
    data["payer"] = json!("somebody");
    data["colour"] = json!("red");
    let found = notice.check(&data).expect_err("faults");
    for expected in [
        fault("case.number", FaultReason::Missing),
        fault("payer", FaultReason::NotAnObject),
        fault("fee_kind", FaultReason::NoOption),
        fault("calculation[1].note", FaultReason::Unknown),
        fault("calculation[2].amount", FaultReason::NotA(FieldType::Money)),
        fault("due_on", FaultReason::NotA(FieldType::Date)),
        fault("colour", FaultReason::Unknown),
    ] {
        assert!(found.contains(&expected), "{expected} is not among {found:?}");
    }
    assert_eq!(found.len(), 7, "{found:?}");
    let refused = Typesetter::new(&Fonts::default()).set(notice, &data, &marks());
    assert_eq!(refused, Err(TypesetError::Faults(found)));
    assert_eq!(notice.check(&json!([])), Err(vec![fault("", FaultReason::NotAnObject)]));
}

#[test]
fn a_signature_stands_on_the_paper_and_what_is_no_picture_is_refused() {
    let form = template("service_address_form");
    let signed = form.sample();
    let mut unsigned = form.sample();
    unsigned.as_object_mut().expect("fields").remove("signature");
    let (signed, unsigned) = (set(form, &signed).pdf, set(form, &unsigned).pdf);
    assert_ne!(poppler::picture(&signed, 1), poppler::picture(&unsigned, 1), "the ink is to be seen");
    let png = |width: u32| {
        let mut bytes = Vec::new();
        let picture = image::GrayImage::new(width, 3_000);
        picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a picture");
        data_encoding::BASE64.encode(&bytes)
    };
    let broken = data_encoding::BASE64.encode(b"\x89PNG and no picture");
    for wrong in ["signature.png", broken.as_str(), png(2_000).as_str()] {
        let mut data = form.sample();
        data["signature"] = json!(wrong);
        let fault = FieldFault { path: "signature".into(), reason: FaultReason::NotA(FieldType::Picture) };
        assert_eq!(form.check(&data), Err(vec![fault]), "{} characters", wrong.len());
    }
    let mut data = form.sample();
    data["signature"] = json!(png(100));
    assert_eq!(form.check(&data), Ok(()));
}

#[test]
fn a_name_that_no_face_has_is_refused_and_its_field_is_named() {
    let judgment = template("judgment");
    let mut data = judgment.sample();
    data["parties"][1]["agents"][0]["name"] = json!("样本龑");
    let refused = Typesetter::new(&Fonts::default()).set(judgment, &data, &marks());
    let field = Some("parties[1].agents[0].name".into());
    assert_eq!(refused, Err(TypesetError::NoGlyph { character: '龑', field }));
}

#[test]
fn every_character_of_the_face_inside_can_be_set() {
    let fonts = Fonts::default();
    let has = |character: &char| !character.is_control() && fonts.missing(&character.to_string()).is_empty();
    let characters: Vec<char> = ('!'..='\u{ffef}').filter(has).collect();
    let judgment = template("judgment");
    let mut data = judgment.sample();
    let lines: Vec<String> = characters.chunks(100).map(|some| some.iter().collect()).collect();
    data["facts"] = json!(lines);
    let text = words(&set(judgment, &data).pdf);
    let hanzi: Vec<_> = characters.into_iter().filter(|one| ('一'..='龥').contains(one)).collect();
    assert_eq!(hanzi.len(), 6763);
    let lost: String = hanzi.into_iter().filter(|one| !text.contains(*one)).collect();
    assert_eq!(lost, "");
}

#[test]
fn what_a_party_wrote_is_text_and_never_a_program() {
    let summons = template("summons");
    let mut data = summons.sample();
    let hostile = "#panic(\"x\") $x$ *b* _i_ `c` <seal> @ref \\u{41} // [c] ] } \" #sys.inputs = ~ -- ...";
    data["address"] = json!(hostile);
    let document = set(summons, &data);
    assert!(words(&document.pdf).contains(&tight(hostile)), "{}", words(&document.pdf));
    assert!(document.seal.is_some());
}

#[test]
fn long_reasons_run_over_many_pages() {
    let judgment = template("judgment");
    let mut data = judgment.sample();
    let paragraph = "本院认为，借款人应当按照约定的期限返还借款，并支付利息。".repeat(20);
    data["reasons"] = json!(vec![paragraph.clone(); 30]);
    let document = set(judgment, &data);
    assert!(document.n_pages > 25 && document.warnings.is_empty(), "{document:?}");
    assert_eq!(document.seal.map(|seal| (seal.page as u32) < document.n_pages), Some(true));
    let text = words(&document.pdf);
    assert_eq!(text.matches(&paragraph).count(), 30);
}

#[test]
fn the_code_and_the_number_are_on_the_paper_when_the_court_has_an_address_for_them() {
    let summons = template("summons");
    let with = set(summons, &summons.sample());
    assert!(poppler::written(&with.pdf).contains("扫码核验"));
    let typesetter = Typesetter::new(&Fonts::default());
    let without = typesetter
        .set(summons, &summons.sample(), &Marks { verify_url: None, ..marks() })
        .expect("a document");
    let text = poppler::written(&without.pdf);
    assert!(!text.contains("扫码核验") && text.contains("样本-文-20261123-0001"));
    let no_day = typesetter.set(summons, &summons.sample(), &Marks { issued_on: "soon".into(), ..marks() });
    assert_eq!(no_day, Err(TypesetError::Mark("issued_on")));
}

#[test]
fn a_certificate_of_a_service_without_consent_says_that_no_address_was_confirmed() {
    let certificate = template("e_service_certificate");
    let mut data = certificate.sample();
    assert!(!words(&set(certificate, &data).pdf).contains("未确认送达地址"));
    for field in ["consent_scope", "consent_on", "consent_event"] {
        data.as_object_mut().expect("an object").remove(field);
    }
    assert!(words(&set(certificate, &data).pdf).contains("未确认送达地址"));
}

#[test]
fn sample_numbers_of_persons_have_wrong_check_digits() {
    fn numbers(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    if name == "id_number" {
                        found.extend(value.as_str().map(str::to_owned));
                    }
                    numbers(value, found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
            _ => {}
        }
    }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    for template in Template::all() {
        let mut found = Vec::new();
        numbers(&template.sample(), &mut found);
        for number in found.iter().filter(|number| number.chars().take(17).all(|c| c.is_ascii_digit())) {
            let sum: u32 =
                number.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
            let right = "10X98765432".as_bytes()[(sum % 11) as usize];
            assert_ne!(number.as_bytes()[17], right, "{}: {number}", template.id);
        }
    }
}
