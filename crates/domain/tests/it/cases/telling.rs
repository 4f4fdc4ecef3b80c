//! New entries in one line each.

use weicourt_domain::audience::Audience;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::log::{Draft, DraftBody};

pub(crate) fn draft(draft: Draft) -> String {
    let body = match draft.body {
        DraftBody::Ready(body) => body,
        DraftBody::AwaitsNumber(registration) => registration.numbered(7),
    };
    let to = match &draft.audience {
        Audience::Everyone => "everyone".to_owned(),
        Audience::Court => "the court".to_owned(),
        Audience::Side { side } => format!("{side:?} and the court"),
        Audience::Persons { persons } => format!("{persons:?}"),
        Audience::Room { room } => format!("{room:?}"),
    };
    let (origin, class, role) = (draft.origin, draft.class, draft.actor.role);
    format!("{origin:?}, {role:?} to {to}, {class:?}: {}", words(&body))
}

/// The body as it is stored; a whole form would drown the rest.
fn words(body: &EntryBody) -> String {
    let mut value = serde_json::to_value(body).expect("JSON");
    if let Some(form) = value.get_mut("form") {
        *form = "…".into();
    }
    let kind = value.as_object_mut().and_then(|fields| fields.remove("type")).expect("a type");
    format!("{} {value}", kind.as_str().expect("a name"))
}
