//! The house itself.

use std::path::Path;

#[test]
fn the_house_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (n_files, findings) = weicourt_tidy::house(&root).expect("the files can be read");
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
    assert!(n_files > 100, "only {n_files} files were found");
}
