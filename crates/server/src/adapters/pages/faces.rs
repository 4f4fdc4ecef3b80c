//! The court's own fonts.

use std::io;
use std::path::Path;

use weicourt_documents::Fonts;

/// Ends of the names of font files; a licence may lie beside them.
const ENDS: [&str; 3] = ["ttf", "otf", "ttc"];

/// The faces in `dir` by the names of their files, then the one inside; that alone when `dir` is empty.
///
/// # Errors
///
/// When the directory or a font in it cannot be read; the message names it.
pub fn read(dir: &Path) -> io::Result<Fonts> {
    if dir.as_os_str().is_empty() {
        return Ok(Fonts::default());
    }
    let unreadable = |error: io::Error| io::Error::other(format!("{}: {error}", dir.display()));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
        if ENDS.contains(&end.as_str()) {
            paths.push(path);
        }
    }
    paths.sort();
    let files = paths.iter().map(std::fs::read).collect::<io::Result<Vec<_>>>().map_err(unreadable)?;
    Fonts::with(files)
        .map_err(|(place, error)| io::Error::other(format!("{}: {error}", paths[place].display())))
}
