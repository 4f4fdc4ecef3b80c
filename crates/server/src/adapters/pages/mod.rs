//! Pages of files, each looked at in a process of its own.
//!
//! A file from a stranger can make any parser take all memory or all time, and neither can be taken
//! back from a thread. So the node starts itself once more as `weicourt pages` for every question,
//! with an empty environment, without the right to write a byte to disk, and with so much memory and
//! processor time that a heavy page fits and no more. What does not come back was [`PageRefusal::TooHard`].

mod faces;
mod wire;
mod worker;

use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Semaphore;
use weicourt_app::ports::{
    self, BookFiles, BookPlan, BoundBook, PageImage, PageLook, PageOfWords, PageRefusal, PagesError,
    PortError,
};

use self::wire::{Answer, Ask, Bounds, Task};

pub use faces::read as read_fonts;
pub use worker::work;

/// Name of the command that the node starts itself with.
pub const COMMAND: &str = "pages";

/// Most pages looked at or drawn at once, whatever the number of processors: each may take 1 GiB.
const MOST_AT_ONCE: usize = 4;
/// What one page may cost.
const PAGE: Bounds = Bounds { memory_bytes: 1536 << 20, processor_seconds: 20 };
/// What one book may cost: 500 pages of a photo each take 1 GiB and less than a minute.
const BOOK: Bounds = Bounds { memory_bytes: 6144 << 20, processor_seconds: 900 };

/// Counts, draws and binds pages in processes of their own.
#[derive(Debug)]
pub struct Pages {
    program: PathBuf,
    fonts_dir: PathBuf,
    most_pixels: u64,
    pages: Arc<Semaphore>,
    books: Arc<Semaphore>,
}

impl Pages {
    /// Uses the fonts in `fonts_dir` (none when empty), refuses pictures of more than `most_pixels`, and
    /// starts `program`, which is this one: see [`Pages::own_program`].
    #[must_use]
    pub fn new(program: PathBuf, fonts_dir: PathBuf, most_pixels: u64) -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_AT_ONCE);
        Self {
            program,
            fonts_dir,
            most_pixels,
            pages: Arc::new(Semaphore::new(at_once)),
            books: Arc::new(Semaphore::new(1)),
        }
    }

    /// The program that runs, also after its file was replaced by a newer one.
    ///
    /// # Errors
    ///
    /// When the system does not tell.
    pub fn own_program() -> std::io::Result<PathBuf> {
        let running = Path::new("/proc/self/exe");
        if running.exists() { Ok(running.to_owned()) } else { std::env::current_exe() }
    }

    fn ask(&self, bounds: Bounds, task: Task) -> Ask {
        Ask { bounds, fonts_dir: self.fonts_dir.clone(), most_pixels: self.most_pixels, task }
    }

    /// Asks about one file.
    async fn about(
        &self,
        task: Task,
        content: Option<Arc<Vec<u8>>>,
    ) -> Result<(Answer, Vec<u8>), PagesError> {
        let permit = self.pages.clone().acquire_owned().await.map_err(|_| broken("no turn"))?;
        let (program, ask) = (self.program.clone(), self.ask(PAGE, task));
        let asked = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let mut process = Process::start(&program, &ask)?;
            if let Some(content) = content {
                process.send(&content)?;
            }
            process.hear()
        });
        asked.await.map_err(|_| broken("the question was dropped"))?
    }

    /// Binds a book, with pages of PDF files as they are or drawn.
    async fn bound(
        &self,
        plan: BookPlan,
        keeps_pdf: bool,
        files: &dyn BookFiles,
    ) -> Result<BoundBook, PagesError> {
        let permit = self.books.clone().acquire_owned().await.map_err(|_| broken("no turn"))?;
        let (program, ask) = (self.program.clone(), self.ask(BOOK, Task::Bind { plan, keeps_pdf }));
        // The process asks for one file at a time, and files are read by tasks: the two sides meet here.
        let (want, mut wanted) =
            tokio::sync::mpsc::channel::<(String, std::sync::mpsc::Sender<Result<Vec<u8>, PortError>>)>(1);
        let binding = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let mut process = Process::start(&program, &ask)?;
            loop {
                match process.hear()? {
                    (Answer::Wanted { file }, _) => {
                        let (give, given) = std::sync::mpsc::channel();
                        want.blocking_send((file, give)).map_err(|_| broken("nobody waits for the book"))?;
                        let content = given.recv().map_err(|_| broken("nobody reads the files"))??;
                        process.send(&content)?;
                    }
                    (Answer::Bound { n_index_pages, first_pages, unreadable }, pdf) => {
                        return Ok(BoundBook { pdf, n_index_pages, first_pages, unreadable });
                    }
                    (Answer::Refused { refusal }, _) => return Err(refusal.into()),
                    _ => return Err(broken("the answer to another question")),
                }
            }
        });
        while let Some((file, give)) = wanted.recv().await {
            // A binding that ended does not wait for the file any more.
            let _ = give.send(files.read(&file).await);
        }
        binding.await.map_err(|_| broken("the book was dropped"))?
    }
}

#[async_trait]
impl ports::Pages for Pages {
    async fn count(&self, content: Vec<u8>) -> Result<u32, PagesError> {
        match self.about(Task::Count, Some(Arc::new(content))).await? {
            (Answer::Counted { n_pages }, _) => Ok(n_pages),
            (Answer::Refused { refusal }, _) => Err(refusal.into()),
            _ => Err(broken("the answer to another question")),
        }
    }

    async fn draw(&self, content: Arc<Vec<u8>>, index: u32, look: PageLook) -> Result<PageImage, PagesError> {
        match self.about(Task::Draw { index, look }, Some(content)).await? {
            (Answer::Drawn { width, height, unshown }, jpeg) => {
                Ok(PageImage { jpeg, width, height, unshown })
            }
            (Answer::Refused { refusal }, _) => Err(refusal.into()),
            _ => Err(broken("the answer to another question")),
        }
    }

    async fn draw_words(&self, words: PageOfWords, look: PageLook) -> Result<PageImage, PagesError> {
        match self.about(Task::DrawWords { words, look }, None).await? {
            (Answer::Drawn { width, height, unshown }, jpeg) => {
                Ok(PageImage { jpeg, width, height, unshown })
            }
            (Answer::Refused { refusal }, _) => Err(refusal.into()),
            _ => Err(broken("the answer to another question")),
        }
    }

    async fn bind(&self, plan: BookPlan, files: &dyn BookFiles) -> Result<BoundBook, PagesError> {
        match self.bound(plan.clone(), true, files).await {
            // One of the PDF files cannot be taken apart; drawing its pages is another program's work.
            Err(PagesError::Refused(PageRefusal::TooHard)) => self.bound(plan, false, files).await,
            bound => bound,
        }
    }
}

fn broken(what: &str) -> PagesError {
    PortError { port: "pages", what: what.to_owned(), passing: true }.into()
}

/// A process that answers one question; it ends with it.
struct Process {
    child: Child,
    to: ChildStdin,
    from: ChildStdout,
}

impl Process {
    fn start(program: &Path, ask: &Ask) -> Result<Self, PagesError> {
        let unstarted = |error: std::io::Error| broken(&format!("start {COMMAND}: {error}"));
        let mut child = Command::new(program)
            .arg(COMMAND)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What parsers complain about are words of the parties.
            .stderr(Stdio::null())
            .spawn()
            .map_err(unstarted)?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let (Some(to), Some(from)) = (to, from) else { return Err(broken("no pipes")) };
        let mut process = Self { child, to, from };
        let ask = serde_json::to_vec(ask).map_err(|error| broken(&error.to_string()))?;
        process.send(&ask)?;
        Ok(process)
    }

    fn send(&mut self, frame: &[u8]) -> Result<(), PagesError> {
        wire::send(&mut self.to, frame).map_err(|_| PageRefusal::TooHard.into())
    }

    /// The next answer, with its bytes; a process that is gone found the file too hard.
    fn hear(&mut self) -> Result<(Answer, Vec<u8>), PagesError> {
        let frame = |from: &mut ChildStdout| wire::receive(from).map_err(|_| PageRefusal::TooHard);
        let answer = frame(&mut self.from)?;
        let answer: Answer = serde_json::from_slice(&answer).map_err(|error| broken(&error.to_string()))?;
        let bytes = if answer.has_bytes() { frame(&mut self.from)? } else { Vec::new() };
        Ok((answer, bytes))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has answered, or nobody waits for it any more; a process that is gone already is no failure.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
