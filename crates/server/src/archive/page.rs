//! `index.html`: the case to read and print. One file, no scripts, nothing from a network.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use serde_json::{Map, Value};
use weicourt_domain::digest::Digest;
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{Origin, StoredEntry};
use weicourt_domain::money::Fen;

use super::line::is_internal;
use super::manifest::Manifest;
use super::words;

const STYLE: &str = "
:root{color-scheme:light}
body{font:16px/1.6 'Noto Serif CJK SC','Songti SC',SimSun,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.5rem;text-align:center;margin:0}
h2{font-size:1.2rem;border-bottom:2px solid #111;margin:2rem 0 .6rem}
.number{text-align:center;margin:.3rem 0 1.5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.3rem 0}
dt{color:#555}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
ol{margin:0;padding-left:1.6rem}
article{border:1px solid #999;border-left-width:6px;border-radius:4px;padding:.5rem .8rem;margin:.6rem 0;break-inside:avoid}
article.front{border-left-color:#4a7}article.court{border-left-color:#36c}article.internal{border-left-color:#a33}
header{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.9rem;color:#444}
header b{color:#111}
footer{font-size:.75rem;color:#777;overflow-wrap:anywhere}
p{margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
img{max-width:100%;max-height:24rem;display:block;margin:.3rem 0}
table{border-collapse:collapse;width:100%;font-size:.85rem}
td,th{border:1px solid #999;padding:.2rem .4rem;text-align:left;overflow-wrap:anywhere;vertical-align:top}
.gone{color:#a33}
@media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}
";

/// A file of the case and where it lies in the folder.
#[derive(Debug, Clone)]
pub(super) struct Filed {
    pub(super) blob: BlobRef,
    /// From the root of the folder.
    pub(super) file: String,
    /// Only entries of the internal file name it.
    pub(super) is_internal: bool,
}

/// What the page knows besides the entries.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) names: HashMap<PersonId, String>,
    pub(super) files: BTreeMap<Digest, Filed>,
    pub(super) missing: BTreeSet<Digest>,
    /// The form of the newest filing.
    pub(super) form: Option<Map<String, Value>>,
}

/// Which of the two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Volume {
    /// 正卷.
    Open,
    /// 副卷.
    Internal,
}

/// The page up to the first entry.
pub(super) fn head(manifest: &Manifest, known: &Known, volume: Volume) -> String {
    let case = &manifest.case;
    let mut out = String::with_capacity(8_192);
    let title = escape(&case.title);
    let suffix = if volume == Volume::Internal { "（副卷）" } else { "" };
    put(
        &mut out,
        &format!(
            "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title}{suffix}</title><style>{STYLE}</style></head><body>\n<h1>{title}{suffix}</h1>\n"
        ),
    );
    let number = case.case_number.as_deref().unwrap_or("（未编立案号）");
    put(&mut out, &format!("<p class=\"number\">{}</p>\n", escape(number)));
    if volume == Volume::Internal {
        put(&mut out, "<p>本卷为副卷，仅供有权人员查阅。</p>\n<h2>记录</h2>\n");
        return out;
    }
    put(&mut out, "<h2>登记信息</h2>\n<dl>");
    let named = |field: &str, name: &Option<String>| {
        name.as_ref().map(|name| words::value(field, name).map_or_else(|| name.clone(), str::to_owned))
    };
    let rows = [
        ("案件标识", Some(case.id.to_string())),
        ("管辖法院", case.court_code.clone()),
        ("类型代字", Some(case.case_type.clone())),
        ("案由代码", case.cause_code.clone()),
        ("审理程序", named("procedure", &case.procedure)),
        ("案件状态", named("status", &Some(case.status.clone()))),
        ("立案日期", case.filed_on.clone()),
        ("结案日期", case.closed_on.clone()),
        ("归档时间", Some(moment(manifest.made_at))),
    ];
    for (label, value) in rows {
        if let Some(value) = value {
            put(&mut out, &format!("<dt>{label}</dt><dd>{}</dd>", escape(&value)));
        }
    }
    put(&mut out, "</dl>\n<h2>当事人</h2>\n");
    for field in ["claimants", "respondents", "third_parties"] {
        let parties = known.form.as_ref().and_then(|form| form.get(field));
        if let Some(parties) = parties.filter(|parties| !is_empty(parties)) {
            put(&mut out, &format!("<dl><dt>{}</dt><dd>", words::field(field).unwrap_or(field)));
            render(&mut out, field, parties, known, volume);
            put(&mut out, "</dd></dl>\n");
        }
    }
    put(&mut out, "<h2>记录</h2>\n");
    out
}

/// One entry.
pub(super) fn card(entry: &StoredEntry, body: Option<&Value>, known: &Known, volume: Volume) -> String {
    let envelope = &entry.envelope;
    let mut out = String::with_capacity(1_024);
    let origin = match envelope.origin {
        Origin::Front => "front",
        Origin::Court => "court",
    };
    let internal = is_internal(envelope);
    let class = if internal { "internal" } else { origin };
    put(&mut out, &format!("<article id=\"{origin}-{}\" class=\"{class}\"><header>", envelope.seq));
    let kind = match serde_json::to_value(envelope.kind) {
        Ok(Value::String(name)) => words::kind(&name).to_owned(),
        _ => String::new(),
    };
    let name = known.names.get(&envelope.actor.person).map(|name| escape(name)).unwrap_or_default();
    put(
        &mut out,
        &format!(
            "<b>{kind}</b><span>{} {name}</span><span>{}</span><span>{}</span><span>{}</span></header>",
            words::role(envelope.actor.role),
            moment(envelope.at),
            words::audience(&envelope.audience),
            words::class(envelope.class),
        ),
    );
    match body {
        Some(_) if internal && volume == Volume::Open => {
            put(&mut out, "<p class=\"gone\">（内容在副卷）</p>")
        }
        Some(Value::Object(fields)) => {
            let shown: Map<String, Value> = fields
                .iter()
                .filter(|(key, _)| *key != "type")
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            match (fields.get("content"), shown.len()) {
                (Some(Value::Object(content)), _) => {
                    said(&mut out, content, known, volume);
                    let rest: Map<String, Value> =
                        shown.into_iter().filter(|(key, _)| key != "content").collect();
                    object(&mut out, &rest, known, volume);
                }
                _ => object(&mut out, &shown, known, volume),
            }
        }
        Some(other) => render(&mut out, "text", other, known, volume),
        None => put(&mut out, "<p class=\"gone\">（内容已依规定清除）</p>"),
    }
    put(
        &mut out,
        &format!(
            "<footer>{} 第 {} 条，全案序号 {}，{}</footer></article>\n",
            if envelope.origin == Origin::Front { "当事人链" } else { "法院链" },
            envelope.seq,
            envelope.n,
            entry.hash
        ),
    );
    out
}

/// What somebody said.
fn said(out: &mut String, content: &Map<String, Value>, known: &Known, volume: Volume) {
    let shown: Map<String, Value> = content
        .iter()
        .filter(|(key, _)| *key != "type" && *key != "preview")
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    match (shown.get("text"), shown.len()) {
        (Some(Value::String(text)), 1) => put(out, &format!("<p>{}</p>", escape(text))),
        _ => match (shown.get("blob"), shown.len()) {
            (Some(blob), 1) => render(out, "blob", blob, known, volume),
            _ => object(out, &shown, known, volume),
        },
    }
}

fn object(out: &mut String, fields: &Map<String, Value>, known: &Known, volume: Volume) {
    let shown: Vec<_> = fields
        .iter()
        .filter(|(key, value)| !is_empty(value) && !matches!(key.as_str(), "person" | "id_digest"))
        .collect();
    if shown.is_empty() {
        return;
    }
    put(out, "<dl>");
    for (key, value) in shown {
        // A field that is newer than this page is shown under its own name: nothing is left out.
        let label = words::field(key).map_or_else(|| escape(key), str::to_owned);
        put(out, &format!("<dt>{label}</dt><dd>"));
        render(out, key, value, known, volume);
        put(out, "</dd>");
    }
    put(out, "</dl>");
}

fn render(out: &mut String, field: &str, value: &Value, known: &Known, volume: Volume) {
    match value {
        Value::Null => {}
        Value::Bool(yes) => put(out, if *yes { "是" } else { "否" }),
        Value::Number(number) if field.ends_with("_fen") => {
            let fen = number.as_i64().map(|fen| Fen(fen).to_string());
            put(out, &escape(&fen.map_or_else(|| number.to_string(), |yuan| format!("{yuan} 元"))));
        }
        Value::Number(number) => put(out, &number.to_string()),
        Value::String(text) => put(out, &escape(&word(field, text, known))),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| match item {
                    Value::String(text) => escape(&word(field, text, known)),
                    other => other.to_string(),
                })
                .collect();
            match items.as_slice() {
                [one] => put(out, one),
                many => put(out, &format!("<ol><li>{}</li></ol>", many.join("</li><li>"))),
            }
        }
        Value::Array(items) => {
            for item in items {
                render(out, field, item, known, volume);
            }
        }
        Value::Object(fields) => match (as_blob(value), fields.get("origin"), fields.get("seq")) {
            (Some(blob), _, _) => file(out, &blob, known, volume),
            (None, Some(Value::String(origin)), Some(Value::Number(seq))) if fields.len() == 2 => {
                let page = if volume == Volume::Internal { "../index.html" } else { "" };
                let chain = if origin == "front" { "当事人链" } else { "法院链" };
                put(out, &format!("<a href=\"{page}#{}-{seq}\">{chain}第 {seq} 条</a>", escape(origin)));
            }
            (None, _, _) if fields.len() <= 2 && fields.contains_key("person") => {
                let name = fields.get("name").and_then(Value::as_str).unwrap_or_default();
                put(out, &escape(name));
            }
            _ => object(out, fields, known, volume),
        },
    }
}

/// A string: one of a few words, a person, a moment, or what it says.
fn word(field: &str, text: &str, known: &Known) -> String {
    if let Some(word) = words::value(field, text) {
        return word.to_owned();
    }
    if let Some(name) = text.parse().ok().and_then(|person| known.names.get(&person)) {
        return name.clone();
    }
    match serde_json::from_value::<Instant>(Value::String(text.to_owned())) {
        Ok(at) if text.ends_with("+08:00") => moment(at),
        _ => text.to_owned(),
    }
}

fn as_blob(value: &Value) -> Option<BlobRef> {
    value.get("sha256")?;
    serde_json::from_value(value.clone()).ok()
}

fn file(out: &mut String, blob: &BlobRef, known: &Known, volume: Volume) {
    let name = escape(blob.name.as_deref().unwrap_or("文件"));
    let size = size(blob.size_bytes);
    let Some(filed) = known.files.get(&blob.sha256).filter(|_| !known.missing.contains(&blob.sha256)) else {
        return put(out, &format!("<span class=\"gone\">{name}（{size}，已依规定清除）</span>"));
    };
    let link = match volume {
        Volume::Open => filed.file.clone(),
        Volume::Internal => format!("../{}", filed.file),
    };
    if blob.media_type.starts_with("image/") {
        put(out, &format!("<img src=\"{link}\" alt=\"{name}\">"));
    }
    let seconds = blob.duration_ms.map(|ms| format!("，{} 秒", ms.div_ceil(1_000))).unwrap_or_default();
    put(out, &format!("<a href=\"{link}\">{name}</a>（{}，{size}{seconds}）", escape(&blob.media_type)));
}

/// The page from the last entry on.
pub(super) fn tail(manifest: &Manifest, known: &Known, volume: Volume) -> String {
    let mut out = String::with_capacity(4_096);
    put(
        &mut out,
        "<h2>文件目录</h2>\n<table><tr><th>名称</th><th>类型</th><th>大小</th><th>SHA-256</th></tr>\n",
    );
    for (digest, filed) in &known.files {
        if filed.is_internal != (volume == Volume::Internal) {
            continue;
        }
        let gone = if known.missing.contains(digest) { "（已清除）" } else { "" };
        put(
            &mut out,
            &format!(
                "<tr><td>{}{gone}</td><td>{}</td><td>{}</td><td>{digest}</td></tr>\n",
                escape(filed.blob.name.as_deref().unwrap_or("文件")),
                escape(&filed.blob.media_type),
                size(filed.blob.size_bytes)
            ),
        );
    }
    put(&mut out, "</table>\n");
    if volume == Volume::Open {
        put(&mut out, "<h2>完整性</h2>\n<dl>");
        let heads = &manifest.heads;
        put(
            &mut out,
            &format!(
                "<dt>当事人链</dt><dd>{} 条，末条 {}</dd><dt>法院链</dt><dd>{} 条，末条 {}</dd>",
                heads.front.seq, heads.front.hash, heads.court.seq, heads.court.hash
            ),
        );
        for (what, key) in &manifest.keys {
            let what = match what.as_str() {
                "front" => "当事人链公钥",
                "court" => "法院链公钥",
                _ => "归档签名公钥",
            };
            put(&mut out, &format!("<dt>{what}</dt><dd>{}</dd>", escape(&key.public_key)));
        }
        let internal = match (manifest.counts.internal, manifest.internal_included) {
            (0, _) => "无",
            (_, true) => "见 internal 文件夹",
            (_, false) => "未随附",
        };
        put(&mut out, &format!("<dt>副卷</dt><dd>{internal}</dd>"));
        put(&mut out, "</dl>\n<p>核对方法见 README.txt。</p>\n");
    }
    put(&mut out, "</body></html>\n");
    out
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn moment(at: Instant) -> String {
    let at = at.beijing();
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

fn size(n_bytes: u64) -> String {
    match n_bytes {
        0..1_024 => format!("{n_bytes} 字节"),
        1_024..1_048_576 => format!("{} KB", n_bytes.div_ceil(1_024)),
        _ => format!("{} MB", n_bytes.div_ceil(1_048_576)),
    }
}

fn put(out: &mut String, text: &str) {
    out.push_str(text);
}

/// Makes `text` safe inside HTML text and quoted attributes.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters are no text; what they are can be read in the log.
            control if control.is_control() && control != '\n' && control != '\t' => {
                let _ = write!(safe, "\u{fffd}");
            }
            other => safe.push(other),
        }
    }
    safe
}
