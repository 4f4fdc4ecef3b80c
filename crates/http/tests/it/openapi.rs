//! The OpenAPI document is checked in, so that a change of the API is seen in review.

use std::path::Path;

#[test]
fn the_openapi_document_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated/openapi.json");
    let mut document = weicourt_http::openapi().to_pretty_json().expect("the document is JSON");
    document.push('\n');
    if std::env::var_os("WEICOURT_GENERATE").is_some() {
        std::fs::write(&path, &document).expect("write the document");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(checked_in == document, "docs/generated/openapi.json is stale: run `make generated`");
}

#[test]
fn every_operation_that_changes_something_can_fail_with_a_problem() {
    let document = serde_json::to_value(weicourt_http::openapi()).expect("the document is JSON");
    let paths = document["paths"].as_object().expect("there are paths");
    assert!(paths.len() > 30);
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("a path item") {
            if method == "get" {
                continue;
            }
            let problem = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert!(problem.is_object(), "{method} {path} has no problem");
        }
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    fn references(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(|name| name.as_str()).map(str::to_owned));
                fields.values().for_each(|inner| references(inner, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }
    let document = serde_json::to_value(weicourt_http::openapi()).expect("the document is JSON");
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for name in found {
        let pointer = name.strip_prefix('#').expect("a reference inside the document");
        assert!(document.pointer(pointer).is_some(), "{name} leads nowhere");
    }
}
