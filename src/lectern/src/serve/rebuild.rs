//! What an edit sets off, in two steps. First open pages are told what to change: where an edit stays within one lesson,
//! nothing else is looked at, so that this takes the same few milliseconds in a library of any size. Then, in the
//! background, the whole site is made for the pages that are asked for next.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use compiler::{Compiler, Content, Pieces};
use site::{Assembler, Options, Player, Site};
use tokio::sync::watch as channel;

use super::change::{Change, Lesson};
use super::tell;
use crate::content::{assemble, read_again, report};

/// How long the second step waits after an edit that open pages have shown already: by then they are painted, and whoever
/// is typing has perhaps saved once more.
const REST: Duration = Duration::from_millis(80);

/// What open pages get.
#[derive(Clone)]
pub(super) struct Served {
    /// The last version without errors that is put together.
    pub(super) site: Arc<Site>,
    /// The version before: a page of it may still be on its way.
    pub(super) former: Option<Arc<Site>>,
    /// The number of the edit that `site` is of.
    pub(super) built: u64,
    /// The number of the last edit without errors. While it is ahead of `built`, the site is being made.
    pub(super) edit: u64,
    /// What that edit changed.
    pub(super) change: Arc<Change>,
    /// What is wrong with the content by now; empty where nothing is.
    pub(super) errors: String,
    /// When this server was started, in nanoseconds: edits of two of them must not be taken for one another.
    pub(super) server: u128,
}

/// What is known of the content.
pub(super) struct Known {
    content: Content,
    compiler: Compiler,
    /// The last version without errors.
    pieces: Pieces,
    /// Whether only a lesson was looked at since the whole folder was.
    is_behind: bool,
}

/// Follows the content.
pub(super) struct Rebuild {
    desk: Arc<Desk>,
    jobs: Sender<Job>,
}

/// What both steps work on.
struct Desk {
    folder: PathBuf,
    /// Held while an edit is taken in and told, so that the two are never of different versions.
    known: Mutex<Known>,
    served: channel::Sender<Served>,
}

/// Something for the second step to do.
struct Job {
    /// What the author is told when it is done, where open pages show nothing before; and when the edit was made.
    announced: Option<(String, Instant)>,
}

impl Served {
    /// The site as it is at the start.
    pub(super) fn first(site: Site) -> Self {
        let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            site: Arc::new(site),
            former: None,
            built: 0,
            edit: 0,
            change: Arc::new(Change::Everything),
            errors: String::new(),
            server: started.as_nanos(),
        }
    }
}

impl Known {
    /// What was compiled at the start, without errors.
    pub(super) fn new(content: Content, compiler: Compiler, pieces: Pieces) -> Self {
        Self { content, compiler, pieces, is_behind: false }
    }
}

impl Rebuild {
    /// Starts the second step on a thread of its own, where it waits for the first.
    pub(super) fn start(
        folder: &Path,
        known: Known,
        player: Player,
        mut assembler: Assembler,
        served: channel::Sender<Served>,
    ) -> Self {
        let desk = Arc::new(Desk { folder: folder.to_owned(), known: Mutex::new(known), served });
        let (jobs, todo) = mpsc::channel();
        let second = desk.clone();
        thread::spawn(move || second.assemble_all(&mut assembler, &player, &todo));
        Self { desk, jobs }
    }

    /// The first step, after these files were changed.
    pub(super) fn run(&self, changed: &[PathBuf]) {
        let started = Instant::now();
        let names = self.desk.names(changed);
        // What a compilation that broke off has left behind is whole pages or none.
        let mut known = self.desk.known.lock().unwrap_or_else(PoisonError::into_inner);
        let had_errors = !self.desk.served.borrow().errors.is_empty();
        let alone = match changed {
            [one] if !had_errors => self.desk.lesson_alone(&mut known, one),
            _ => None,
        };
        let change = match alone {
            Some(change) => change,
            None => match self.desk.whole_folder(&mut known) {
                Ok(change) => change,
                Err(report) => return self.desk.tell_errors(report, &names),
            },
        };
        let is_text = change.as_ref().map(Change::is_text);
        if is_text.is_none() && !had_errors && !known.is_behind {
            return;
        }
        self.desk.publish(change);
        let mut announced = None;
        match is_text {
            Some(true) => tell(&format!("changed {names}, compiled in {} ms", started.elapsed().as_millis())),
            Some(false) => announced = Some((names, started)),
            None if had_errors => tell(&format!("changed {names}; no errors any more")),
            None => {}
        }
        // Fails only when nobody listens any more.
        let _ = self.jobs.send(Job { announced });
    }
}

impl Desk {
    /// Takes in an edit that stays within the body of one lesson; `None` where it does not. Gives back what it changed.
    fn lesson_alone(&self, known: &mut Known, file: &Path) -> Option<Option<Change>> {
        let Known { content, compiler, pieces, is_behind } = known;
        let file = content.read_one_again(&self.folder, file)?;
        let (id, before) = compiler.rewrite(file, pieces)?;
        // Warnings may come and go, and are told when the whole folder was looked at.
        *is_behind = true;
        let changed = Lesson::between(&before, pieces.body(&id)?);
        Some(changed.map(|changed| Change::Lessons([(id, changed)].into())))
    }

    /// Takes in whatever has changed in the folder. Gives back what it changed, or what is wrong.
    fn whole_folder(&self, known: &mut Known) -> Result<Option<Change>, String> {
        let Known { content, compiler, pieces, is_behind } = known;
        *is_behind = false;
        *content = read_again(&self.folder, content).map_err(|error| format!("{error:#}"))?;
        let now = compiler.pieces(content);
        if now.library.is_none() {
            return Err(report(&now, content, false));
        }
        let former = mem::replace(pieces, now);
        let told = pieces.told();
        if !told.is_empty() && told != former.told() {
            eprintln!("{}", report(pieces, content, false).trim_end());
        }
        Ok(Change::between(&former, pieces))
    }

    /// Tells open pages of a version without errors, and of what it changed.
    fn publish(&self, change: Option<Change>) {
        self.served.send_modify(|served| {
            served.errors = String::new();
            if let Some(change) = change {
                served.edit += 1;
                served.change = Arc::new(change);
            }
        });
    }

    fn tell_errors(&self, report: String, names: &str) {
        if self.served.borrow().errors == report {
            return;
        }
        eprintln!("{}", report.trim_end());
        tell(&format!("changed {names}; showing the last version without errors"));
        self.served.send_modify(|served| served.errors = report);
    }

    /// The second step, again and again, until nobody asks for it any more.
    fn assemble_all(&self, assembler: &mut Assembler, player: &Player, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            let mut announced: Vec<_> = job.announced.into_iter().collect();
            loop {
                let rest = if announced.is_empty() { REST } else { Duration::ZERO };
                let Ok(later) = jobs.recv_timeout(rest) else { break };
                announced.extend(later.announced);
            }
            self.assemble(assembler, player);
            for (names, started) in announced {
                tell(&format!("changed {names}, rebuilt in {} ms", started.elapsed().as_millis()));
            }
        }
    }

    fn assemble(&self, assembler: &mut Assembler, player: &Player) {
        let (pieces, edit) = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known.is_behind {
                match self.whole_folder(&mut known) {
                    Ok(None) => {}
                    // Something else was changed meanwhile.
                    Ok(change) => self.publish(change),
                    // By that, too; what was shown alone before was right, and is what is served.
                    Err(report) => self.tell_errors(report, &self.folder.display().to_string()),
                }
            }
            let served = self.served.borrow();
            if served.edit == served.built {
                return;
            }
            (known.pieces.clone(), served.edit)
        };
        let made = assemble(assembler, player, &pieces, &Options::default());
        self.served.send_modify(|served| {
            served.built = edit;
            match made {
                Ok(site) => served.former = Some(mem::replace(&mut served.site, Arc::new(site))),
                Err(error) => {
                    eprintln!("{error}");
                    served.errors = error.to_string();
                }
            }
        });
    }

    /// The changed files as the author calls them.
    fn names(&self, changed: &[PathBuf]) -> String {
        let content = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        let name = |path: &PathBuf| path.strip_prefix(&content).unwrap_or(path).display().to_string();
        match changed {
            [] => self.folder.display().to_string(),
            [one] => name(one),
            [one, others @ ..] => format!("{} and {} more", name(one), others.len()),
        }
    }
}
