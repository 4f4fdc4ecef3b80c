//! `weicourt bench documents`: court documents set and sealed in this process, beside headless Chromium printing
//! a page with the same words, in one run. Both by processor time, because a court pays for that.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant as Stopwatch;

use serde::Serialize;
use serde_json::Value;
use weicourt_documents::Fonts;
use weicourt_documents::seal::{DemoAuthority, SealLook, SealOrder, SoftSigner, seal};
use weicourt_documents::typeset::{Marks, Template, Typesetter};

use super::Failure;
use super::child::ScratchDir;
use super::figures::rounded;

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The template.
    pub template: String,
    /// Documents that are set; each with other words.
    pub n_documents: u32,
    /// Pages that Chromium prints.
    pub n_printed: u32,
    /// The browser; without it only the documents are measured.
    pub chromium: Option<PathBuf>,
    /// Directory for the browser's files.
    pub dir: PathBuf,
}

/// One way to make documents.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// How.
    pub way: &'static str,
    /// How many were made.
    pub documents: u32,
    /// Documents of one second of processor time.
    pub per_cpu_s: f64,
    /// Documents a second, one after the other.
    pub per_s: f64,
    /// Bytes of each.
    pub bytes_each: usize,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The template.
    pub template: String,
    /// The ways, beside each other.
    pub ways: Vec<Row>,
    /// How many documents are set for the processor time of one printed page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_for_one_printed: Option<f64>,
}

/// Ticks of processor time in a second, as Linux counts them for everybody.
const TICKS: f64 = 100.0;

/// Processor time of this process and of the children it has waited for, in seconds.
fn processor() -> Result<(f64, f64), Failure> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after = stat.rsplit_once(')').map(|(_, rest)| rest).ok_or("no process state")?;
    let ticks: Vec<f64> =
        after.split_whitespace().skip(11).take(4).map(str::parse).collect::<Result<_, _>>()?;
    let [user, system, of_children, system_of_children] = ticks.as_slice() else {
        return Err("no processor time".into());
    };
    Ok(((user + system) / TICKS, (of_children + system_of_children) / TICKS))
}

/// Measures.
///
/// # Errors
///
/// When the template does not exist, or the browser does not print.
pub fn run(plan: &Plan) -> Result<Report, Failure> {
    let template = Template::find(&plan.template).ok_or("no such template")?;
    let fonts = Fonts::default();
    let typesetter = Typesetter::new(&fonts);
    // The first one reads the faces.
    typesetter.set(template, &words(template, 0), &marks(0))?;
    let mut ways = vec![measure("set", plan.n_documents, false, |number| {
        Ok(typesetter.set(template, &words(template, number), &marks(number))?.pdf)
    })?];
    ways.push(sealed(plan, &typesetter, &fonts, template)?);
    let mut set_for_one_printed = None;
    if let Some(chromium) = &plan.chromium {
        let dir = ScratchDir::make(&plan.dir)?;
        let printed = measure("chromium", plan.n_printed, true, |number| {
            print(chromium, dir.path(), &page(template, &words(template, number)))
        })?;
        set_for_one_printed = ways.first().map(|set| rounded(set.per_cpu_s / printed.per_cpu_s));
        ways.push(printed);
    }
    Ok(Report { template: plan.template.clone(), ways, set_for_one_printed })
}

fn sealed(
    plan: &Plan,
    typesetter: &Typesetter,
    fonts: &Fonts,
    template: &'static Template,
) -> Result<Row, Failure> {
    let at = 1_795_399_200;
    let authority = DemoAuthority::make("样本市样本区人民法院", at)?;
    let signer = SoftSigner::from_pem(&authority.court_key_pem, &authority.court_pem)?;
    let look = SealLook {
        court_name: "样本市样本区人民法院".to_owned(),
        middle: Some("测试专用".to_owned()),
    };
    measure("set and sealed", plan.n_documents, false, |number| {
        let paper = typesetter.set(template, &words(template, number), &marks(number))?;
        let Some(place) = paper.seal else { return Ok(paper.pdf) };
        let order = SealOrder { place: &place, look: &look, fonts, reason: "测量", at, stamped: false };
        Ok(seal(&paper.pdf, &order, &signer, None)?)
    })
}

fn measure(
    way: &'static str,
    n: u32,
    by_children: bool,
    make: impl Fn(u32) -> Result<Vec<u8>, Failure>,
) -> Result<Row, Failure> {
    let of = |(own, children): (f64, f64)| if by_children { own + children } else { own };
    let (began, before) = (Stopwatch::now(), of(processor()?));
    let mut n_bytes = 0;
    for number in 1..=n {
        n_bytes += make(number)?.len();
    }
    let (seconds, cpu_s) = (began.elapsed().as_secs_f64(), of(processor()?) - before);
    let n_made = f64::from(n);
    Ok(Row {
        way,
        documents: n,
        per_cpu_s: rounded(n_made / cpu_s.max(1.0 / TICKS)),
        per_s: rounded(n_made / seconds),
        bytes_each: n_bytes / usize::try_from(n)?.max(1),
    })
}

/// The sample of the template, with words that no other document has.
fn words(template: &Template, number: u32) -> Value {
    let mut data = template.sample();
    data["case"]["number"] = Value::String(format!("（2026）样0000民初{number}号"));
    data
}

fn marks(number: u32) -> Marks {
    Marks {
        document_id: format!("样本-{number}"),
        issued_on: "2026-11-23".to_owned(),
        verify_url: Some(format!("https://court.example/verify/{number:026}")),
    }
}

/// The same words as a page of HTML.
fn page(template: &Template, data: &Value) -> String {
    let mut rows = String::new();
    rows_of(&mut rows, data);
    format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>{title}</title>\
         <style>@page{{size:A4;margin:37mm 26mm 35mm 28mm}}body{{font:16pt/28pt 'Noto Serif CJK SC',serif}}\
         h1{{font-size:22pt;text-align:center}}td{{border:1px solid;padding:2pt 6pt}}</style>\
         <h1>{title}</h1><table>{rows}</table>",
        title = template.title
    )
}

fn rows_of(rows: &mut String, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if value.is_object() || value.is_array() {
                    rows_of(rows, value);
                } else {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    *rows += &format!("<tr><td>{name}<td>{text}");
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| rows_of(rows, item)),
        Value::String(text) => *rows += &format!("<tr><td colspan=2>{text}"),
        _ => {}
    }
}

/// Lets the browser print a page, and gives the file.
fn print(chromium: &Path, dir: &Path, html: &str) -> Result<Vec<u8>, Failure> {
    let (page, printed) = (dir.join("page.html"), dir.join("page.pdf"));
    std::fs::write(&page, html)?;
    let mut command = Command::new(chromium);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", dir.join("profile").display()))
        .arg(format!("--print-to-pdf={}", printed.display()))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let ended = command.status()?;
    if !ended.success() {
        return Err(format!("the browser ended with {ended}").into());
    }
    Ok(std::fs::read(&printed)?)
}
