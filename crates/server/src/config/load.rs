//! Reads a configuration file and the environment, and lists everything that is wrong at once.

use serde::Deserialize as _;
use toml::de::DeTable;
use toml::{Table, Value};

use super::check::check;
use super::section::Key;
use super::{Config, Place, Problem, sections};

/// Prefix of environment variables: `WEICOURT__NODE__LISTEN` is `node.listen`.
const PREFIX: &str = "WEICOURT__";

/// What a configuration is read from.
#[derive(Debug, Clone, Default)]
pub struct Source<'a> {
    /// Text of the file; empty when there is none.
    pub file: &'a str,
    /// Environment variables; those without the prefix are passed over.
    pub variables: Vec<(String, String)>,
}

/// Reads a configuration.
///
/// The environment goes before the file, the file before the defaults.
///
/// # Errors
///
/// Everything that is wrong, in the order of the file, then of the environment, then what is
/// missing: a person should not have to start ten times to find ten mistakes.
pub fn load(source: &Source<'_>) -> Result<Config, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut written = Written::default();
    read_file(source.file, &mut written, &mut problems);
    read_variables(&source.variables, &mut written, &mut problems);
    if !problems.is_empty() {
        return Err(in_order(problems));
    }
    let config = Config::deserialize(Value::Table(written.table)).map_err(|error| {
        vec![Problem { place: Place::Nowhere, key: String::new(), reason: error.message().into() }]
    })?;
    for (key, reason) in check(&config) {
        let place = written.places.iter().rev().find(|(name, _)| *name == key);
        let place = place.map_or(Place::Nowhere, |(_, place)| place.clone());
        problems.push(Problem { place, key: key.to_owned(), reason });
    }
    if problems.is_empty() { Ok(config) } else { Err(in_order(problems)) }
}

fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|one, other| one.place.cmp(&other.place));
    problems
}

/// The values that were written somewhere, and where.
#[derive(Default)]
struct Written {
    table: Table,
    places: Vec<(String, Place)>,
}

impl Written {
    fn set(&mut self, key: &Key, value: Value, place: Place) {
        let section = self.table.entry(key.section).or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(section) = section {
            section.insert(key.name.to_owned(), value);
        }
        self.places.push((format!("{}.{}", key.section, key.name), place));
    }
}

fn read_file(text: &str, written: &mut Written, problems: &mut Vec<Problem>) {
    let line_of = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
    let (spans, values) = match (DeTable::parse(text), text.parse::<Table>()) {
        (Ok(spans), Ok(values)) => (spans.into_inner(), values),
        (Err(error), _) | (_, Err(error)) => {
            let line = line_of(error.span().map_or(0, |span| span.start));
            let reason = error.message().to_owned();
            problems.push(Problem { place: Place::Line(line), key: String::new(), reason });
            return;
        }
    };
    let known = sections();
    for (section, body) in &spans {
        let place = Place::Line(line_of(section.span().start));
        let name = section.get_ref().as_ref();
        let Some((_, _, keys)) = known.iter().find(|(known, _, _)| *known == name) else {
            let names = known.iter().map(|(known, _, _)| *known);
            problems.push(unknown(place, name.into(), "section", name, names));
            continue;
        };
        let (Some(body), Some(Value::Table(values))) = (body.get_ref().as_table(), values.get(name)) else {
            let reason = format!("must be a section: write [{name}] on a line of its own");
            problems.push(Problem { place, key: name.into(), reason });
            continue;
        };
        for (key, _) in body {
            let place = Place::Line(line_of(key.span().start));
            let key = key.get_ref().as_ref();
            let path = format!("{name}.{key}");
            let (Some(known), Some(value)) = (keys.iter().find(|known| known.name == key), values.get(key))
            else {
                let names = keys.iter().map(|known| known.name);
                problems.push(unknown(place, path, "key", key, names));
                continue;
            };
            match fits(known, value) {
                Ok(()) => written.set(known, value.clone(), place),
                Err(reason) => problems.push(Problem { place, key: path, reason }),
            }
        }
    }
}

fn read_variables(variables: &[(String, String)], written: &mut Written, problems: &mut Vec<Problem>) {
    let known: Vec<&Key> = sections().into_iter().flat_map(|(_, _, keys)| keys).collect();
    for (variable, text) in variables {
        let Some(path) = variable.strip_prefix(PREFIX) else { continue };
        let place = Place::Variable(variable.clone());
        let path = path.to_lowercase().replacen("__", ".", 1);
        let Some(key) = known.iter().find(|key| path.split_once('.') == Some((key.section, key.name))) else {
            let paths: Vec<String> =
                known.iter().map(|key| format!("{}.{}", key.section, key.name)).collect();
            let names = paths.iter().map(String::as_str);
            problems.push(unknown(place, path.clone(), "key", &path, names));
            continue;
        };
        // A word is the usual case; numbers, switches, lists and tables are written as in TOML.
        let word = Value::String(text.clone());
        let other = format!("value = {text}").parse::<Table>().ok();
        let other = other.and_then(|mut table| table.remove("value"));
        match (fits(key, &word), other) {
            (Ok(()), _) => written.set(key, word, place),
            (Err(_), Some(other)) if fits(key, &other).is_ok() => written.set(key, other, place),
            (Err(reason), _) => problems.push(Problem { place, key: path, reason }),
        }
    }
}

/// Whether `value` has the type of `key`, found by reading a configuration with nothing else in it.
fn fits(key: &Key, value: &Value) -> Result<(), String> {
    let section = Table::from_iter([(key.name.to_owned(), value.clone())]);
    let alone = Table::from_iter([(key.section.to_owned(), Value::Table(section))]);
    match Config::deserialize(Value::Table(alone)) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.message().to_owned()),
    }
}

fn unknown<'a>(
    place: Place,
    path: String,
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'a str>,
) -> Problem {
    let nearest = names
        .map(|known| (strsim::jaro_winkler(known, name), known))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .filter(|(likeness, _)| *likeness > 0.75);
    let reason = match nearest {
        Some((_, nearest)) => format!("no such {what}; did you mean {nearest:?}?"),
        None => format!("no such {what}"),
    };
    Problem { place, key: path, reason }
}
