//! Drafts on several devices.

use weicourt_app::Denied;
use weicourt_app::drafts::{NewDraft, SaveDraft, TypedIdNumber};
use weicourt_domain::form::FilingKind;
use weicourt_domain::personal_data::Pii;

use crate::court::{DEFENDANT, PLAINTIFF, STRANGER, World, denied};

#[tokio::test]
async fn a_draft_begins_with_what_the_court_knows_of_the_filer() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let new = NewDraft { kind: FilingKind::CivilFirstInstance };
    let draft = world.court.create_draft(&plaintiff, &new).await.expect("a draft");
    let claimant = &draft.form.claimants[0];
    assert_eq!((claimant.name.as_str(), claimant.phone.as_deref()), (PLAINTIFF.0, Some(PLAINTIFF.2)));
    assert_eq!(claimant.id_masked.as_deref(), Some("330299********0024"));
    assert!(draft.missing.iter().any(|defect| defect.field == "court_code"));
}

#[tokio::test]
async fn the_second_device_does_not_overwrite_the_first() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let new = NewDraft { kind: FilingKind::Enforcement };
    let draft = world.court.create_draft(&plaintiff, &new).await.expect("a draft");
    let save = |claim: &str| {
        let mut form = draft.form.clone();
        form.claims = vec![claim.to_owned()];
        SaveDraft { version: draft.version, form, id_numbers: Vec::new() }
    };
    world.court.save_draft(&plaintiff, draft.id, save("第一台")).await.expect("the first saves");
    let second = world.court.save_draft(&plaintiff, draft.id, save("第二台")).await;
    assert_eq!(denied(second), Denied::DraftMoved);
    let kept = world.court.draft(&plaintiff, draft.id).await.expect("the draft");
    assert_eq!(kept.form.claims, ["第一台"]);
}

#[tokio::test]
async fn a_typed_identity_number_leaves_a_mask_and_a_digest_and_nothing_else() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let id = world.draft(&plaintiff, DEFENDANT, true).await;
    let draft = world.court.draft(&plaintiff, id).await.expect("the draft");
    let respondent = &draft.form.respondents[0];
    assert_eq!(respondent.id_masked.as_deref(), Some("330299********0010"));
    assert!(respondent.id_digest.is_some());
    let stored = serde_json::to_string(&draft.form).expect("a form is JSON");
    assert!(!stored.contains(DEFENDANT.1));
}

#[tokio::test]
async fn a_number_for_nobody_is_refused() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let new = NewDraft { kind: FilingKind::CivilFirstInstance };
    let draft = world.court.create_draft(&plaintiff, &new).await.expect("a draft");
    let typed =
        TypedIdNumber { field: "respondents[3]".to_owned(), id_number: Pii::new(DEFENDANT.1.to_owned()) };
    let save = SaveDraft { version: draft.version, form: draft.form, id_numbers: vec![typed] };
    let refused = denied(world.court.save_draft(&plaintiff, draft.id, save).await);
    assert!(matches!(refused, Denied::BadFields { fields } if fields[0].field == "respondents[3]"));
}

#[tokio::test]
async fn drafts_of_others_do_not_exist() {
    let world = World::new().await;
    let plaintiff = world.enrol(PLAINTIFF).await;
    let stranger = world.enrol(STRANGER).await;
    let id = world.draft(&plaintiff, DEFENDANT, false).await;
    assert_eq!(denied(world.court.draft(&stranger, id).await), Denied::NotFound);
    assert_eq!(denied(world.court.delete_draft(&stranger, id).await), Denied::NotFound);
    assert!(world.court.drafts(&stranger).await.expect("a list").is_empty());
}
