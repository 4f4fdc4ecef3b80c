//! What poppler says about our files; `scripts/setup.sh test` installs it.

use std::process::Command;

use image::RgbImage;

/// The output of one of poppler's tools.
fn run(tool: &str, pdf: &[u8], arguments: &[&str]) -> Vec<u8> {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("file.pdf");
    std::fs::write(&path, pdf).expect("a file is written");
    let output =
        Command::new(tool).args(arguments).arg(&path).args((tool == "pdftotext").then_some("-")).output();
    let output = output.unwrap_or_else(|error| panic!("{tool} of poppler-utils is needed: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    // This `false` is right (ISO 32000-1, table 321); poppler means to complain about other types only.
    let said = said.replace("Syntax Error: Suspects object is wrong type (boolean)\n", "");
    assert!(output.status.success() && said.is_empty(), "{tool} complains: {said}");
    output.stdout
}

/// The words of a page, or of all pages, line by line as they stand.
pub(crate) fn text(pdf: &[u8], page: Option<usize>) -> String {
    let page = page.map(|page| page.to_string());
    let mut arguments = vec!["-layout", "-enc", "UTF-8"];
    if let Some(page) = &page {
        arguments.extend(["-f", page, "-l", page]);
    }
    String::from_utf8(run("pdftotext", pdf, &arguments)).expect("UTF-8")
}

/// What stands in the head of the file.
pub(crate) fn info(pdf: &[u8]) -> String {
    String::from_utf8(run("pdfinfo", pdf, &["-f", "1", "-l", "9999"])).expect("UTF-8")
}

/// Bookmarks and links, as XML.
pub(crate) fn marks(pdf: &[u8]) -> String {
    String::from_utf8(run("pdftohtml", pdf, &["-xml", "-i", "-stdout"])).expect("UTF-8")
}

/// A page (from 1) at 50 dpi.
pub(crate) fn picture(pdf: &[u8], page: usize) -> RgbImage {
    let page = page.to_string();
    let drawn = run("pdftoppm", pdf, &["-r", "50", "-png", "-singlefile", "-f", &page, "-l", &page]);
    image::load_from_memory(&drawn).expect("a picture").into_rgb8()
}

/// All words in the order in which the file writes them.
pub(crate) fn written(pdf: &[u8]) -> String {
    String::from_utf8(run("pdftotext", pdf, &["-raw", "-enc", "UTF-8"])).expect("UTF-8")
}

/// The words inside a square of a page (from 1), in whole points from the top left corner.
pub(crate) fn inside(pdf: &[u8], page: u32, [x, y, width, height]: [u32; 4]) -> String {
    let [page, x, y, width, height] = [page, x, y, width, height].map(|number| number.to_string());
    let square = ["-r", "72", "-f", &page, "-l", &page, "-x", &x, "-y", &y, "-W", &width, "-H", &height];
    String::from_utf8(run("pdftotext", pdf, &square)).expect("UTF-8")
}
