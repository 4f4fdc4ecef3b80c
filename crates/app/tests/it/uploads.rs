//! What is known of a file when it has been handed in.

use weicourt_app::drafts::NewDraft;
use weicourt_domain::form::FilingKind;

use crate::court::{PLAINTIFF, World};

#[tokio::test]
async fn the_pages_of_a_pdf_file_are_counted_and_a_broken_one_is_handed_in_all_the_same() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let new = NewDraft { kind: FilingKind::CivilFirstInstance };
    let draft = world.court.create_draft(&plaintiff, &new).await.expect("a draft").id;
    assert_eq!(world.upload(&plaintiff, draft, b"%PDF-1.7 /Page /Page").await.pages, Some(2));
    assert_eq!(world.upload(&plaintiff, draft, b"%PDF-1.7 broken").await.pages, None);
}
