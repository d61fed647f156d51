//! The one adapter to IndexedDB: the archive of answers that left localStorage, which holds too little for years of
//! use. What may leave is [`course::store::Store::past`].
//!
//! A record is removed from localStorage only after the archive holds it, and joined there with what the archive had:
//! two tabs that do this at once, or one that is closed meanwhile, lose nothing.

use course::backup::{flat, pairs};
use course::progress::{self, Key};
use idb::{Database, DatabaseEvent as _, Factory, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;

use crate::player::player;

/// The name of the database and of the one store in it.
const NAME: &str = "lectern";

/// How many records move in one transaction, so that none blocks other tabs for long.
const BATCH: usize = 500;

/// The archive is not there: the browser refuses it, or it is full too.
pub(crate) struct Unavailable;

impl From<idb::Error> for Unavailable {
    fn from(_: idb::Error) -> Self {
        Self
    }
}

/// Moves all answers that may leave from the player into the archive.
pub(crate) async fn put_away() -> Result<(), Unavailable> {
    let past: Vec<_> = pairs(player().past()).collect();
    if past.is_empty() {
        return Ok(());
    }
    let database = open().await?;
    for records in past.chunks(BATCH) {
        let transaction = database.transaction(&[NAME], TransactionMode::ReadWrite)?;
        let archive = transaction.object_store(NAME)?;
        let mut moved = Vec::new();
        for (name, text) in records {
            let Some(key) = Key::parse(name) else { continue };
            let id = JsValue::from_str(name);
            let kept = archive.get(id.clone())?.await?.and_then(|kept| kept.as_string());
            let joined = match kept {
                // Where it cannot be joined, it is of a newer release, and both stay where they are.
                Some(kept) => progress::joined(&key, &kept, text),
                None => Some(text.clone()),
            };
            if let Some(joined) = joined {
                archive.put(&joined.into(), Some(&id))?.await?;
                moved.push((name.clone(), text.clone()));
            }
        }
        if transaction.commit()?.await?.is_committed() {
            player().take_out(flat(moved));
        }
    }
    database.close();
    Ok(())
}

/// All keys of the archive with their texts; empty where there is no archive.
pub(crate) async fn all() -> Vec<(String, String)> {
    read().await.unwrap_or_default()
}

/// Removes what no attempt leads to any more.
pub(crate) async fn remove_lost() -> Result<(), Unavailable> {
    let known = player().attempts();
    let is_known =
        |name: &str| matches!(Key::parse(name), Some(Key::Answer(attempt, _)) if known.contains(&attempt));
    let lost: Vec<_> = all().await.into_iter().filter(|(name, _)| !is_known(name)).collect();
    let database = open().await?;
    let transaction = database.transaction(&[NAME], TransactionMode::ReadWrite)?;
    let archive = transaction.object_store(NAME)?;
    for (name, _) in lost {
        archive.delete(JsValue::from_str(&name))?.await?;
    }
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

async fn read() -> Result<Vec<(String, String)>, Unavailable> {
    let database = open().await?;
    let transaction = database.transaction(&[NAME], TransactionMode::ReadOnly)?;
    let archive = transaction.object_store(NAME)?;
    let keys = archive.get_all_keys(None, None)?.await?;
    let texts = archive.get_all(None, None)?.await?;
    database.close();
    let pair = |(key, text): (JsValue, JsValue)| Some((key.as_string()?, text.as_string()?));
    Ok(keys.into_iter().zip(texts).filter_map(pair).collect())
}

async fn open() -> Result<Database, Unavailable> {
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            // Keys stand beside the texts. Where it is refused, so is every transaction.
            _ = database.create_object_store(NAME, ObjectStoreParams::new());
        }
    });
    Ok(request.await?)
}
