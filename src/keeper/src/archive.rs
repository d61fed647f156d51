//! The one adapter to IndexedDB: the archive of what left localStorage, which holds too little for years of use, and
//! holds pages up long before it is full. What may leave is [`course::archive::past`].
//!
//! A record is removed from localStorage only after the archive holds it, and joined there with what the archive had:
//! two tabs that do this at once, or one that is closed meanwhile, lose nothing. What comes back stays here too; it is
//! joined when it leaves again. A reset puts lists of attempts and wordings aside, below `lectern/undo/`: answers that
//! no list leads to are as good as gone, until they are.

use std::collections::BTreeMap;

use course::archive::{self, FEW, Stored};
use course::backup::{flat, pairs};
use course::progress::{self, Key, PREFIX};
use idb::{
    Database, DatabaseEvent as _, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query, TransactionMode,
};
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::player::player;

/// The name of the database and of the one store in it.
const NAME: &str = "lectern";

/// What a reset has put aside.
const UNDO: &str = "lectern/undo/";

/// How many records move in one transaction, so that none blocks other tabs for long.
const BATCH: usize = 500;

/// How long the database may take to be opened, in milliseconds.
const PATIENCE: i32 = 4_000;

/// The archive is not there: the browser refuses it, or it is full too.
pub(crate) struct Unavailable;

impl From<idb::Error> for Unavailable {
    fn from(_: idb::Error) -> Self {
        Self
    }
}

/// Moves what may leave from the player into the archive.
pub(crate) async fn put_away() -> Result<(), Unavailable> {
    let stored: Stored = pairs(player().stored("")).collect();
    let past = archive::past(&stored, &player().unkept(), FEW, &player().open_lesson());
    for records in past.chunks(BATCH) {
        let mut moved = Vec::new();
        write(async |archive| {
            for (name, text) in records {
                if put(archive, name, name, text).await? {
                    moved.push((name.clone(), text.clone()));
                }
            }
            Ok(())
        })
        .await?;
        player().take_out(flat(moved));
    }
    Ok(())
}

/// Gives the quizzes of a lesson back to the player. `ids` are the one that it has now and those that it had before.
pub(crate) async fn bring(ids: &[String]) -> Result<(), Unavailable> {
    let away = archive::away(&of_lessons(ids).await?, ids);
    player().bring_back(flat(away));
    Ok(())
}

/// What the archive holds of these lessons: how questions were worded, attempts, answers, reviews.
pub(crate) async fn of_lessons(ids: &[String]) -> Result<Stored, Unavailable> {
    let mut found = Stored::new();
    for id in ids {
        found.extend(read(&Key::Asked(id.clone()).to_string()).await?.into_iter().filter(|(name, _)| {
            // Ids may begin with the ids of others.
            Key::parse(name) == Some(Key::Asked(id.clone()))
        }));
        let quizzes = read(&format!("{PREFIX}quiz/{id}/")).await?;
        for attempt in archive::attempts(quizzes.iter().map(|(name, text)| (name, text))) {
            found.extend(read(&format!("{PREFIX}answer/{attempt}/")).await?);
        }
        found.extend(quizzes);
        found.extend(read(&format!("{PREFIX}card/{id}/")).await?);
    }
    Ok(found)
}

/// The answers within these attempts that the archive holds.
pub(crate) async fn answers(attempts: &[String]) -> Result<Vec<(String, String)>, Unavailable> {
    let mut answers = Vec::new();
    for attempt in attempts {
        answers.extend(read(&format!("{PREFIX}answer/{attempt}/")).await?);
    }
    Ok(answers)
}

/// All keys of the archive with their texts; empty where there is no archive.
pub(crate) async fn all() -> Vec<(String, String)> {
    let mut all = read(PREFIX).await.unwrap_or_default();
    all.retain(|(name, _)| Key::parse(name).is_some());
    all
}

/// The logs of reviews that the archive holds, under the ids that their lessons have now.
pub(crate) async fn cards() -> Vec<(String, String)> {
    match player().has_archive() {
        true => under_ids_of_now(read(&format!("{PREFIX}card/")).await.unwrap_or_default()),
        false => Vec::new(),
    }
}

/// Archived records under the ids that their lessons have now, as far as they were begun.
pub(crate) fn under_ids_of_now(mut records: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut now = BTreeMap::new();
    for lesson in player().begun().as_chunks::<4>().0.iter().map(|[_, _, id, _]| id) {
        let ids = player().with_former(vec![lesson.clone()]);
        now.extend(ids.into_iter().skip(1).map(|former| (former, lesson.clone())));
    }
    for (name, _) in &mut records {
        if let Some(key) = Key::parse(name)
            && let Some(lesson) = key.lesson().and_then(|lesson| now.get(lesson))
        {
            *name = key.of_lesson(lesson).to_string();
        }
    }
    records
}

/// Puts aside what is remembered of these lessons; of all where there are none. What an earlier reset has put aside is
/// gone after that, unless this one goes on with it.
pub(crate) async fn reset(lessons: &[String], goes_on: bool) -> Result<(), Unavailable> {
    if !goes_on {
        forget().await?;
    }
    let is_meant = |key: &Key| match key {
        Key::Answer(..) => false,
        key => lessons.is_empty() || key.lesson().is_some_and(|it| lessons.iter().any(|id| id == it)),
    };
    let names = read(PREFIX).await?.into_iter().map(|(name, _)| name);
    let meant = names.filter(|name| Key::parse(name).is_some_and(|key| is_meant(&key)));
    rename(meant.map(|name| (name.replacen(PREFIX, UNDO, 1), name)).collect()).await
}

/// Brings back what the last reset has put aside.
pub(crate) async fn undo() -> Result<(), Unavailable> {
    let aside = read(UNDO).await?.into_iter();
    rename(aside.map(|(name, _)| (name.replacen(UNDO, PREFIX, 1), name)).collect()).await
}

/// Gives up what the last reset has put aside.
pub(crate) async fn forget() -> Result<(), Unavailable> {
    let aside = read(UNDO).await?;
    remove(aside.into_iter().map(|(name, _)| name)).await
}

/// Removes answers that no list of attempts leads to any more.
pub(crate) async fn remove_lost() -> Result<(), Unavailable> {
    let archived: Stored = read(PREFIX).await?.into_iter().collect();
    let stored: Stored = pairs(player().stored("")).collect();
    let known = archive::attempts(archived.iter().chain(&stored));
    let is_lost = |name: &String| matches!(Key::parse(name), Some(Key::Answer(attempt, _)) if !known.contains(&attempt));
    remove(archived.into_keys().filter(is_lost)).await
}

async fn remove(names: impl Iterator<Item = String>) -> Result<(), Unavailable> {
    write(async |archive| {
        for name in names {
            archive.delete(JsValue::from_str(&name))?.await?;
        }
        Ok(())
    })
    .await
}

/// Moves texts to these names from those.
async fn rename(names: Vec<(String, String)>) -> Result<(), Unavailable> {
    write(async |archive| {
        for (to, from) in &names {
            let text = archive.get(JsValue::from_str(from))?.await?.and_then(|text| text.as_string());
            let own = if to.starts_with(UNDO) { from } else { to };
            if let Some(text) = text
                && put(archive, own, to, &text).await?
            {
                archive.delete(JsValue::from_str(from))?.await?;
            }
        }
        Ok(())
    })
    .await
}

/// Joins the text of a record under the key `own` into what stands at `place`. Where that cannot be, it is of a newer
/// release, and both stay where they are.
async fn put(archive: &ObjectStore, own: &str, place: &str, text: &str) -> Result<bool, Unavailable> {
    let Some(key) = Key::parse(own) else { return Ok(false) };
    let place = JsValue::from_str(place);
    let kept = archive.get(place.clone())?.await?.and_then(|kept| kept.as_string());
    let joined = match kept {
        Some(kept) => progress::joined(&key, &kept, text),
        None => Some(text.to_owned()),
    };
    let Some(joined) = joined else { return Ok(false) };
    archive.put(&joined.into(), Some(&place))?.await?;
    Ok(true)
}

/// Changes the archive, whole or not at all.
async fn write(change: impl AsyncFnOnce(&ObjectStore) -> Result<(), Unavailable>) -> Result<(), Unavailable> {
    let database = open().await?;
    let transaction = database.transaction(&[NAME], TransactionMode::ReadWrite)?;
    change(&transaction.object_store(NAME)?).await?;
    let is_done = transaction.commit()?.await?.is_committed();
    database.close();
    is_done.then_some(()).ok_or(Unavailable)
}

/// All keys that begin so, with their texts.
async fn read(start: &str) -> Result<Vec<(String, String)>, Unavailable> {
    let database = open().await?;
    let transaction = database.transaction(&[NAME], TransactionMode::ReadOnly)?;
    let archive = transaction.object_store(NAME)?;
    let range = || {
        let [first, last] = [start.to_owned(), format!("{start}\u{ffff}")].map(JsValue::from);
        KeyRange::bound(&first, &last, None, None).map(Query::from)
    };
    let keys = archive.get_all_keys(Some(range()?), None)?.await?;
    let texts = archive.get_all(Some(range()?), None)?.await?;
    database.close();
    let pair = |(key, text): (JsValue, JsValue)| Some((key.as_string()?, text.as_string()?));
    Ok(keys.into_iter().zip(texts).filter_map(pair).collect())
}

/// Opens the database, which is not waited for longer than [`PATIENCE`]: some browsers forget to answer.
async fn open() -> Result<Database, Unavailable> {
    let opened = future_to_promise(async { Ok(ask().await.map_err(|_| JsValue::UNDEFINED)?.into()) });
    let late = Promise::new(&mut |_, reject| {
        let window = web_sys::window();
        _ = window.map(|it| it.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE));
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&opened, &late))).await.map_err(|_| Unavailable)?;
    first.try_into().map_err(|_| Unavailable)
}

async fn ask() -> Result<Database, Unavailable> {
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            // Keys stand beside the texts. Where it is refused, so is every transaction.
            _ = database.create_object_store(NAME, ObjectStoreParams::new());
        }
    });
    Ok(request.await?)
}
