//! A page of the file as a picture.

use std::sync::Arc;

use weicourt_domain::actor::Actor;
use weicourt_domain::case::CaseState;
use weicourt_domain::digest::Digest;
use weicourt_domain::dossier::{self, Listed, Medium, OnPage, TextPage, VolumeName};
use weicourt_domain::form::BlobRef;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::{Entry, EntryRef};

use super::at_hand::{Picture, PictureKey};
use super::{refused, volume, words_of};
use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::ports::{PageLook, PageOfWords, PageRefusal, PagesError};

/// Narrowest and widest picture of a page, in pixels, and the steps between: a cache of every width of every
/// phone would hold each page many times.
const NARROWEST: u32 = 320;
const WIDEST: u32 = 2_000;
const STEP: u32 = 40;

/// A page of the file.
#[derive(Debug, Clone)]
pub struct FilePage {
    /// Names exactly this picture.
    pub tag: String,
    /// Whether a reader's browser may keep it for a while.
    pub may_be_kept: bool,
    key: PictureKey,
    content: PageContent,
}

impl FilePage {
    fn of(case: CaseId, content: PageContent, width: u32, may_be_kept: bool) -> FilePage {
        let width = width.clamp(NARROWEST, WIDEST).next_multiple_of(STEP);
        let (content_digest, index, turn_degrees) = match &content {
            PageContent::Words(words) => (digest_of(words), 0, 0),
            PageContent::File { sha256, index, turn_degrees } => (*sha256, *index, *turn_degrees),
        };
        let key = PictureKey { case, content: content_digest, index, width, turn_degrees };
        // The digest of a file is not for everybody who sees its pages: the tag says nothing of it.
        let named = format!("{case} {content_digest} {index} {width} {turn_degrees}");
        let tag = Digest::of(named.as_bytes()).to_string();
        FilePage { tag, may_be_kept, key, content }
    }
}

#[derive(Debug, Clone)]
enum PageContent {
    Words(PageOfWords),
    File { sha256: Digest, index: u32, turn_degrees: u16 },
}

/// A drawn page.
#[derive(Debug, Clone)]
pub struct DrawnPage {
    picture: Arc<Picture>,
}

impl DrawnPage {
    /// A JPEG file.
    pub fn jpeg(&self) -> &[u8] {
        &self.picture.jpeg
    }

    /// Characters that the file does not bring and no face here has.
    pub fn unshown(&self) -> &[char] {
        &self.picture.unshown
    }
}

/// What was found out about a page while the case was locked.
enum Plan {
    Words { entry: EntryRef, index: u32, heading: String, byline: String },
    File { blob: BlobRef, index: u32, turn_degrees: u16, by: String },
    TakenBack,
}

impl Court {
    /// What stands on a page, without drawing it.
    ///
    /// # Errors
    ///
    /// [`crate::Denied::NotFound`] for strangers; refuses pages that are not for the reader, and those of a
    /// restricted exhibit before a recorded look.
    pub async fn file_page(
        &self,
        actor: &Actor,
        case: CaseId,
        (volume_number, page): (u8, u32),
        width: u32,
    ) -> Result<FilePage, AppError> {
        let loaded = self.case_for(actor, case).await?;
        let (now, name) = (self.now(), volume(volume_number)?);
        self.is_at_home(name == VolumeName::Internal)?;
        let (plan, may_be_kept) = loaded.read(|state, _| {
            let found = dossier::find_page(state, actor, name, page, now)?;
            let restricted = state.exhibit_about(found.listed.item.entry);
            let restricted =
                restricted.is_some_and(|exhibit| weicourt_domain::evidence::is_restricted(state, exhibit));
            let by = byline(state, &found.listed);
            let plan = match found.content {
                OnPage::Text { index } => Plan::Words {
                    entry: found.listed.item.entry,
                    index,
                    heading: found.listed.title(state),
                    byline: by,
                },
                OnPage::File { blob, index, turn_degrees } => {
                    Plan::File { blob: blob.clone(), index, turn_degrees, by }
                }
                OnPage::TakenBack => Plan::TakenBack,
            };
            Ok::<_, weicourt_domain::command::Refusal>((plan, !restricted))
        })?;
        let content = match plan {
            Plan::Words { entry, index, heading, byline } => {
                let entry = words_of(self, case, entry).await?;
                PageContent::Words(page_of_words(&entry, index, &heading, &byline)?)
            }
            Plan::File { blob, index, turn_degrees, .. } if Medium::of(&blob) == Medium::Pages => {
                let here = self.store.blob_meta(case, blob.sha256).await?.is_some();
                if here {
                    PageContent::File { sha256: blob.sha256, index, turn_degrees }
                } else {
                    PageContent::Words(not_here())
                }
            }
            Plan::File { blob, by, .. } => PageContent::Words(note_of(&blob, &by)),
            Plan::TakenBack => PageContent::Words(taken_back()),
        };
        Ok(FilePage::of(case, content, width, may_be_kept))
    }

    /// A page of any file of the case that the actor may read, the first one being 1.
    ///
    /// # Errors
    ///
    /// [`Denied::NotFound`] for files that are not for them.
    pub async fn blob_page(
        &self,
        actor: &Actor,
        case: CaseId,
        sha256: Digest,
        page: u32,
        width: u32,
    ) -> Result<FilePage, AppError> {
        self.may_read_blob(actor, case, sha256).await?;
        let index = page.checked_sub(1).ok_or(Denied::NotFound)?;
        let content = PageContent::File { sha256, index, turn_degrees: 0 };
        Ok(FilePage::of(case, content, width, false))
    }

    /// Draws a page; one that was drawn lately is at hand.
    ///
    /// # Errors
    ///
    /// [`AppError::Broken`] when pages cannot be drawn at all. A file that cannot be shown becomes a page that
    /// says so.
    pub async fn draw_file_page(&self, page: FilePage) -> Result<DrawnPage, AppError> {
        let FilePage { key, content, .. } = page;
        let picture = self.pages_at_hand.pictures.try_get_with(key, self.drawn(key, content)).await;
        // Several readers may have waited for the same picture; each gets the reason.
        let picture = picture.map_err(|error: Arc<AppError>| AppError::Broken {
            what: "draw a page",
            source: error.to_string().into(),
        })?;
        Ok(DrawnPage { picture })
    }

    async fn drawn(&self, key: PictureKey, content: PageContent) -> Result<Arc<Picture>, AppError> {
        let words_look = PageLook { max_width_px: key.width, turn_degrees: 0 };
        let drawn = match content {
            PageContent::Words(words) => self.ports.pages.draw_words(words, words_look).await,
            PageContent::File { sha256, index, turn_degrees } => {
                let file = self.file_at_hand(key.case, sha256).await?;
                let look = PageLook { max_width_px: key.width, turn_degrees };
                match self.ports.pages.draw(file, index, look).await {
                    Err(PagesError::Refused(refusal)) => {
                        self.ports.pages.draw_words(apology(&refusal), words_look).await
                    }
                    drawn => drawn,
                }
            }
        };
        let image = drawn.map_err(AppError::broken("draw a page"))?;
        Ok(Arc::new(Picture { jpeg: image.jpeg, unshown: image.unshown }))
    }

    /// The bytes of a file of the case; the last ones are at hand.
    async fn file_at_hand(&self, case: CaseId, sha256: Digest) -> Result<Arc<Vec<u8>>, AppError> {
        let read = async { self.file_of_case(case, sha256).await.map(Arc::new) };
        let file = self.pages_at_hand.files.try_get_with((case, sha256), read).await;
        file.map_err(|error: Arc<AppError>| AppError::Broken {
            what: "read a file",
            source: error.to_string().into(),
        })
    }

    /// The bytes of a file of the case.
    pub(super) async fn file_of_case(&self, case: CaseId, sha256: Digest) -> Result<Vec<u8>, AppError> {
        let blob = self.store.open_blob(case, sha256).await?;
        let blob = blob.ok_or_else(|| refused(dossier::Refusal::NoSuchPage))?;
        let size_bytes = usize::try_from(blob.meta().size_bytes).map_err(AppError::broken("hold a file"))?;
        Ok(blob.read_at(0, size_bytes).await?)
    }
}

fn digest_of(words: &PageOfWords) -> Digest {
    let lines = words.lines.join("\n");
    Digest::of(format!("{}\n{}\n{lines}", words.heading, words.byline).as_bytes())
}

/// By whom and when.
pub(super) fn byline(state: &CaseState, listed: &Listed<'_>) -> String {
    let at = listed.item.at.beijing().strftime("%Y年%m月%d日 %H:%M");
    let withdrawn = if listed.withdrawn { "　已撤回" } else { "" };
    format!("{}　{at}{withdrawn}", listed.by(state))
}

fn page_of_words(entry: &Entry, index: u32, heading: &str, byline: &str) -> Result<PageOfWords, AppError> {
    let pages = dossier::pages_of(&entry.body, heading, byline);
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    let page = pages.into_iter().nth(index).ok_or_else(|| refused(dossier::Refusal::NoSuchPage))?;
    Ok(words(page))
}

/// A page of the domain for the port.
pub(super) fn words(page: TextPage) -> PageOfWords {
    PageOfWords { heading: page.heading, byline: page.byline, lines: page.lines }
}

/// The page that stands for a file without pages.
pub(super) fn note_of(blob: &BlobRef, byline: &str) -> PageOfWords {
    let heading = match Medium::of(blob) {
        Medium::Audio => "录音资料",
        Medium::Video => "录像资料",
        Medium::Text | Medium::Pages | Medium::Other => "电子文件",
    };
    let (digest, mut lines) = (blob.sha256.to_string(), Vec::new());
    lines.push(format!("文件名称：{}", blob.name.as_deref().unwrap_or("未命名")));
    lines.push(format!("文件类型：{}", blob.media_type));
    if let Some(duration_ms) = blob.duration_ms {
        let seconds = duration_ms.div_ceil(1_000);
        lines.push(format!("时长：{}分{}秒", seconds / 60, seconds % 60));
    }
    lines.push(format!("文件大小：{}字节", blob.size_bytes));
    lines.push("校验值（SHA-256）：".to_owned());
    let (first, second) = digest.split_at(digest.len() / 2);
    lines.extend([format!("　{first}"), format!("　{second}"), String::new()]);
    lines.push("本页代替电子文件入卷，内容请在线播放或者打开。".to_owned());
    PageOfWords { heading: heading.to_owned(), byline: byline.to_owned(), lines }
}

fn say(heading: &str, lines: &[&str]) -> PageOfWords {
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    PageOfWords { heading: heading.to_owned(), byline: String::new(), lines }
}

/// The page in place of words that were taken back.
pub(super) fn taken_back() -> PageOfWords {
    say("本页已撤回", &["发布人已撤回本条内容，页码保留。"])
}

/// The page in place of a file that has not come to this node, or has left it.
pub(super) fn not_here() -> PageOfWords {
    say("本页暂时无法显示", &["文件尚未传到本网，或者已经收回法院内网。"])
}

fn apology(refusal: &PageRefusal) -> PageOfWords {
    let why = match refusal {
        PageRefusal::NotPaged => "该文件不是可分页的文件。",
        PageRefusal::Locked => "该文件设有打开密码，或者以无法识别的方式加密。",
        PageRefusal::Damaged => "该文件已损坏或者不完整。",
        PageRefusal::TooLarge => "该文件页数或者像素超过上限。",
        PageRefusal::NoSuchPage { .. } => "该文件没有这一页。",
        PageRefusal::TooHard => "显示该页需要的内存或者时间过多。",
    };
    say("本页无法显示", &[why, "请查看原始电子文件。"])
}
