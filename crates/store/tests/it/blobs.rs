use weicourt_domain::digest::Digest;
use weicourt_store::{NewUpload, StoreError, UploadId};

use crate::court::{Court, PLAINTIFF, on_every_database};

/// Bytes that compress badly and differ from each other.
fn photo(size: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    })
    .take(size)
    .collect()
}

async fn begin(court: &Court, case: weicourt_domain::id::CaseId, size_bytes: u64) -> UploadId {
    let new = NewUpload {
        case,
        person: PLAINTIFF,
        size_bytes,
        media_type: "image/jpeg".to_owned(),
        name: Some("借条.jpg".to_owned()),
    };
    court.store.begin_upload(new).await.expect("begin")
}

#[tokio::test]
async fn a_photo_goes_on_where_the_connection_broke() {
    on_every_database(|court| async move {
        let case = court.store.new_case().await.expect("case");
        let photo = photo(300_000);
        let id = begin(&court, case, photo.len() as u64).await;
        assert_eq!(court.store.write_chunk(id, 0, photo[..100_000].to_vec()).await.expect("chunk"), 100_000);
        let twice = court.store.write_chunk(id, 0, photo[..100_000].to_vec()).await;
        assert!(matches!(twice, Err(StoreError::WrongOffset { expected: 100_000 })));
        let skipped = court.store.write_chunk(id, 200_000, photo[200_000..].to_vec()).await;
        assert!(matches!(skipped, Err(StoreError::WrongOffset { expected: 100_000 })));
        let early = court.store.finish_upload(id, None).await;
        assert!(matches!(early, Err(StoreError::WrongSize { announced: 300_000 })));
        let beyond = court.store.write_chunk(id, 100_000, vec![0; 200_001]).await;
        assert!(matches!(beyond, Err(StoreError::WrongSize { announced: 300_000 })));

        // The node went down in the middle of a chunk: half a record is on the disk.
        let path = court.data().join("blobs/uploads").join(id.to_string());
        let mut torn = std::fs::read(&path).expect("upload");
        torn.extend_from_slice(&[0, 1, 0x86, 0xa0, 7, 7, 7]);
        std::fs::write(&path, torn).expect("upload");
        let upload = court.store.upload(id).await.expect("upload").expect("known");
        assert_eq!((upload.offset, upload.person), (100_000, PLAINTIFF));
        assert_eq!(court.store.upload_content(id, 16).await.expect("content"), photo[..16]);

        court.store.write_chunk(id, 100_000, photo[100_000..].to_vec()).await.expect("chunk");
        let meta = court.store.finish_upload(id, Some("image/webp")).await.expect("finish");
        assert_eq!((meta.sha256, meta.size_bytes), (Digest::of(&photo), 300_000));
        assert_eq!((meta.media_type.as_str(), meta.name.as_deref()), ("image/webp", Some("借条.jpg")));
        assert!(court.store.upload(id).await.expect("upload").is_none());
        assert!(!path.exists());
        let over = court.store.write_chunk(id, 0, vec![1]).await;
        assert!(matches!(over, Err(StoreError::UnknownUpload)));

        let reader = court.store.open_blob(case, meta.sha256).await.expect("open").expect("known");
        assert_eq!(reader.read_all().await.expect("read"), photo);
        for (offset, length) in [(0, 1), (65_535, 2), (65_536, 65_536), (131_000, 100_000), (299_999, 9)] {
            let end = (offset + length).min(photo.len());
            let range = reader.read_at(offset as u64, length).await.expect("range");
            assert_eq!(range, photo[offset..end], "{offset}+{length}");
        }
        assert!(reader.read_at(300_000, 10).await.expect("range").is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_same_bytes_are_stored_once_in_a_case_and_unknown_in_another() {
    on_every_database(|court| async move {
        let (one, other) =
            (court.store.new_case().await.expect("case"), court.store.new_case().await.expect("case"));
        let preview = photo(65_536);
        let first = court.store.put_blob(one, preview.clone(), "image/jpeg", None).await.expect("put");
        let again = court.store.put_blob(one, preview.clone(), "image/png", Some("别名")).await.expect("put");
        assert_eq!(first, again);
        let id = begin(&court, one, preview.len() as u64).await;
        court.store.write_chunk(id, 0, preview.clone()).await.expect("chunk");
        assert_eq!(court.store.finish_upload(id, None).await.expect("finish"), first);
        assert_eq!(files(&court).len(), 1);

        assert!(court.store.open_blob(other, first.sha256).await.expect("open").is_none());
        court.store.put_blob(other, preview.clone(), "image/jpeg", None).await.expect("put");
        assert_eq!(files(&court).len(), 2);
        let name = first.sha256.to_string();
        assert!(files(&court).iter().all(|path| !path.to_string_lossy().contains(&name[..8])));

        let empty = court.store.put_blob(one, Vec::new(), "text/plain", None).await.expect("put");
        let reader = court.store.open_blob(one, empty.sha256).await.expect("open").expect("known");
        assert!(reader.read_all().await.expect("read").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_changed_file_is_not_given_out() {
    let court = Court::sqlite().await;
    let case = court.store.new_case().await.expect("case");
    let content = photo(200_000);
    let meta = court.store.put_blob(case, content, "image/jpeg", None).await.expect("put");
    let path = files(&court).pop().expect("file");
    let whole = std::fs::read(&path).expect("file");
    let frame = 65_536 + 16;
    let mut flipped = whole.clone();
    flipped[100_000] ^= 1;
    let mut swapped = whole.clone();
    swapped[11..11 + frame].copy_from_slice(&whole[11 + frame..11 + 2 * frame]);
    let cut = whole[..11 + 3 * frame].to_vec();
    for changed in [flipped, swapped, cut] {
        std::fs::write(&path, changed).expect("file");
        let reader = court.store.open_blob(case, meta.sha256).await.expect("open").expect("known");
        assert!(matches!(reader.read_all().await, Err(StoreError::Unreadable(_))));
    }
    court.close().await;
}

#[tokio::test]
async fn abandoned_uploads_are_purged() {
    on_every_database(|court| async move {
        let case = court.store.new_case().await.expect("case");
        let old = begin(&court, case, 10).await;
        court.store.write_chunk(old, 0, vec![1; 5]).await.expect("chunk");
        court.wait_ms(7 * 86_400_000);
        let new = begin(&court, case, 10).await;
        let week_ago = court.now().plus_ms(-7 * 86_400_000 + 1);
        assert_eq!(court.store.purge_uploads(week_ago).await.expect("purge"), 1);
        assert!(court.store.upload(old).await.expect("upload").is_none());
        assert!(court.store.upload(new).await.expect("upload").is_some());
        assert!(files(&court).is_empty());
    })
    .await;
}

/// All finished files and uploads.
fn files(court: &Court) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for dir in std::fs::read_dir(court.data().join("blobs")).expect("directory") {
        for file in std::fs::read_dir(dir.expect("directory").path()).expect("directory") {
            found.push(file.expect("file").path());
        }
    }
    found
}
