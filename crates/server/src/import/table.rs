//! A table with one party or agent a row: rows of one `source_id` stand together and make one record.

use std::fs::File;
use std::io;
use std::iter::Peekable;

use csv::{Position, StringRecord};
use weicourt_domain::register::{AgentInput, PartyInput, RegisterInput, StaffInput};

use super::{Raw, RawRecord};

/// Every column there can be; the order in the file does not matter.
const COLUMNS: [&str; 34] = [
    "source_id",
    "case_number",
    "court_code",
    "case_type",
    "procedure",
    "status",
    "cause_code",
    "cause_name",
    "judge_name",
    "judge_id",
    "clerk_name",
    "clerk_id",
    "assistant_name",
    "assistant_id",
    "panel",
    "filed_on",
    "hearing_on",
    "closed_on",
    "due_on",
    "party_role",
    "party_kind",
    "party_name",
    "party_id_number",
    "party_id_digest",
    "party_uscc",
    "party_legal_representative",
    "party_phone",
    "agent_kind",
    "agent_name",
    "agent_id_number",
    "agent_id_digest",
    "agent_phone",
    "agent_licence",
    "agent_firm",
];

/// Most rows of one record: what follows is told to be wrong instead of filling the memory.
const MOST_ROWS: usize = 20_000;

/// A row, or why it is none; with the place where it begins.
struct Row {
    line: u64,
    begin_bytes: u64,
    cells: Result<StringRecord, String>,
}

/// Where each of [`COLUMNS`] stands in the file.
struct Places(Vec<Option<usize>>);

struct Table<I: Iterator<Item = io::Result<Row>>> {
    places: Places,
    rows: Peekable<I>,
    end: std::sync::Arc<std::sync::Mutex<Position>>,
}

/// Every record of the table.
pub(super) fn read(file: File) -> io::Result<impl Iterator<Item = io::Result<RawRecord>> + Send> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).buffer_capacity(1 << 20).from_reader(file);
    let wrong = |reason: String| io::Error::new(io::ErrorKind::InvalidData, reason);
    let header = reader.headers().map_err(|error| wrong(format!("the header cannot be read: {error}")))?;
    let names: Vec<&str> = header.iter().map(|name| name.trim().trim_start_matches('\u{feff}')).collect();
    if let Some(unknown) = names.iter().find(|name| !COLUMNS.contains(name)) {
        return Err(wrong(format!("there is no column {unknown:?}; see docs/operate/import.md")));
    }
    for needed in ["source_id", "case_number", "filed_on", "party_role", "party_name"] {
        if !names.contains(&needed) {
            return Err(wrong(format!("the column {needed} is missing")));
        }
    }
    let places = COLUMNS.iter().map(|column| names.iter().position(|name| name == column)).collect();
    // Where the rows that were read so far end: the reader is inside the iterator below.
    let end = std::sync::Arc::new(std::sync::Mutex::new(reader.position().clone()));
    let ends = end.clone();
    let rows = std::iter::from_fn(move || {
        let begin = reader.position().clone();
        let mut cells = StringRecord::new();
        let row = match reader.read_record(&mut cells) {
            Ok(false) => None,
            Ok(true) => {
                let at = cells.position().cloned().unwrap_or(begin);
                Some(Ok(Row { line: at.line(), begin_bytes: at.byte(), cells: Ok(cells) }))
            }
            Err(error) => match error.into_kind() {
                csv::ErrorKind::Io(error) => Some(Err(error)),
                csv::ErrorKind::Utf8 { .. } => {
                    let cells = Err("不是UTF-8编码".to_owned());
                    Some(Ok(Row { line: begin.line(), begin_bytes: begin.byte(), cells }))
                }
                _ => {
                    let cells = Err("这一行不是CSV".to_owned());
                    Some(Ok(Row { line: begin.line(), begin_bytes: begin.byte(), cells }))
                }
            },
        };
        if row.is_some()
            && let Ok(mut end) = ends.lock()
        {
            *end = reader.position().clone();
        }
        row
    });
    let mut table = Table { places: Places(places), rows: rows.peekable(), end };
    Ok(std::iter::from_fn(move || table.next().transpose()))
}

impl<I: Iterator<Item = io::Result<Row>>> Table<I> {
    fn next(&mut self) -> io::Result<Option<RawRecord>> {
        let Some(first) = self.rows.next().transpose()? else { return Ok(None) };
        let line = first.line;
        let first = match first.cells {
            Ok(cells) => cells,
            Err(reason) => return Ok(Some(self.found(line, Raw::Bad(reason)))),
        };
        let source_id = self.places.cell(&first, "source_id").to_owned();
        let mut input = self.places.case_of(&first);
        let mut wrong = self.places.add_party(&mut input, &first).err();
        let mut n_rows = 1;
        while let Some(Ok(Row { cells: Ok(cells), .. })) = self.rows.peek() {
            if self.places.cell(cells, "source_id") != source_id || source_id.is_empty() {
                break;
            }
            let Some(Ok(Row { line, cells: Ok(cells), .. })) = self.rows.next() else { break };
            n_rows += 1;
            let added = if n_rows > MOST_ROWS {
                Err(format!("一个案件不能超过{MOST_ROWS}行"))
            } else {
                self.places.add_party(&mut input, &cells)
            };
            wrong = wrong.or(added.err().map(|reason| format!("第{line}行：{reason}")));
        }
        let what = wrong.map_or_else(|| Raw::Input(Box::new(input)), Raw::Bad);
        Ok(Some(self.found(line, what)))
    }

    /// The record that ends before the row that is looked at next.
    fn found(&mut self, line: u64, what: Raw) -> RawRecord {
        let next = match self.rows.peek() {
            Some(Ok(row)) => Some((row.begin_bytes, row.line)),
            Some(Err(_)) | None => None,
        };
        let end = self.end.lock().map(|end| (end.byte(), end.line())).unwrap_or_default();
        let (end_bytes, next_line) = next.unwrap_or(end);
        RawRecord { line, end_line: next_line.saturating_sub(1), end_bytes, what }
    }
}

impl Places {
    fn cell<'r>(&self, row: &'r StringRecord, column: &str) -> &'r str {
        let place = COLUMNS.iter().position(|name| *name == column);
        let place = place.and_then(|place| self.0.get(place).copied().flatten());
        place.and_then(|place| row.get(place)).unwrap_or_default().trim()
    }

    fn case_of(&self, row: &StringRecord) -> RegisterInput {
        let text = |column: &str| self.cell(row, column).to_owned();
        let staff = |name: &str, id: &str| {
            let staff = StaffInput { name: text(name), staff_id: text(id) };
            Some(staff).filter(|staff| !staff.name.is_empty() || !staff.staff_id.is_empty())
        };
        RegisterInput {
            source_id: text("source_id"),
            case_number: text("case_number"),
            court_code: text("court_code"),
            case_type: text("case_type"),
            procedure: text("procedure"),
            status: text("status"),
            cause_code: text("cause_code"),
            cause_name: text("cause_name"),
            handling_judge: staff("judge_name", "judge_id"),
            clerk: staff("clerk_name", "clerk_id"),
            judge_assistant: staff("assistant_name", "assistant_id"),
            panel: panel(self.cell(row, "panel")),
            filed_on: text("filed_on"),
            hearing_on: text("hearing_on"),
            closed_on: text("closed_on"),
            due_on: text("due_on"),
            parties: Vec::new(),
        }
    }

    /// Adds the party of a row and its agent; a row without a party adds an agent to the party before.
    fn add_party(&self, input: &mut RegisterInput, row: &StringRecord) -> Result<(), String> {
        let text = |column: &str| self.cell(row, column).to_owned();
        if !self.cell(row, "party_name").is_empty() || !self.cell(row, "party_role").is_empty() {
            input.parties.push(PartyInput {
                role: text("party_role"),
                kind: text("party_kind"),
                name: text("party_name"),
                id_number: text("party_id_number"),
                id_digest: text("party_id_digest"),
                id_masked: String::new(),
                uscc: text("party_uscc"),
                legal_representative: text("party_legal_representative"),
                phone: text("party_phone"),
                agents: Vec::new(),
            });
        }
        if self.cell(row, "agent_name").is_empty() {
            return Ok(());
        }
        let party = input.parties.last_mut().ok_or("代理人之前没有当事人")?;
        party.agents.push(AgentInput {
            kind: text("agent_kind"),
            name: text("agent_name"),
            id_number: text("agent_id_number"),
            id_digest: text("agent_id_digest"),
            id_masked: String::new(),
            phone: text("agent_phone"),
            licence: text("agent_licence"),
            firm: text("agent_firm"),
        });
        Ok(())
    }
}

/// Members of a panel: `name=id; name=id`, the id may be left out.
fn panel(text: &str) -> Vec<StaffInput> {
    let members = text.split([';', '；']).map(str::trim).filter(|member| !member.is_empty());
    members
        .map(|member| {
            let (name, staff_id) = member.split_once('=').unwrap_or((member, ""));
            StaffInput { name: name.trim().to_owned(), staff_id: staff_id.trim().to_owned() }
        })
        .collect()
}
