//! Every operation that the node itself describes, with a rightly formed request for each.

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::court::client::{Ask, Client};

/// One operation of the OpenAPI document.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) queries: Vec<String>,
    pub(super) schema: Option<Value>,
    document: Value,
}

/// What the places of a path are filled with.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) case: &'a str,
    pub(super) draft: &'a str,
    pub(super) sha256: &'a str,
    pub(super) command: &'a str,
    pub(super) upload: &'a str,
    pub(super) token: &'a str,
    pub(super) device: &'a str,
}

impl Places<'_> {
    /// The same thing in every place.
    pub(super) fn all(thing: &str) -> Places<'_> {
        Places {
            case: thing,
            draft: thing,
            sha256: thing,
            command: thing,
            upload: thing,
            token: thing,
            device: thing,
        }
    }

    fn fill(&self, path: &str) -> String {
        let places = [
            ("{case}", self.case),
            ("{id}", self.draft),
            ("{sha256}", self.sha256),
            ("{command}", self.command),
            ("{upload}", self.upload),
            ("{token}", self.token),
            ("{key}", self.device),
            ("{credential}", self.device),
            // A page of the file is named by numbers within its case.
            ("{volume}", "1"),
            ("{page}", "1"),
            // A document of a case is named by the number of its first draft.
            ("{seq}", "1"),
            ("{code}", self.token),
        ];
        let filled =
            places.into_iter().fold(path.to_owned(), |path, (place, with)| path.replace(place, with));
        assert!(!filled.contains('{'), "a place nobody knows: {filled}");
        filled
    }
}

/// All operations, from the document that the node serves.
pub(super) async fn operations(client: &Client) -> Vec<Operation> {
    let document = client.read("/api/openapi.json").await;
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        // Those are for another program, which shows a token: `register.rs` asks them.
        if path.starts_with("/api/register/") {
            continue;
        }
        for (method, described) in methods.as_object().expect("methods") {
            let Some(id) = described["operationId"].as_str() else { continue };
            let parameters = described["parameters"].as_array().cloned().unwrap_or_default();
            let named = |place: &str| {
                let here = parameters.iter().filter(|parameter| parameter["in"] == place);
                here.map(|parameter| parameter["name"].as_str().expect("a name").to_owned()).collect()
            };
            operations.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                queries: named("query"),
                schema: described.pointer("/requestBody/content/application~1json/schema").cloned(),
                document: document.clone(),
            });
        }
    }
    assert!(operations.len() > 40, "the document describes the node: {}", operations.len());
    operations
}

impl Operation {
    /// Whether the path names something that belongs to somebody.
    pub(super) fn has_places(&self) -> bool {
        self.path.contains('{')
    }

    /// Whether a field of the body is an object of whatever shape, such as the fields of a document.
    pub(super) fn takes_any_object(&self, name: &str) -> bool {
        let Some(schema) = &self.schema else { return false };
        let place = schema["$ref"].as_str().map(|place| place.trim_start_matches('#'));
        let schema = place.and_then(|place| self.document.pointer(place)).unwrap_or(schema);
        let field = &schema["properties"][name];
        field["type"] == "object" && field.get("properties").is_none()
    }

    /// A rightly formed body, where there is one.
    pub(super) fn body(&self, places: Places<'_>) -> Option<Value> {
        let body = sample(&self.document, self.schema.as_ref()?);
        // An identity in the body means the same case as one in the path.
        let text = body.to_string().replace("0F4Z8V2J0001G", places.case);
        Some(serde_json::from_str(&text).expect("still JSON"))
    }

    /// A rightly formed request about `places`.
    pub(super) fn ask(&self, places: Places<'_>) -> Ask {
        let mut path = places.fill(&self.path);
        if self.queries.iter().any(|query| query == "offset") {
            path.push_str("?offset=0");
        }
        let ask = Ask::new(self.method.clone(), &path, self.body(places).as_ref());
        if self.id == "write_chunk" { ask.bytes("application/octet-stream", "bytes") } else { ask }
    }

    /// Names and sample values of the body's fields.
    pub(super) fn fields(&self, places: Places<'_>) -> Map<String, Value> {
        self.body(places).and_then(|body| body.as_object().cloned()).unwrap_or_default()
    }
}

/// A value that fits the schema: required fields only, the first of several choices.
fn sample(document: &Value, schema: &Value) -> Value {
    if let Some(example) = schema["examples"].get(0) {
        return example.clone();
    }
    if let Some(place) = schema["$ref"].as_str() {
        return sample(
            document,
            document.pointer(place.trim_start_matches('#')).expect("it leads somewhere"),
        );
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let choice = choices.iter().find(|choice| choice["type"] != "null").expect("a choice");
        return sample(document, choice);
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("object");
    match kind {
        "string" => json!("样例"),
        "integer" => json!(1),
        "boolean" => json!(true),
        "array" => json!([]),
        "object" => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let fields = required.iter().map(|name| {
                let name = name.as_str().expect("a name");
                (name.to_owned(), sample(document, &schema["properties"][name]))
            });
            Value::Object(fields.collect())
        }
        other => panic!("a kind nobody knows: {other}"),
    }
}
