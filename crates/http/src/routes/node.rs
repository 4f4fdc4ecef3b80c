//! The node itself, and facts anyone may ask for: courts, causes, fees.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weicourt_domain::command::Zone;
use weicourt_domain::court::{Court as CourtFact, CourtCode};
use weicourt_domain::entry::Defect;
use weicourt_domain::fee::{Fee, FeeKind, FeeQuestion, Modifier, court_fee};
use weicourt_domain::money::Fen;

use crate::extract::Query;
use crate::problem::Problem;
use crate::state::Web;

/// What kind of node this is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NodeRole {
    /// Both origins on one node.
    All,
    /// The court's private network: acts of the court are done here.
    Court,
    /// The internet: acts of the court are asked for here, with a passkey.
    Front,
}

/// The node.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NodeView {
    /// Name people see.
    name: String,
    /// Which origins it writes.
    role: NodeRole,
    /// Version of the program.
    version: String,
    /// The public key that receipts are checked with (Ed25519), base64.
    verifying_key: String,
    /// Whether it runs with sample data.
    demo: bool,
    /// The courts' hotline.
    court_hotline: String,
    /// `{lat}` and `{lon}` are replaced; absent hides map links.
    #[serde(skip_serializing_if = "Option::is_none")]
    map_url_template: Option<String>,
    /// The domain passkeys of this court belong to.
    passkey_rp_id: String,
    /// On a node outside the court's network: seconds since the court's node was last heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    court_unheard_for_s: Option<u64>,
    /// There, too: from how many seconds on the court's node counts as out of reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    court_silent_after_s: Option<u64>,
    /// Largest photo or file, in bytes.
    file_bytes: u64,
    /// Largest voice note, in bytes.
    voice_bytes: u64,
    /// Largest chunk of an upload, in bytes.
    chunk_bytes: u64,
}

/// What this node is and how its receipts are checked.
#[utoipa::path(get, path = "/api/node", tag = "node", responses((status = 200, body = NodeView)))]
pub(crate) async fn get_node(State(web): State<Web>) -> Json<NodeView> {
    let (profile, limits) = (web.court.profile(), web.court.limits());
    Json(NodeView {
        name: profile.name.clone(),
        role: match profile.zone {
            Zone::All => NodeRole::All,
            Zone::Court => NodeRole::Court,
            Zone::Front => NodeRole::Front,
        },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        verifying_key: data_encoding::BASE64.encode(web.court.store().keys().verifying_key().as_bytes()),
        demo: profile.demo,
        passkey_rp_id: profile.passkey.rp_id.clone(),
        court_hotline: profile.hotline.clone(),
        map_url_template: profile.map_url_template.clone(),
        court_unheard_for_s: web.court.court_unheard_for_s(),
        court_silent_after_s: web.court.court_silent_after_s(),
        file_bytes: limits.file_bytes,
        voice_bytes: limits.voice_bytes,
        chunk_bytes: limits.chunk_bytes,
    })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CourtsQuery {
    /// City, or words of the name.
    #[serde(default)]
    q: String,
}

/// Courts at a place; all of them without words.
#[utoipa::path(get, path = "/api/courts", tag = "facts", params(CourtsQuery), responses((status = 200, body = [CourtFact])))]
pub(crate) async fn list_courts(
    State(web): State<Web>,
    Query(query): Query<CourtsQuery>,
) -> Json<Vec<CourtFact>> {
    let courts = &web.court.facts().courts;
    Json(match query.q.trim() {
        "" => courts.iter().cloned().collect(),
        place => courts.at_place(place).into_iter().cloned().collect(),
    })
}

/// A cause of action and what it stands under.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CauseView {
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Names from the part of the list down to the cause.
    path: Vec<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CausesQuery {
    /// Words, or a code.
    #[serde(default)]
    q: String,
    /// Most rows.
    #[serde(default)]
    limit: Option<usize>,
}

/// Causes of action that answer the words, best first.
#[utoipa::path(get, path = "/api/causes", tag = "facts", params(CausesQuery), responses((status = 200, body = [CauseView])))]
pub(crate) async fn search_causes(
    State(web): State<Web>,
    Query(query): Query<CausesQuery>,
) -> Json<Vec<CauseView>> {
    let causes = &web.court.facts().causes;
    let found = match causes.get(query.q.trim()) {
        Some(cause) => vec![cause],
        None => causes.search(&query.q, query.limit.unwrap_or(20).clamp(1, 100)),
    };
    let views = found.into_iter().map(|cause| CauseView {
        code: cause.code.clone(),
        name: cause.name.clone(),
        path: causes.path(&cause.code).into_iter().map(|step| step.name.clone()).collect(),
    });
    Json(views.collect())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeeQuery {
    /// Kind of case or application, such as `property`.
    kind: String,
    /// Amount, in fen.
    #[serde(default)]
    amount_fen: Option<i64>,
    /// Modifiers, separated by semicolons, such as `simplified;province=浙江`.
    #[serde(default)]
    with: String,
    /// Code of the court: some fees differ between provinces. Without it the court of this node.
    #[serde(default)]
    court: Option<CourtCode>,
}

/// The court fee, with its steps and sources. For reference: the court's fee notice decides.
#[utoipa::path(get, path = "/api/fee", tag = "facts", params(FeeQuery), responses((status = 200, body = Fee), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn quote_fee(
    State(web): State<Web>,
    Query(query): Query<FeeQuery>,
) -> Result<Json<Fee>, Problem> {
    let wrong = |field: &str, reason: String| {
        let mut problem =
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_fields", "不能计算诉讼费", "请按提示修改");
        problem.fields = vec![Defect { field: field.to_owned(), reason }];
        problem
    };
    let kind: FeeKind = query.kind.parse().map_err(|_| wrong("kind", "没有这种案件类型".to_owned()))?;
    let mut modifiers = Vec::new();
    for text in query.with.split(';').map(str::trim).filter(|text| !text.is_empty()) {
        let modifier: Modifier = text.parse().map_err(|_| wrong("with", format!("没有“{text}”这种情形")))?;
        modifiers.push(modifier);
    }
    let court = query.court.as_ref().or(web.court.profile().court_code.as_ref());
    let named = modifiers.iter().any(|modifier| matches!(modifier, Modifier::Province(_)));
    if let (false, Some(province)) = (named, court.and_then(CourtCode::province)) {
        modifiers.push(Modifier::Province(province.to_string()));
    }
    let question = FeeQuestion { kind, amount: query.amount_fen.map(Fen), modifiers };
    let fee = court_fee(&question, &web.court.facts().tariff);
    fee.map(Json).map_err(|refusal| wrong("amount_fen", refusal.in_chinese()))
}
